"""All messages that were ever sent, and the list of those that testers have not deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from turbosms_sandbox.delivery.sends import StoredMessage


TIDIED: Final = 5_000
"""How many messages are tidied in one step."""


class SentMessages:
    """The messages of one account.

    After a message was added, only its `read_receipt` and `deleted` change.
    """

    def __init__(self) -> None:
        self.total = 0
        """How many messages were ever sent."""
        self.kept = 0
        """How many of them are in the list."""
        self._by_id: dict[str, StoredMessage] = {}
        self._sends: list[Sequence[StoredMessage]] = []

    @property
    def send_count(self) -> int:
        """How many sends there were."""
        return len(self._sends)

    def add(self, messages: Sequence[StoredMessage]) -> None:
        """Add the messages of one send."""
        self._sends.append(messages)
        self.total += len(messages)
        self.kept += len(messages)
        by_id = self._by_id
        for message in messages:
            by_id[message.id] = message

    def find(self, message_id: str) -> StoredMessage | None:
        """The message with this id. Deleted messages are still known."""
        return self._by_id.get(message_id)

    def newest_first(self, send_count: int | None = None) -> Iterator[StoredMessage]:
        """The messages in the list; with `send_count` only those of the first so many sends."""
        # By index: sends that are added or tidied meanwhile do not disturb an iteration.
        last = len(self._sends) if send_count is None else send_count
        for index in range(last - 1, -1, -1):
            for message in reversed(self._sends[index]):
                if not message.deleted:
                    yield message

    def added_after(self, send_count: int) -> Iterator[StoredMessage]:
        """What was sent after the first so many sends, in order."""
        for messages in self.sends_after(send_count):
            yield from messages

    def sends_after(self, send_count: int) -> Sequence[Sequence[StoredMessage]]:
        """The sends after the first so many, in order."""
        return self._sends[send_count:]

    def delete(self, messages: Iterable[StoredMessage]) -> int:
        """Remove messages from the list; returns how many were still there."""
        count = 0
        for message in messages:
            if not message.deleted:
                message.deleted = True
                count += 1
        self.kept -= count
        return count

    def tidy(self) -> Generator[None, None, None]:
        """Free the memory that the list needs for deleted messages, in steps."""
        tidied = 0
        for index, messages in enumerate(self._sends):
            if any(message.deleted for message in messages):
                self._sends[index] = [message for message in messages if not message.deleted]
            tidied += 1 + len(messages)
            if tidied >= TIDIED:
                tidied = 0
                yield
