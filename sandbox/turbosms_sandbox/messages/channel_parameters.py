"""The parameters of a send as one channel sees them.

Global and local values merged, each read with its own codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from turbosms_api.tables import limits
from turbosms_api.tables.parameters import SEND_PARAMETERS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account.account import CHANNELS, Sender
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.calls.php_values import read_flag, read_integer, read_object
from turbosms_sandbox.calls.times import read_start_time
from turbosms_sandbox.messages.sms_length import is_utf8

if TYPE_CHECKING:
    from turbosms_sandbox.account.account import Account
    from turbosms_sandbox.http.call_reading import Data

MAX_AHEAD: Final = limits.START_TIME_DAYS.value * 86_400


def refuse(code: int | None) -> Refusal:
    """The refusal with a code of a table. A parameter without a code of its own is 411."""
    return Refusal(ResultCode.NOT_ALLOWED_MESSAGE_DATA if code is None else code)


class Parameters:
    """The values that hold for one channel, any of which may be global (A-29).

    `null` counts as not given, an empty string as empty.
    """

    def __init__(self, data: Data, channel: str) -> None:
        local = read_object(data.values[channel], typed=data.typed)
        if local is None:
            raise Refusal(ResultCode.INVALID_REQUEST)
        shared = {name: value for name, value in data.values.items() if name not in CHANNELS}
        self.channel: Final = channel
        self.typed: Final = data.typed
        self._values = {**_given(shared), **_given(local)}

    def given(self, name: str) -> object:
        """The value as it was passed, or None."""
        return self._values.get(name)

    def present(self, name: str) -> bool:
        """Whether the value is given and not empty: neither an empty string nor, for a file, 0."""
        value = self.given(name)
        if name == "file_id":
            return value is not None and read_integer(value, typed=self.typed) != 0 and value != ""
        return value is not None and value != ""

    def string(self, name: str) -> str:
        """The string, or an empty one if not given; refused if it is no string or not UTF-8."""
        value = self.given(name)
        if value is None:
            return ""
        if not isinstance(value, str) or not is_utf8(value):
            raise refuse(SEND_PARAMETERS[name].type_code)
        return value

    def flag(self, name: str) -> bool:
        return read_flag(self.given(name))

    def integer(self, name: str) -> int | None:
        """The integer, or None if it is not given; refused if it is none, or outside its range."""
        given = self.given(name)
        if given is None:
            return None
        row = SEND_PARAMETERS[name]
        value = read_integer(given, typed=self.typed)
        if value is None:
            raise refuse(row.type_code)
        if (row.minimum is not None and value < row.minimum) or (
            row.maximum is not None and value > row.maximum
        ):
            raise refuse(row.limit_code)
        return value

    def sender(self, account: Account) -> Sender:
        """The sender of this channel: 200, 302, 400 or 401 if it cannot be used.

        Names are compared to the letter.
        """
        name = self.string("sender")
        row = SEND_PARAMETERS["sender"]
        if not name:
            raise refuse(row.missing_code)
        if len(name) > limits.SENDER_CHARACTERS.value:
            raise refuse(row.limit_code)
        sender = account.sender(name)
        if sender is None or self.channel not in sender.channels:
            raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_SENDER)
        if not sender.active:
            raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_SENDER_NOT_ACTIVE)
        return sender

    def start(self, now: float) -> float | None:
        """The moment of a deferred send, or None; 303 if unreadable, 403 outside its span (A-33).

        A-45: the minute that is running is not past. An empty string is a date that cannot be read.
        """
        given = self.given("start_time")
        if given is None:
            return None
        row = SEND_PARAMETERS["start_time"]
        if not isinstance(given, str):
            raise refuse(row.type_code)
        try:
            start = read_start_time(given)
        except ValueError:
            raise refuse(row.type_code) from None
        running_minute = now - now % 60
        if not running_minute <= start <= now + MAX_AHEAD:
            raise refuse(row.limit_code)
        return start


def _given(values: dict[str, object]) -> dict[str, object]:
    """The values of one level that are given, with the synonym `start_date` resolved (A-28).

    A-46: it is resolved within each level, so that a local `start_date` wins over a global
    `start_time`.
    """
    given = {name: value for name, value in values.items() if value is not None}
    if "start_date" in given:
        given.setdefault("start_time", given["start_date"])
    return given
