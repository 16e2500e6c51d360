"""The five commands of docs/campaigns.md, and of its translation, run as they stand there."""

from __future__ import annotations

import os
import pty
import re
import shlex
import struct
import termios
import threading
from fcntl import ioctl
from typing import TYPE_CHECKING, Final, NamedTuple

from tests.docs.translated_pages import sections_of
from tests.kit.control import passing_time
from tests.kit.processes import ROOT
from tests.kit.terminals import Terminal
from tests.kit.warm.programs import TURBOSMS_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs

GUIDES: Final = {
    "en": (ROOT / "docs/campaigns.md").read_text("utf-8"),
    "uk": (ROOT / "docs/uk/campaigns.md").read_text("utf-8"),
}
_FIVE: Final = "from-the-table-to-the-report"
SIZE: Final = (100, 40)
_YES_AND_NO: Final = {"en": ("y", "N"), "uk": ("т", "\u041d")}
_ENDINGS: Final = {"run": 3}
"""The exit codes of those commands that do not end with 0: one number is on the stop list."""


class Shown(NamedTuple):
    """A command of the page, and what it prints there."""

    line: str
    output: str


def commands(language: str) -> list[Shown]:
    """The commands of the section, each with the lines below it."""
    found = []
    for block in _blocks("console", language):
        for part in re.split(r"^\$ ", block.replace("\\\n", " "), flags=re.MULTILINE)[1:]:
            line, _, output = part.partition("\n")
            found.append(Shown(" ".join(line.split("   ")), output))
    return [shown for shown in found if shown.line.startswith("turbosms campaign ")]


def table() -> str:
    """The table of people that the page shows."""
    (found,) = _blocks("text", "en")
    return found


def _blocks(kind: str, language: str) -> list[str]:
    (section,) = (each for each in sections_of(GUIDES[language]) if each.anchor == _FIVE)
    return re.findall(rf"^```{kind}\n(.*?)^```", section.text, re.MULTILINE | re.DOTALL)


def plain(text: str) -> str:
    """Without colours, times, ids and white space at the ends of lines."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "2026-12-01 10:00:00", text)
    text = re.sub(r"\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d", "01.12.2026 10:00:00", text)
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", text)
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines)


class Guide:
    """Runs the commands: stdout is a terminal of its own, so progress does not mix with it."""

    def __init__(self, programs: Programs, environment: dict[str, str], control: Control) -> None:
        self._programs = programs
        self._environment = environment
        self._control = control

    def run(self, shown: Shown, language: str) -> tuple[str, str]:
        """What the command prints, and what it says besides."""
        _, _, name, *_ = words = shlex.split(shown.line)
        master, slave = pty.openpty()
        ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
        printed: list[bytes] = []
        reader = threading.Thread(target=_read_all, args=(master, printed))
        command = [TURBOSMS_FILE, *words[1:]]
        environment = {**self._environment, "TURBOSMS_LANG": language}
        with Terminal(command, environment, SIZE, slave, programs=self._programs) as screen:
            os.close(slave)
            reader.start()
            if name == "start":
                yes, no = _YES_AND_NO[language]
                screen.expect(f"[{yes}/{no}]: ")
                screen.send(f"{yes}\r")
            with passing_time(self._control, seconds=5, every=0.5):
                code = screen.wait()
            assert code == _ENDINGS.get(name, 0), screen.text
            reader.join()
            os.close(master)
            return plain(b"".join(printed).decode()), plain(screen.text)


def _read_all(master: int, printed: list[bytes]) -> None:
    while True:
        try:
            part = os.read(master, 65_536)
        except OSError:
            return  # the program has ended
        printed.append(part)


def write_table(folder: Path) -> None:
    """Put the table of the page where its commands find it."""
    (folder / "customers.csv").write_text(table(), "utf-8")
