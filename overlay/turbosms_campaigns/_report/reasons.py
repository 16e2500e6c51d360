"""Why a recipient has what it has, in words."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from turbosms_client import ResultCode
from turbosms_languages import _
from turbosms_languages.code_meanings import meaning_of

from .._model.states import RecipientState

STATUS_WORDS: Final[Mapping[str, str]] = {
    "Expired": _("Its time to live ran out before it could be delivered."),
    "Undelivered": _("It could not be delivered."),
    "Rejected": _("It was refused."),
    "Unknown": _("The operator reported a state that says nothing."),
    "Failed": _("It could not be sent at all."),
    "Cancelled": _("It was called off, and its price went back to the balance."),
}
"""Of every documented status with which a message is final and not delivered."""

VIBER_REFUSALS: Final[Mapping[str, str]] = {
    "SRVC_NOT_VIBER_USER": _("the recipient has no Viber account"),
    "SRVC_USER_BLOCKED": _("the recipient has blocked this sender, or every business message"),
    "SRVC_NO_SUITABLE_DEVICE": _("the recipient's Viber cannot receive business messages"),
}
"""Of every documented `rejected_status`."""

_SUPPRESSIONS: Final[Mapping[str, str]] = {
    "stop_list": _("the service has this number in a stop list"),
    "reply": _("this person asked for no more messages"),
    "manual": _("added by hand"),
    "import": _("imported from a file"),
}
_OTHERS: Final[Mapping[RecipientState, str]] = {
    RecipientState.INVALID: _("Not a phone number."),
    RecipientState.DUPLICATE: _("The same number stands in an earlier row, which counts."),
    RecipientState.HELD_OUT: _("Held out, for comparison."),
    RecipientState.UNKNOWN: (
        _("It cannot be known whether a message was created. It is never sent again.")
    ),
    RecipientState.CANCELLED: _("The campaign was cancelled before its turn."),
}


class Outcome(NamedTuple):
    """What is stored about one recipient, or about several that have the same."""

    state: RecipientState
    reason: str | None
    code: int | None
    channel: str | None
    status: str | None
    rejected_status: str | None


def reason_in_words(outcome: Outcome) -> str | None:
    """A sentence or two; None for a recipient that needs none, as one with a message does."""
    if outcome.state is RecipientState.SUPPRESSED:
        return _(
            "On the suppression list: {suppression}.",
            suppression=_suppression(outcome.reason or _("no reason given")),
        )
    if outcome.state is RecipientState.EXCLUDED:
        return _exclusion(outcome.reason or "")
    if outcome.state is RecipientState.REFUSED:
        return _refusal(outcome.code)
    if outcome.state is RecipientState.UNDELIVERED:
        return _failed_delivery(outcome)
    return _OTHERS.get(outcome.state)


def _suppression(reason: str) -> str:
    return _SUPPRESSIONS.get(reason, reason)


def _exclusion(reason: str) -> str:
    kind, _colon, name = reason.partition(":")
    if kind == "file":
        return _("In the exclusion file {name}.", name=name)
    if kind == "campaign":
        return _("Reached by the campaign {name}.", name=name)
    return _("Without consent.")


def _refusal(code: int | None) -> str:
    if code is None:
        return _("The service refused it.")
    try:
        return meaning_of(ResultCode(code))
    except ValueError:
        return _("The service refused it with the code {code}.", code=code)


def _failed_delivery(outcome: Outcome) -> str:
    status = outcome.status or ""
    sentence = STATUS_WORDS.get(
        status, _("Its status is {status}.", status=status) if status else _("It failed.")
    )
    if outcome.rejected_status is None:
        return sentence
    refusal = VIBER_REFUSALS.get(outcome.rejected_status, outcome.rejected_status)
    if outcome.channel == "sms":
        return _("{sentence} Before that, Viber: {refusal}.", sentence=sentence, refusal=refusal)
    return _("Viber: {refusal}.", refusal=refusal)
