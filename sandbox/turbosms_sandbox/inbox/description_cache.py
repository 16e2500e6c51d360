"""What messages are described as, worked out once for everybody who looks at them."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from turbosms_sandbox.delivery import courses
from turbosms_sandbox.inbox.message_descriptions import describe

if TYPE_CHECKING:
    from turbosms_sandbox.delivery.campaigns import Message, Opened

MAX_ROWS: Final = 2_000


class Row(NamedTuple):
    """The description of a message, true from one moment until another."""

    message: Message
    opened: Opened | None
    since: float
    until: float
    description: dict[str, Any]

    def is_true(self, message: Message, now: float) -> bool:
        is_same = self.message is message and self.opened is message.opened
        return is_same and self.since <= now < self.until


class Rows:
    """The rows that were looked at last."""

    def __init__(self) -> None:
        self._rows: OrderedDict[str, Row] = OrderedDict()

    def of(self, message: Message, now: float) -> Row:
        row = self._rows.get(message.id)
        if row is None or not row.is_true(message, now):
            until = courses.next_step(courses.delivery_of(message), now)
            row = Row(message, message.opened, now, until, describe(message, now))
            self._rows[message.id] = row
            if len(self._rows) > MAX_ROWS:
                self._rows.popitem(last=False)
        return row
