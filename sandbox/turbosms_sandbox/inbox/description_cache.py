"""The descriptions of messages, worked out once for everybody who looks at them."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from turbosms_sandbox.delivery import courses
from turbosms_sandbox.inbox.message_descriptions import describe_message

if TYPE_CHECKING:
    from turbosms_sandbox.delivery.sends import ReadReceipt, StoredMessage

MAX_DESCRIPTIONS: Final = 2_000


class CachedDescription(NamedTuple):
    """The description of a message, which is valid from one moment until another."""

    message: StoredMessage
    read_receipt: ReadReceipt | None
    since: float
    until: float
    description: dict[str, Any]

    def is_valid(self, message: StoredMessage, now: float) -> bool:
        is_same = self.message is message and self.read_receipt is message.read_receipt
        return is_same and self.since <= now < self.until


class DescriptionCache:
    """The latest descriptions."""

    def __init__(self) -> None:
        self._descriptions: OrderedDict[str, CachedDescription] = OrderedDict()

    def get(self, message: StoredMessage, now: float) -> CachedDescription:
        cached = self._descriptions.get(message.id)
        if cached is not None and cached.is_valid(message, now):
            return cached
        until = courses.next_change(courses.delivery_of(message), now)
        fresh = CachedDescription(
            message, message.read_receipt, now, until, describe_message(message, now)
        )
        self._descriptions[message.id] = fresh
        if len(self._descriptions) > MAX_DESCRIPTIONS:
            self._descriptions.popitem(last=False)
        return fresh

    def clear(self) -> None:
        self._descriptions.clear()
