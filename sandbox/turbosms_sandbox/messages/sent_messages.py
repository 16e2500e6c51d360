"""Where what was created is kept: one small seam, so that a database can stand behind it too."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from turbosms_sandbox.delivery.campaigns import Message
    from turbosms_sandbox.files.file_store import StoredFile


TIDIED: Final = 5_000
"""How many messages are tidied in a step."""


class Executed(NamedTuple):
    """What was answered to a numbered request: when it was executed, and its result as JSON."""

    at: float
    result: str


class Storage(Protocol):
    """Messages, files and numbered requests.

    Of what was added only `Message.opened` and `forgotten` change afterwards.
    """

    sent: int
    """How many messages were ever added."""
    kept: int
    """How many of them `newest_messages` gives."""

    @property
    def sends(self) -> int:
        """How often messages were added."""

    def add_messages(self, messages: Sequence[Message]) -> None: ...

    def message(self, message_id: str) -> Message | None: ...

    def newest_messages(self, sends: int | None = None) -> Iterator[Message]:
        """What was sent, newest first, but for what was forgotten; of the first `sends` alone."""

    def newest_messages_since(self, sends: int) -> Iterator[Message]:
        """What was sent after the first `sends`, in order."""

    def forget_messages(self, messages: Iterable[Message]) -> int:
        """Take messages from `newest_messages`, and say how many of them were still there.

        They are still known by their ids.
        """

    def tidy(self) -> Generator[None, None, None]:
        """Let go of the room that forgotten messages take, in steps."""

    def add_file(self, file: StoredFile) -> None: ...

    def file(self, file_id: int) -> StoredFile | None: ...

    def file_like(self, digest: str, extension: str) -> StoredFile | None: ...

    def next_file_id(self) -> int: ...

    def add_executed(self, operation: str, sequence_id: str, executed: Executed) -> None: ...

    def executed(self, operation: str, sequence_id: str) -> Executed | None: ...

    def forget_executed(self, before: float) -> None: ...


class Memory:
    """Everything in this process, gone with it."""

    def __init__(self) -> None:
        self.sent = self.kept = 0
        self._messages: dict[str, Message] = {}
        self._sends: list[Sequence[Message]] = []
        self._files: dict[int, StoredFile] = {}
        self._file_ids: dict[tuple[str, str], int] = {}
        self._last_file_id = 0
        self._executed: OrderedDict[tuple[str, str], Executed] = OrderedDict()

    def add_messages(self, messages: Sequence[Message]) -> None:
        self._sends.append(messages)
        self.sent += len(messages)
        self.kept += len(messages)
        known = self._messages
        for message in messages:
            known[message.id] = message

    def message(self, message_id: str) -> Message | None:
        return self._messages.get(message_id)

    @property
    def sends(self) -> int:
        return len(self._sends)

    def newest_messages(self, sends: int | None = None) -> Iterator[Message]:
        # By numbers: what is added or emptied meanwhile does not disturb whoever is looking.
        for number in range((len(self._sends) if sends is None else sends) - 1, -1, -1):
            for message in reversed(self._sends[number]):
                if not message.forgotten:
                    yield message

    def newest_messages_since(self, sends: int) -> Iterator[Message]:
        for send in self._sends[sends:]:
            yield from send

    def forget_messages(self, messages: Iterable[Message]) -> int:
        count = 0
        for message in messages:
            if not message.forgotten:
                message.forgotten = True
                count += 1
        self.kept -= count
        return count

    def tidy(self) -> Generator[None, None, None]:
        looked_at = 0
        for number, send in enumerate(self._sends):
            if any(message.forgotten for message in send):
                self._sends[number] = [message for message in send if not message.forgotten]
            looked_at += 1 + len(send)
            if looked_at >= TIDIED:
                looked_at = 0
                yield

    def add_file(self, file: StoredFile) -> None:
        self._files[file.id] = file
        self._file_ids[file.digest, file.extension] = file.id
        self._last_file_id = max(self._last_file_id, file.id)

    def file(self, file_id: int) -> StoredFile | None:
        return self._files.get(file_id)

    def file_like(self, digest: str, extension: str) -> StoredFile | None:
        file_id = self._file_ids.get((digest, extension))
        return None if file_id is None else self._files[file_id]

    def next_file_id(self) -> int:
        return self._last_file_id + 1

    def add_executed(self, operation: str, sequence_id: str, executed: Executed) -> None:
        self._executed[operation, sequence_id] = executed
        self._executed.move_to_end((operation, sequence_id))

    def executed(self, operation: str, sequence_id: str) -> Executed | None:
        return self._executed.get((operation, sequence_id))

    def forget_executed(self, before: float) -> None:
        """Drop what was executed before that moment.

        They stand in the order of time, so this costs what it drops.
        """
        while self._executed:
            key, oldest = next(iter(self._executed.items()))
            if oldest.at >= before:
                break
            del self._executed[key]
