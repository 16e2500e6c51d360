"""The webhooks that a tester has set: where to, what about, and in which form."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.control_values import check_keys
from turbosms_sandbox.calls.php_values import is_utf8
from turbosms_sandbox.webhooks.event_types import EVENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMATS: Final = ("json", "form")
MAX_WEBHOOKS: Final = 20
MAX_URL: Final = 2_000
MAX_TEXT: Final = 256
"""Most characters of a secret, a login and a password."""
_KEYS: Final = ("url", "secret", "events", "format", "array", "login", "password")


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook as it would be set up in the panel of the account."""

    url: str
    secret: str
    events: tuple[str, ...]
    """The types of events that it is told, of `EVENT_TYPES`."""
    format: str
    """One of `FORMATS`."""
    array: bool
    """Whether `data` is an array of what happens at the same moment (A-167)."""
    login: str
    """Empty without HTTP Basic."""
    password: str

    def describe(self) -> dict[str, Any]:
        """The webhook in the form in which it is set."""
        return asdict(self)


def read_webhooks(values: Mapping[str, object]) -> list[Webhook]:
    """The webhooks of a request; ControlError if one is not in order.

    A message names the place of a webhook and its key, but no secret and no password.
    """
    check_keys(values, ("webhooks",))
    webhooks = values.get("webhooks")
    if not isinstance(webhooks, list) or len(webhooks) > MAX_WEBHOOKS:
        raise ControlError(f"webhooks: a list of at most {MAX_WEBHOOKS} is needed")
    read = [_read_webhook(f"webhooks[{i}]", webhook) for i, webhook in enumerate(webhooks)]
    if len({webhook.url for webhook in read}) < len(read):
        raise ControlError("webhooks: each of them needs a url of its own")
    return read


def _read_webhook(place: str, values: object) -> Webhook:
    if not isinstance(values, dict):
        raise ControlError(f"{place}: an object is needed")
    try:
        check_keys(values, _KEYS)
    except ControlError as problem:
        raise ControlError(f"{place}: {problem}") from None
    text_format = values.get("format", FORMATS[0])
    if text_format not in FORMATS:
        raise ControlError(f"{place}.format: one of {', '.join(FORMATS)} is needed")
    array = values.get("array", False)
    if not isinstance(array, bool):
        raise ControlError(f"{place}.array: true or false is needed")
    login = _read_text(values, "login", place)
    password = _read_text(values, "password", place)
    if ":" in login:
        raise ControlError(f"{place}.login: HTTP Basic has no login with a colon")
    if password and not login:
        raise ControlError(f"{place}.login: a password needs a login")
    secret = _read_text(values, "secret", place)
    if not secret:
        raise ControlError(f"{place}.secret: a text is needed")
    url = _read_url(values, place)
    events = _read_events(values, place)
    return Webhook(url, secret, events, text_format, array, login, password)


def _read_text(values: Mapping[str, object], key: str, place: str) -> str:
    value = values.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > MAX_TEXT or not is_utf8(value):
        raise ControlError(f"{place}.{key}: a text of at most {MAX_TEXT} characters is needed")
    return value


def _read_url(values: Mapping[str, object], place: str) -> str:
    """The URL, if it looks like one. Whether its host may be called is decided elsewhere."""
    url = values.get("url")
    problem = ControlError(f"{place}.url: an http or https address is needed, without a login")
    if not isinstance(url, str) or len(url) > MAX_URL or not (url.isascii() and url.isprintable()):
        raise problem
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname)
    except ValueError:
        raise problem from None
    if parts.scheme not in ("http", "https") or not has_host or "@" in parts.netloc or " " in url:
        raise problem
    return url


def _read_events(values: Mapping[str, object], place: str) -> tuple[str, ...]:
    """The types of events, all of them by default."""
    events = values.get("events", [*EVENT_TYPES])
    is_known = isinstance(events, list) and all(event in EVENT_TYPES for event in events)
    if not is_known or not isinstance(events, list):
        raise ControlError(f"{place}.events: a list of {', '.join(EVENT_TYPES)} is needed")
    return tuple(event for event in EVENT_TYPES if event in events)
