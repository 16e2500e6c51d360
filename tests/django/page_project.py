"""A project made by following docs/django.md: its commands and files, as they stand there."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING, Final

from tests.kit.processes import ROOT, environment, output

if TYPE_CHECKING:
    from pathlib import Path

PAGE: Final = (ROOT / "docs/django.md").read_text("utf-8")
_BLOCK: Final = re.compile(r"^```(console|py)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FILE: Final = re.compile(r"# (\w+/\w+\.py)(, at the end)?\n")
_DONE: Final = ("pip install ", "turbosms sandbox &")


class PageProject:
    """The folder of a project; `python` runs its commands and has what they need."""

    def __init__(self, folder: Path, python: Path, sandbox: str) -> None:
        self.folder = folder
        self.python = python
        self.environment = environment(
            "DJANGO_",
            PATH=f"{python.parent}{os.pathsep}{os.environ['PATH']}",
            TURBOSMS_BASE_URL=sandbox,
        )

    def follow(self, heading: str, *, without: tuple[str, ...] = ()) -> None:
        """Do what a section says, but for what is installed or running already.

        The output has to be what the page shows, if it shows any. `without` are the beginnings of
        commands that are left out.
        """
        for kind, content in _BLOCK.findall(_section(heading)):
            if kind == "py":
                self._write(content)
            else:
                self._enter(content, (*_DONE, *without))

    def run(self, command: str) -> str:
        """What a command prints."""
        words = shlex.split(command)
        if words[0] == "python":
            words[0] = str(self.python)
        return output(*words, cwd=self.folder, env=self.environment)

    def _enter(self, content: str, without: tuple[str, ...]) -> None:
        commands = re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]
        for each in commands:
            command, _, shown = each.partition("\n")
            if command.startswith(without):
                continue
            printed = self.run(command)
            assert printed == shown or not shown, command

    def _write(self, content: str) -> None:
        match = _FILE.match(content)
        if match is None:
            return  # an example of something else
        file = self.folder / match[1]
        before = file.read_text("utf-8") if match[2] else ""
        file.write_text(before + content[match.end() :], "utf-8")


def _section(heading: str) -> str:
    """The text below a heading, up to the next one."""
    _, _, rest = PAGE.partition(f"\n## {heading}\n")
    assert rest, heading
    return rest.partition("\n## ")[0]
