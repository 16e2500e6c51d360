"""The journal: every command that changed the state, one line each, written before it is executed.

The first line names the file and its format. After it two kinds of lines alternate: a command, and
the digest of the answer to it. A line is JSON behind a digest of itself and all lines before it, so
that a change of any byte is noticed. Whatever follows the last line break was not written
completely, and a command at the end without an answer was not answered.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from turbosms_sandbox.calls.commands import Command, FetchedFile
from turbosms_sandbox.calls.parameters import Parameters
from turbosms_sandbox.journal.disk_sync import DiskSync

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME: Final = b"TurboSMS sandbox state, format "
FORMAT: Final = 2
HEADER: Final = b"%b%d\n" % (NAME, FORMAT)

_DIGEST_BYTES: Final = 16


class DamagedError(Exception):
    """The journal is not what was written."""


class RecordedCommand(NamedTuple):
    """A command that changed the state, and the digest of the answer to it."""

    command: Command
    answer_digest: bytes


class _End(NamedTuple):
    """Where the journal ends: its length in bytes, and the digest of its last line."""

    size: int
    chain: bytes


_BEGINNING: Final = _End(len(HEADER), b"")


class Journal:
    """The journal in an open file that belongs to this process alone; call `read` first."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._end = self._end_before_command = _BEGINNING
        self._unwritten = b""
        """Lines of commands that were executed, for which there was no space on the disk yet.

        They are written in front of the next line.
        """
        self._may_be_longer = True
        """Whether the file may have something behind `_end` that has to be cut off."""
        self._disk_sync = DiskSync(descriptor)
        self.unanswered: Command | None = None
        """The last command that `read` found, if it had no answer."""

    def read(self) -> Iterator[RecordedCommand]:
        """All commands that were answered; DamagedError if the file is not what was written."""
        self._end, self._unwritten, self._may_be_longer = _BEGINNING, b"", True
        self.unanswered = None
        os.lseek(self._descriptor, len(HEADER), os.SEEK_SET)
        with open(self._descriptor, "rb", closefd=False) as file:
            for line in file:
                if not line.endswith(b"\n"):
                    return
                end_before_line = self._end
                values = self._follow(line)
                try:
                    recorded = self._read_line(values)
                except (TypeError, ValueError, KeyError) as problem:
                    raise DamagedError from problem
                if recorded is not None:
                    yield recorded
                else:
                    self._end_before_command = end_before_line

    def _follow(self, line: bytes) -> dict[str, Any]:
        """Move the end behind a line; DamagedError if the line does not belong there."""
        digest, _, content = line[:-1].partition(b" ")
        chain = _link(self._end.chain, content)
        if digest != chain.hex().encode():
            raise DamagedError
        self._end = _End(self._end.size + len(line), chain)
        values: dict[str, Any] = json.loads(content)
        return values

    def _read_line(self, values: dict[str, Any]) -> RecordedCommand | None:
        """The command that a line answers, or None for a line that is a command."""
        command, self.unanswered = self.unanswered, None
        is_command = "answered" not in values
        if is_command != (command is None):
            raise DamagedError
        if command is None:
            self.unanswered = _read_command(values)
            return None
        return RecordedCommand(command, bytes.fromhex(values["answered"]))

    def propose(self, command: Command) -> None:
        """Write a command that is about to be executed; OSError if it cannot be written."""
        end = _End(self._end.size + len(self._unwritten), self._end.chain)
        self._end_before_command = end
        line = self._next_line(_describe(command))
        try:
            self._write(line)
        except BaseException:
            self._end = self._end._replace(chain=end.chain)
            raise

    def confirm(self, answer_digest: bytes) -> None:
        """The command was executed, and answered so.

        The command is in the file already; if there is no space for its answer, that is written
        later.
        """
        self._write_now_or_later(self._next_line({"answered": answer_digest.hex()}))

    def withdraw(self) -> None:
        """The command changed nothing, or was not executed: remove it."""
        self._end, self._may_be_longer = self._end_before_command, True
        self._cut()

    def begin(self, reset: Command) -> None:
        """Record a reset: nothing before it matters any more. OSError if the file cannot be cut.

        An empty journal stands for an opening state too. So the reset takes effect once the file is
        cut, whether or not there is space for its line.
        """
        os.ftruncate(self._descriptor, len(HEADER))
        self._end, self._unwritten, self._may_be_longer = _BEGINNING, b"", True
        lines = self._next_line(_describe(reset)) + self._next_line({"answered": ""})
        self._write_now_or_later(lines)

    def close(self) -> None:
        self._cut()
        self._disk_sync.close()

    def _next_line(self, values: dict[str, Any]) -> bytes:
        content = json.dumps(values, separators=(",", ":")).encode()
        chain = _link(self._end.chain, content)
        self._end = self._end._replace(chain=chain)
        return b"%b %b\n" % (chain.hex().encode(), content)

    def _write_now_or_later(self, lines: bytes) -> None:
        try:
            self._write(lines)
        except OSError:
            self._unwritten += lines

    def _write(self, lines: bytes) -> None:
        """Append the unwritten lines and these; OSError leaves the file as it was."""
        if not self._cut():
            raise OSError("what was left of an earlier write cannot be removed")
        remaining = memoryview(self._unwritten + lines)
        self._may_be_longer = True
        size = self._end.size + len(remaining)
        try:
            while remaining:
                written = os.write(self._descriptor, remaining)
                remaining = remaining[written:]
        except OSError:
            self._cut()
            raise
        self._end = self._end._replace(size=size)
        self._unwritten, self._may_be_longer = b"", False
        self._disk_sync.request()

    def _cut(self) -> bool:
        """Remove what is behind the end; returns whether nothing is there any more."""
        if self._may_be_longer:
            try:
                os.ftruncate(self._descriptor, self._end.size)
                os.lseek(self._descriptor, self._end.size, os.SEEK_SET)
            except OSError:
                return False
            self._may_be_longer = False
        return True


def _link(chain: bytes, content: bytes) -> bytes:
    return hashlib.blake2b(chain + content, digest_size=_DIGEST_BYTES).digest()


def _describe(command: Command) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": command.name,
        "now": command.now,
        "values": command.parameters.values,
        "typed": command.parameters.typed,
        "base_url": command.base_url,
    }
    fetched = command.fetched
    if fetched is not None:
        content = base64.b64encode(fetched.content).decode()
        values["fetched"] = [content, fetched.extension, fetched.refusal]
    return values


def _read_command(values: dict[str, Any]) -> Command:
    fetched = None
    if "fetched" in values:
        content, extension, refusal = values["fetched"]
        fetched = FetchedFile(base64.b64decode(content), extension, refusal)
    parameters = Parameters(values["values"], values["typed"])
    return Command(values["name"], values["now"], parameters, values["base_url"], fetched)
