"""How recipients behave: as usual, as a magic number says, or as a tester has decided."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.control_values import check_keys, read_control_phone

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from turbosms_sandbox.calls.commands import Command


class RecipientBehaviour(NamedTuple):
    """What happens to messages to a recipient, on each channel that they are sent by."""

    viber: str = "Delivered"
    """The last status of a Viber message."""
    rejected_status: str = ""
    """Why Viber rejects a message, if it does."""
    clicks: bool = False
    """Whether the recipient clicks the button of a Viber message."""
    sms: str = "Delivered"
    """The last status of an SMS."""
    answers: bool = False
    """Whether the recipient answers in the chat, if the sender is two-way."""

    @property
    def viber_outcome(self) -> str:
        """The key of `VIBER_OUTCOMES` that describes it."""
        return self.rejected_status or self.viber


ORDINARY: Final = RecipientBehaviour()

_REFUSING_CODES = (
    ResultCode.INVALID_PHONE,
    ResultCode.NOT_ALLOWED_NUMBER_STOPLIST,
    ResultCode.NOT_ALLOWED_RECIPIENT_COUNTRY,
    ResultCode.NOT_ALLOWED_TEST_NUMBER,
    ResultCode.NOT_ALLOWED_TEST_MESSAGES_LIMIT,
    ResultCode.NOT_ALLOWED_MESSAGE_DUPLICATE,
    ResultCode.FAILED_SMS_SEND,
    ResultCode.FAILED_VIBER_SEND,
)
REFUSED: Final = {f"380000000{code:d}": code for code in _REFUSING_CODES}
"""The magic numbers that are refused on every channel, with the code of each."""

MAGIC_NUMBERS: Final = {
    "380001000001": RecipientBehaviour(viber="Rejected", rejected_status="SRVC_NOT_VIBER_USER"),
    "380001000002": RecipientBehaviour(viber="Rejected", rejected_status="SRVC_USER_BLOCKED"),
    "380001000003": RecipientBehaviour(viber="Rejected", rejected_status="SRVC_NO_SUITABLE_DEVICE"),
    "380001000004": RecipientBehaviour(viber="Expired"),
    "380002000001": RecipientBehaviour(sms="Undelivered"),
    "380002000002": RecipientBehaviour(sms="Expired"),
    "380002000003": RecipientBehaviour(sms="Rejected"),
    "380002000004": RecipientBehaviour(sms="Failed"),
    "380002000005": RecipientBehaviour(sms="Unknown"),
    "380002000006": RecipientBehaviour(sms="Cancelled"),
    "380002000007": RecipientBehaviour(sms="Accepted"),
    "380003000001": RecipientBehaviour(viber="Read"),
    "380003000002": RecipientBehaviour(viber="Read", clicks=True),
    "380003000003": RecipientBehaviour(viber="Read", answers=True),
}
"""The magic numbers that are accepted, with their behaviour. Everybody else behaves as usual."""


VIBER_OUTCOMES: Final = MappingProxyType(
    {
        status: {"viber": status, "rejected_status": ""}
        for status in ("Delivered", "Read", "Expired")
    }
    | {
        reason: {"viber": "Rejected", "rejected_status": reason}
        for reason in ("SRVC_NOT_VIBER_USER", "SRVC_USER_BLOCKED", "SRVC_NO_SUITABLE_DEVICE")
    }
)
"""How Viber messages can end: the last status, or the reason of a rejection."""
SMS_OUTCOMES: Final = (
    "Delivered",
    "Undelivered",
    "Expired",
    "Rejected",
    "Failed",
    "Unknown",
    "Cancelled",
    "Accepted",
)
"""The last statuses that an SMS can have."""


class RecipientBehaviours:
    """The behaviour of each recipient at present.

    A message keeps the behaviour that its recipient had when it was sent.
    """

    def __init__(self) -> None:
        self.decided: dict[str, RecipientBehaviour] = {}
        """What testers have decided in place of a number's own behaviour, by number."""
        self._special = dict(MAGIC_NUMBERS)

    def of(self, phone: str) -> RecipientBehaviour:
        return self._special.get(phone, ORDINARY)

    def decide(self, phone: str, behaviour: RecipientBehaviour) -> None:
        """Set the behaviour of a number; its own behaviour takes back what was decided before."""
        self.decided.pop(phone, None)
        if behaviour != MAGIC_NUMBERS.get(phone, ORDINARY):
            self.decided[phone] = behaviour
        self._special[phone] = behaviour

    def count(self, phones: Collection[str]) -> dict[RecipientBehaviour, int]:
        """How many of the numbers show each behaviour."""
        if self._special.keys().isdisjoint(phones):
            return {ORDINARY: len(phones)}  # by far the most sends
        special = [self._special[phone] for phone in phones if phone in self._special]
        counts: dict[RecipientBehaviour, int] = {}
        if len(special) < len(phones):
            counts[ORDINARY] = len(phones) - len(special)
        for behaviour in special:
            counts[behaviour] = counts.get(behaviour, 0) + 1
        return counts


def change_behaviour(behaviours: RecipientBehaviours, command: Command) -> dict[str, Any]:
    """`PATCH /sandbox/recipients`: decide how messages to a number end: `viber`, `sms`, or both.

    `null` stands for the number's own behaviour. Messages that were sent before are not affected.
    """
    values = command.parameters.values
    check_keys(values, ("number", "viber", "sms"))
    phone = read_control_phone("number", values.get("number"))
    own = MAGIC_NUMBERS.get(phone, ORDINARY)
    behaviour = behaviours.of(phone)
    if "viber" in values:
        outcome = _read_outcome(values, "viber", VIBER_OUTCOMES, own.viber_outcome)
        if outcome == own.viber_outcome:
            behaviour = own._replace(sms=behaviour.sms)
        else:
            behaviour = _with_viber_outcome(behaviour, outcome)
    if "sms" in values:
        behaviour = behaviour._replace(sms=_read_outcome(values, "sms", SMS_OUTCOMES, own.sms))
    behaviours.decide(phone, behaviour)
    return describe_behaviour(phone, behaviour)


def describe_behaviour(phone: str, behaviour: RecipientBehaviour) -> dict[str, Any]:
    """The behaviour of a number in the form in which a change takes it."""
    return {"number": phone, "viber": behaviour.viber_outcome, "sms": behaviour.sms}


def _with_viber_outcome(behaviour: RecipientBehaviour, outcome: str) -> RecipientBehaviour:
    """A decided outcome is everything: such a recipient neither clicks nor answers on its own."""
    return behaviour._replace(**VIBER_OUTCOMES[outcome], clicks=False, answers=False)


def _read_outcome(values: Mapping[str, object], key: str, known: Collection[str], own: str) -> str:
    value = values[key]
    if value is None:
        return own
    if not isinstance(value, str) or value not in known:
        raise ControlError(
            f"{key}: one of {', '.join(known)} is needed, or null for the number's own"
        )
    return value
