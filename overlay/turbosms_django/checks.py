"""System checks of the setting TURBOSMS; `manage.py check` runs them."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 - Django's names
from django.urls import URLPattern, URLResolver, get_resolver

from turbosms_client import InvalidParameterError, RetryPolicy, TurboSMS, TurboSMSError
from turbosms_django._settings import (
    NAMES,
    client_options,
    has_token,
    setting,
    webhook_receiver,
)
from turbosms_django.views import async_webhook, webhook


def check_settings(**_: object) -> list[CheckMessage]:
    """What is missing, misspelt or wrong."""
    project: object = getattr(settings, "TURBOSMS", {})
    if not isinstance(project, Mapping):
        return [Error("The setting TURBOSMS is no dict.", id="turbosms.E001")]
    found: list[CheckMessage] = [_unread(str(name)) for name in project if name not in NAMES]
    if not has_token():
        hint = "Set TOKEN, or the environment variable TURBOSMS_TOKEN; for tests SANDBOX."
        found.append(Error("TURBOSMS has no token.", hint=hint, id="turbosms.E003"))
        return found
    try:
        _client().close()
    except InvalidParameterError as error:
        found.append(Error(f"TURBOSMS cannot be used: {error}", id="turbosms.E004"))
    if not (setting("SMS_SENDER") or setting("VIBER_SENDER")):
        hint = "Set SMS_SENDER or VIBER_SENDER, unless every send names its own."
        found.append(Warning("TURBOSMS names no sender.", hint=hint, id="turbosms.W001"))
    return found


def check_webhook(**_: object) -> list[CheckMessage]:
    """Whether the webhook, if there is one, has a secret, and a secret has a webhook."""
    if not isinstance(getattr(settings, "TURBOSMS", {}), Mapping):
        return []  # check_settings says so
    is_routed = _leads_to_webhook(get_resolver().url_patterns)
    secret = setting("WEBHOOK_SECRET")
    if not is_routed:
        if secret is None or setting("SANDBOX"):
            return []
        hint = "Include turbosms_django.urls in the URLs of the project."
        message = "TURBOSMS has a WEBHOOK_SECRET, but no URL leads to the webhook."
        return [Warning(message, hint=hint, id="turbosms.W002")]
    if secret is None:
        hint = "Set WEBHOOK_SECRET to the webhook's secret key from the account's panel."
        return [Error("The webhook has no secret.", hint=hint, id="turbosms.E005")]
    try:
        webhook_receiver()
    except (TypeError, ValueError) as error:
        return [Error(f"The webhook cannot be used: {error}.", id="turbosms.E006")]
    return []


def check_deployment(**_: object) -> list[CheckMessage]:
    """Whether these settings reach the service. It asks for the balance, which costs nothing."""
    if setting("SANDBOX"):
        return [Warning("SANDBOX is set: nobody gets a message.", id="turbosms.W003")]
    try:
        with _client() as client:
            client.user.balance()
    except InvalidParameterError:
        return []  # check_settings has said so
    except TurboSMSError as error:
        hint = "Look at TOKEN and BASE_URL, and at what is between here and the service."
        return [Warning(f"The service cannot be used: {error}", hint=hint, id="turbosms.W004")]
    return []


def _client() -> TurboSMS:
    options: dict[str, Any] = client_options()
    return TurboSMS(**options, retry=RetryPolicy(attempts=1))


def _unread(name: str) -> CheckMessage:
    close = get_close_matches(name.upper(), NAMES, 1) or NAMES
    hint = f"Do you mean {', '.join(close)}?"
    return Error(
        f"TURBOSMS has a setting that nothing reads: {name}.", hint=hint, id="turbosms.E002"
    )


def _leads_to_webhook(patterns: Iterable[URLPattern | URLResolver]) -> bool:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner: Sequence[URLPattern | URLResolver] = pattern.url_patterns
            if _leads_to_webhook(inner):
                return True
        elif pattern.callback in (webhook, async_webhook):
            return True
    return False
