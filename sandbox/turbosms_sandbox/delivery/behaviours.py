"""Recipients whose fate is known beforehand: by a magic number, or because a tester decided it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from turbosms_api.tables.result_codes import ResultCode

if TYPE_CHECKING:
    from collections.abc import Collection


class Script(NamedTuple):
    """What becomes of a message to one recipient, on each channel it is sent by."""

    viber: str = "Delivered"
    rejected_status: str = ""
    clicks: bool = False
    sms: str = "Delivered"
    answers: bool = False
    """Whether it answers in the chat, if the sender is two-way."""

    @property
    def viber_fate(self) -> str:
        """The key of `VIBER_FATES` that it fits."""
        return self.rejected_status or self.viber


ORDINARY: Final = Script()

_REFUSING = (
    ResultCode.INVALID_PHONE,
    ResultCode.NOT_ALLOWED_NUMBER_STOPLIST,
    ResultCode.NOT_ALLOWED_RECIPIENT_COUNTRY,
    ResultCode.NOT_ALLOWED_TEST_NUMBER,
    ResultCode.NOT_ALLOWED_TEST_MESSAGES_LIMIT,
    ResultCode.NOT_ALLOWED_MESSAGE_DUPLICATE,
    ResultCode.FAILED_SMS_SEND,
    ResultCode.FAILED_VIBER_SEND,
)
REFUSED: Final = {f"380000000{code:d}": code for code in _REFUSING}
"""Numbers that are refused, whatever the channel, and with which code."""

SCRIPTS: Final = {
    "380001000001": Script(viber="Rejected", rejected_status="SRVC_NOT_VIBER_USER"),
    "380001000002": Script(viber="Rejected", rejected_status="SRVC_USER_BLOCKED"),
    "380001000003": Script(viber="Rejected", rejected_status="SRVC_NO_SUITABLE_DEVICE"),
    "380001000004": Script(viber="Expired"),
    "380002000001": Script(sms="Undelivered"),
    "380002000002": Script(sms="Expired"),
    "380002000003": Script(sms="Rejected"),
    "380002000004": Script(sms="Failed"),
    "380002000005": Script(sms="Unknown"),
    "380002000006": Script(sms="Cancelled"),
    "380002000007": Script(sms="Accepted"),
    "380003000001": Script(viber="Read"),
    "380003000002": Script(viber="Read", clicks=True),
    "380003000003": Script(viber="Read", answers=True),
}
"""Numbers that are accepted and then fare as they say.

Everyone else gets the message within seconds.
"""


VIBER_FATES: Final = MappingProxyType(
    {
        status: {"viber": status, "rejected_status": ""}
        for status in ("Delivered", "Read", "Expired")
    }
    | {
        reason: {"viber": "Rejected", "rejected_status": reason}
        for reason in ("SRVC_NOT_VIBER_USER", "SRVC_USER_BLOCKED", "SRVC_NO_SUITABLE_DEVICE")
    }
)
"""What can become of a number's Viber messages: the last status, or why they are rejected."""
SMS_FATES: Final = (
    "Delivered",
    "Undelivered",
    "Expired",
    "Rejected",
    "Failed",
    "Unknown",
    "Cancelled",
    "Accepted",
)
"""The last status that a number's SMS can have."""


class Fates:
    """What becomes of messages to each number, as things stand.

    A message keeps the fate that it was sent with.
    """

    def __init__(self) -> None:
        self.chosen: dict[str, Script] = {}
        """The fates that a tester decided, in the place of the numbers' own."""
        self._scripts = dict(SCRIPTS)

    def of(self, number: str) -> Script:
        return self._scripts.get(number, ORDINARY)

    def choose(self, number: str, script: Script) -> None:
        """Decide the fate of a number; its own one again takes the decision back."""
        own = SCRIPTS.get(number, ORDINARY)
        self.chosen.pop(number, None)
        if script != own:
            self.chosen[number] = script
        self._scripts[number] = script

    def count(self, numbers: Collection[str]) -> dict[Script, int]:
        """How many of the numbers have each fate."""
        scripts = self._scripts
        special = [scripts[number] for number in numbers if number in scripts]
        counts = {ORDINARY: len(numbers) - len(special)} if len(special) < len(numbers) else {}
        for script in special:
            counts[script] = counts.get(script, 0) + 1
        return counts
