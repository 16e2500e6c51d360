"""What is wrong with a call, in one of a few words."""

from collections.abc import Mapping
from typing import Final, Literal

Reason = Literal["malformed", "no_id", "no_signature", "bad_signature", "basic_auth"]
"""Why a call is refused, as `WebhookError.reason` has it; the error's message says it in words."""

_SENTENCES: Final[Mapping[str, str]] = {
    "malformed": "the body is neither a JSON object nor a form, or is too large",
    "no_id": "the body has no id that names an event",
    "no_signature": "the body has no signature",
    "bad_signature": "the signature was made with another secret, or for another id",
    "basic_auth": "the login and password of HTTP Basic are missing or wrong",
}
_BAD_REQUEST: Final = 400
_UNAUTHORIZED: Final = 401
_UNAUTHORIZED_REASONS: Final = ("basic_auth", "no_signature", "bad_signature")


class WebhookError(Exception):
    """A call that is refused. Nothing of the call stands in it."""

    reason: Reason
    """`malformed`, `no_id`, `no_signature`, `bad_signature` or `basic_auth`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(_SENTENCES[reason])
        self.reason = reason

    @property
    def http_status(self) -> int:
        """What to answer: 401 for a wrong signature, login or password, else 400."""
        if self.reason in _UNAUTHORIZED_REASONS:
            return _UNAUTHORIZED
        return _BAD_REQUEST

    def __reduce__(self) -> tuple[type["WebhookError"], tuple[Reason]]:
        return type(self), (self.reason,)
