"""What the project's setting TURBOSMS says."""

import os
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.conf import settings

from turbosms_webhooks import WebhookReceiver

NAMES: Final = (
    *("TOKEN", "BASE_URL", "SMS_SENDER", "VIBER_SENDER"),
    *("WEBHOOK_SECRET", "WEBHOOK_BASIC_AUTH", "SANDBOX"),
)
_OF_SANDBOX: Final = {
    "TOKEN": "sandbox",
    "BASE_URL": "http://127.0.0.1:8026",
    "SMS_SENDER": "TurboSMS",
    "VIBER_SENDER": "TurboSMS",
    "WEBHOOK_SECRET": "sandbox-secret",
}
_VARIABLES: Final = {"TOKEN": "TURBOSMS_TOKEN", "BASE_URL": "TURBOSMS_BASE_URL"}


def setting(name: str) -> Any:
    """A setting; None if there is none, and with SANDBOX what fits the sandbox."""
    project: Mapping[str, Any] = getattr(settings, "TURBOSMS", {})
    if project.get(name) is not None:
        return project[name]
    if not project.get("SANDBOX"):
        return None
    variable = _VARIABLES.get(name, "")
    return os.environ.get(variable) or _OF_SANDBOX.get(name)


def has_token() -> bool:
    """Whether there is a token, in the settings or in the environment."""
    return bool(setting("TOKEN") or os.environ.get(_VARIABLES["TOKEN"]))


def client_options() -> dict[str, str | Callable[[], str] | None]:
    """The parameters of the client."""
    return {name.lower(): setting(name) for name in NAMES[:4]}


def webhook_receiver() -> WebhookReceiver:
    """What verifies the calls of the service.

    Raises:
        TypeError, ValueError: there is no secret, or none that can be right.
    """
    return WebhookReceiver(setting("WEBHOOK_SECRET"), basic_auth=setting("WEBHOOK_BASIC_AUTH"))
