"""Verifies and reads calls, from raw bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from turbosms_api.reading import read_number, read_time
from turbosms_webhooks._receiving.basic_auth import is_authorized
from turbosms_webhooks._receiving.bodies import read_body
from turbosms_webhooks._receiving.credentials import checked_login, checked_secrets
from turbosms_webhooks._receiving.errors import WebhookError
from turbosms_webhooks._receiving.events import Event, read_events
from turbosms_webhooks._receiving.signatures import (
    MatchedSignature,
    SignatureOrder,
    matching,
    signature,
)

_LONGEST_ID: Final = 255
_LONGEST_TYPE: Final = 255
_LARGEST_ATTEMPT: Final = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A call of the service whose signature is right. Only its `id` is signed, the rest is not."""

    id: str
    """Names the event; a repeat has the same one."""
    type: str
    """The type of the event; one that is not known, too."""
    attempt: int | None
    """1 for the first attempt; the service calls it `try`."""
    sent_at: datetime | None
    """When the call was made."""
    events: tuple[Event, ...] = field(repr=False)
    """What has happened, at least one event."""
    raw: Mapping[str, Any] = field(repr=False)
    """All fields as they came."""
    signature_order: SignatureOrder
    """What the signature was made of, in which order. Anything but `secret+id` is worth a look."""
    secret_index: int
    """Which of the receiver's secrets the call was signed with, counted from 0."""


class WebhookReceiver:
    """Verifies and reads the calls of the service.

    It depends on nothing but the body and the Authorization header: not on the URL, which is
    another one behind a proxy, and not on other headers.
    """

    def __init__(
        self,
        secret: str | Sequence[str],
        *,
        basic_auth: tuple[str, str] | None = None,
    ) -> None:
        """Make a receiver.

        Args:
            secret: the secret key of the webhook, from the account's panel; or several, the newest
                first, while it is replaced by another one.
            basic_auth: the login and password that the webhook was given, if it was given any.

        Raises:
            TypeError: a secret is no text.
            ValueError: there is no secret, or it is empty, or was pasted with a line break, with
                spaces around it, with quotes or with characters that cannot be seen. Or
                `basic_auth` is no pair of texts, one of them is empty, or the login has a colon.
        """
        self._secrets = checked_secrets(secret)
        self._basic_auth = None if basic_auth is None else checked_login(basic_auth)

    def sign(self, event_id: str) -> str:
        """The signature of an event with this id, by the first secret: for tests."""
        return signature(self._secrets[0], event_id)

    def parse(
        self, body: bytes, content_type: str | None = None, authorization: str | None = None
    ) -> Callback:
        """Verify a call and read it.

        Args:
            body: the raw bytes of the request's body.
            content_type: the header Content-Type, if there is one. The body alone tells JSON from a
                form, so a wrong one does no harm.
            authorization: the header Authorization, if there is one.

        Raises:
            WebhookError: the call is refused; nothing else is raised, whatever was sent.
        """
        if self._basic_auth is not None and not is_authorized(authorization, *self._basic_auth):
            raise WebhookError("basic_auth")
        fields = read_body(bytes(body), content_type)
        event_id = _event_id(fields.get("id"))
        matched = self._match(fields.get("signature"), event_id)
        webhook_type = fields.get("type")
        name = webhook_type[:_LONGEST_TYPE] if isinstance(webhook_type, str) else ""
        return Callback(
            id=event_id,
            type=name,
            attempt=_attempt(fields.get("try")),
            sent_at=read_time(fields.get("date")),
            events=read_events(name, fields.get("data")),
            raw=fields,
            signature_order=matched.order,
            secret_index=matched.secret_index,
        )

    def __repr__(self) -> str:
        has_login = self._basic_auth is not None
        return f"WebhookReceiver(secrets={len(self._secrets)}, basic_auth={has_login})"

    def _match(self, given: object, event_id: str) -> MatchedSignature:
        if not isinstance(given, str) or not given.strip():
            raise WebhookError("no_signature")
        matched = matching(given, event_id, self._secrets)
        if matched is None:
            raise WebhookError("bad_signature")
        return matched


def _event_id(value: object) -> str:
    """A text, or a whole number in JSON (A-165)."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    event_id = str(value) if is_number or isinstance(value, str) else ""
    is_usable = 0 < len(event_id) <= _LONGEST_ID and event_id.isprintable()
    if not is_usable:
        raise WebhookError("no_id")
    return event_id


def _attempt(value: object) -> int | None:
    attempt = read_number(value)
    is_possible = attempt is not None and 0 < attempt < _LARGEST_ATTEMPT
    return attempt if is_possible else None
