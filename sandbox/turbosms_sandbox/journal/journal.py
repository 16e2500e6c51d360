"""The journal: every command that changed the state, a line each, written before it is executed.

After a line with the name of the file and its format come lines of two kinds, in turns: a command,
and the digest of what was answered to it. A line is JSON behind a digest of itself and of all lines
before it, so that a change of any byte shows. What stands behind the last line break was not
written to its end, and what came last without an answer was not answered.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from turbosms_sandbox.calls.commands import Command, Fetched
from turbosms_sandbox.engine.execution import Recorded
from turbosms_sandbox.http.call_reading import Data
from turbosms_sandbox.journal.disk_sync import Syncing

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME: Final = b"TurboSMS sandbox state, format "
FORMAT: Final = 2
HEADER: Final = b"%b%d\n" % (NAME, FORMAT)

_DIGEST_BYTES: Final = 16


class DamagedError(Exception):
    """The journal is not what was written."""


class _Place(NamedTuple):
    """An end of the journal: how long the file is there, and the digest of its last line."""

    size: int
    chain: bytes


_BEGINNING: Final = _Place(len(HEADER), b"")


class Journal:
    """The journal in an open file that is this process's alone; `read` it before all else."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._end = self._before = _BEGINNING
        self._owed = b""
        """Lines of what has happened, which there was no room for. They go first the next time."""
        self._is_longer = True
        """Whether the file may hold something behind `_end`, which has to be cut off."""
        self._syncing = Syncing(descriptor)
        self.unanswered: Command | None = None
        """What `read` found last, and without its answer."""

    def read(self) -> Iterator[Recorded]:
        """Every command that was answered; DamagedError if they are not what was written."""
        self._end, self._owed, self._is_longer = _BEGINNING, b"", True
        self.unanswered = None
        os.lseek(self._descriptor, len(HEADER), os.SEEK_SET)
        with open(self._descriptor, "rb", closefd=False) as file:
            for line in file:
                if not line.endswith(b"\n"):
                    return
                before = self._end
                values = self._follow(line)
                try:
                    recorded = self._understand(values)
                except (TypeError, ValueError, KeyError) as problem:
                    raise DamagedError from problem
                if recorded is not None:
                    yield recorded
                else:
                    self._before = before

    def _follow(self, line: bytes) -> dict[str, Any]:
        """Go on behind a line; DamagedError if it does not belong there."""
        digest, _, written = line[:-1].partition(b" ")
        chain = _link(self._end.chain, written)
        if digest != chain.hex().encode():
            raise DamagedError
        self._end = _Place(self._end.size + len(line), chain)
        values: dict[str, Any] = json.loads(written)
        return values

    def _understand(self, values: dict[str, Any]) -> Recorded | None:
        """A command with its answer, or None for a line that has only the command."""
        command, self.unanswered = self.unanswered, None
        if "answered" not in values:
            if command is not None:
                raise DamagedError
            self.unanswered = _command(values)
            return None
        if command is None:
            raise DamagedError
        return Recorded(command, bytes.fromhex(values["answered"]))

    def propose(self, command: Command) -> None:
        """Write a command that is about to be executed; OSError if it cannot be written."""
        place = _Place(self._end.size + len(self._owed), self._end.chain)
        self._before = place
        line = self._line(_described(command))
        try:
            self._write(line)
        except BaseException:
            self._end = self._end._replace(chain=place.chain)
            raise

    def confirm(self, digest: bytes) -> None:
        """The command has been executed, and is answered so.

        It is in the file already: an answer that there is no room for is written later.
        """
        self._write_or_owe(self._line({"answered": digest.hex()}))

    def withdraw(self) -> None:
        """The command changed nothing, or has not happened."""
        self._end, self._is_longer = self._before, True
        self._cut()

    def begin(self, reset: Command) -> None:
        """Record a reset: nothing before it matters any more.

        An empty journal stands for an opening state too. So the reset has happened once the file is
        cut, whether or not there is room for its line. OSError if it cannot be cut.
        """
        os.ftruncate(self._descriptor, len(HEADER))
        self._end, self._owed, self._is_longer = _BEGINNING, b"", True
        self._write_or_owe(self._line(_described(reset)) + self._line({"answered": ""}))

    def close(self) -> None:
        self._cut()
        self._syncing.close()

    def _line(self, values: dict[str, Any]) -> bytes:
        """The line that comes next."""
        written = json.dumps(values, separators=(",", ":")).encode()
        chain = _link(self._end.chain, written)
        self._end = self._end._replace(chain=chain)
        return b"%b %b\n" % (chain.hex().encode(), written)

    def _write_or_owe(self, lines: bytes) -> None:
        try:
            self._write(lines)
        except OSError:
            self._owed += lines

    def _write(self, lines: bytes) -> None:
        """Append what is owed and these lines; OSError leaves the file as it was."""
        if not self._cut():
            raise OSError("what was left of an earlier write cannot be removed")
        left = memoryview(self._owed + lines)
        self._is_longer = True
        size = self._end.size + len(left)
        try:
            while left:
                left = left[os.write(self._descriptor, left) :]
        except OSError:
            self._cut()
            raise
        self._end, self._owed, self._is_longer = self._end._replace(size=size), b"", False
        self._syncing.begin()

    def _cut(self) -> bool:
        """Remove what stands behind the end; says whether nothing does any more."""
        if self._is_longer:
            try:
                os.ftruncate(self._descriptor, self._end.size)
                os.lseek(self._descriptor, self._end.size, os.SEEK_SET)
            except OSError:
                return False
            self._is_longer = False
        return True


def _link(chain: bytes, written: bytes) -> bytes:
    return hashlib.blake2b(chain + written, digest_size=_DIGEST_BYTES).digest()


def _described(command: Command) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": command.name,
        "now": command.now,
        "values": command.data.values,
        "typed": command.data.typed,
        "base_url": command.base_url,
    }
    fetched = command.fetched
    if fetched is not None:
        content = base64.b64encode(fetched.content).decode()
        values["fetched"] = [content, fetched.extension, fetched.refusal]
    return values


def _command(values: dict[str, Any]) -> Command:
    fetched = None
    if "fetched" in values:
        content, extension, refusal = values["fetched"]
        fetched = Fetched(base64.b64decode(content), extension, refusal)
    data = Data(values["values"], values["typed"])
    return Command(values["name"], values["now"], data, values["base_url"], fetched)
