"""The parameters of a send that apply to one channel: local values in front of global ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from turbosms_api.tables import limits
from turbosms_api.tables.parameters import SEND_PARAMETERS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.calls.php_values import is_utf8, read_flag, read_integer, read_object
from turbosms_sandbox.calls.times import read_start_time

if TYPE_CHECKING:
    from turbosms_sandbox.account.account import Account
    from turbosms_sandbox.account.senders import Sender
    from turbosms_sandbox.calls.parameters import Parameters

MAX_AHEAD: Final = limits.START_TIME_DAYS.value * 86_400


def refusal_with(code: int | None) -> Refusal:
    """The refusal with a code of a table. A parameter without a code of its own is 411."""
    return Refusal(ResultCode.NOT_ALLOWED_MESSAGE_DATA if code is None else code)


class ChannelParameters:
    """The values that apply to one channel; any of them may be global (A-29).

    `null` counts as not passed, an empty string as empty.
    """

    def __init__(self, parameters: Parameters, channel: str) -> None:
        local_values = read_object(parameters.get(channel), typed=parameters.typed)
        if local_values is None:
            raise Refusal(ResultCode.INVALID_REQUEST)
        self.channel: Final = channel
        self.typed: Final = parameters.typed
        self._local_values = local_values
        self._global_values = parameters.values

    def get(self, name: str) -> object:
        """The value as it was passed, or None."""
        value = self._local_values.get(name)
        return self._global_values.get(name) if value is None else value

    def is_present(self, name: str) -> bool:
        """Whether the value was passed and is not empty: neither "" nor, for a file, 0."""
        value = self.get(name)
        if value is None or value == "":
            return False
        return name != "file_id" or read_integer(value, typed=self.typed) != 0

    def string(self, name: str) -> str:
        """The string, or "" if not passed; refused if it is no string or not UTF-8."""
        value = self.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or not (value.isascii() or is_utf8(value)):
            raise refusal_with(SEND_PARAMETERS[name].type_code)
        return value

    def flag(self, name: str) -> bool:
        return read_flag(self.get(name))

    def integer(self, name: str) -> int | None:
        """The integer, or None if not passed; refused if it is no integer or out of its range."""
        value = self.get(name)
        if value is None:
            return None
        rule = SEND_PARAMETERS[name]
        integer = read_integer(value, typed=self.typed)
        if integer is None:
            raise refusal_with(rule.type_code)
        is_too_small = rule.minimum is not None and integer < rule.minimum
        is_too_large = rule.maximum is not None and integer > rule.maximum
        if is_too_small or is_too_large:
            raise refusal_with(rule.limit_code)
        return integer

    def sender(self, account: Account) -> Sender:
        """The sender of this channel: 200, 302, 400 or 401 if it cannot be used.

        Names are compared exactly.
        """
        name = self.string("sender")
        rule = SEND_PARAMETERS["sender"]
        if not name:
            raise refusal_with(rule.missing_code)
        if len(name) > limits.SENDER_CHARACTERS.value:
            raise refusal_with(rule.limit_code)
        sender = account.sender(name)
        if sender is None or self.channel not in sender.channels:
            raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_SENDER)
        if not sender.active:
            raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_SENDER_NOT_ACTIVE)
        return sender

    def start(self, now: float) -> float | None:
        """The start of a deferred send, or None; 303 if unreadable, 403 if out of range (A-33).

        A-45: the current minute does not count as past. An empty string is an unreadable date.
        """
        value = self._start_time()
        if value is None:
            return None
        rule = SEND_PARAMETERS["start_time"]
        if not isinstance(value, str):
            raise refusal_with(rule.type_code)
        try:
            start = read_start_time(value)
        except ValueError:
            raise refusal_with(rule.type_code) from None
        current_minute = now - now % 60
        if not current_minute <= start <= now + MAX_AHEAD:
            raise refusal_with(rule.limit_code)
        return start

    def _start_time(self) -> object:
        """The value of `start_time` or of its synonym `start_date` (A-28), or None.

        A-46: a local `start_date` comes before a global `start_time`.
        """
        for values in (self._local_values, self._global_values):
            for name in ("start_time", "start_date"):
                value = values.get(name)
                if value is not None:
                    return value
        return None
