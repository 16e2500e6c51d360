"""What is declared about each consumer.

A generator of clients, a program that uses what it makes, and how far it gets.

A consumer is a directory beside this file with a `consumer.yaml`. Everything else in it is what
somebody would put into an empty directory to do the same: the program, the lock file of its
dependencies, settings of the tool.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.openapi import read_yaml

HERE: Final = Path(__file__).parent
DECLARATION: Final = "consumer.yaml"
STEPS: Final = ("install", "generate", "compile", "send")
"""In this order; `install` takes from a registry, and what it made stays for the next run."""
REACHED: Final = {"generate": "generated", "compile": "compiled", "send": "sent"}
"""How far a consumer has got when a step succeeded."""


@dataclass(frozen=True)
class Consumer:
    """One `consumer.yaml`. The texts are shown in docs/consumers.md."""

    directory: Path
    title: str
    language: str
    tools: list[str]
    """The packages whose versions are shown; the lock files say which versions."""
    edition: str
    """The file of the published spec that it reads."""
    outcome: str
    """How far it gets, and no further: `generated`, `compiled` or `sent`."""
    program: list[str]
    """The files that are written by hand."""
    steps: dict[str, str]
    """Of `STEPS`, those that it has.

    What is typed into a shell in a directory with `spec/` and its files.
    """
    needs: list[str] = field(default_factory=list)
    """Of `tools.TOOLS`, what is put into PATH."""
    debian: dict[str, str] = field(default_factory=dict)
    """Programs, or absolute paths of other files, and the packages of Debian that have them."""
    wrinkles: list[str] = field(default_factory=list)
    """What its user has to know, in Markdown."""

    @property
    def name(self) -> str:
        return self.directory.name

    @property
    def reached(self) -> list[str]:
        """What a run of it reaches as declared; a tool that makes no code has not all steps."""
        words = []
        for step, word in REACHED.items():
            if step in self.steps or word == self.outcome:
                words.append(word)
            if word == self.outcome:
                break
        return words

    def versions(self) -> dict[str, str]:
        """The versions of its tools, of its own lock files or those of the shared tools."""
        directories = [self.directory, *(HERE / need for need in self.needs)]
        return {tool: _version(tool, directories) for tool in self.tools}


def consumers(*languages: str, other_than: tuple[str, ...] = ()) -> list[Consumer]:
    """Those in these languages (without any: in all), in the order of the page."""
    found = [read(path.parent) for path in HERE.glob(f"*/{DECLARATION}")]
    chosen = [one for one in found if not languages or one.language in languages]
    return sorted(
        (one for one in chosen if one.language not in other_than),
        key=lambda one: (_ORDER.index(one.language), one.name),
    )


def read(directory: Path) -> Consumer:
    values: dict[str, Any] = read_yaml((directory / DECLARATION).read_text("utf-8"))
    steps = {step: command.strip() for step, command in values.pop("steps").items()}
    assert [*steps] == [step for step in STEPS if step in steps], (
        f"{directory.name}: steps are {', '.join(STEPS)}"
    )
    return Consumer(directory=directory, steps=steps, **values)


_ORDER: Final = ["TypeScript", "JavaScript", "Python", "PHP", "Ruby", "Perl", "Java", "Go", "C#"]


def _version(tool: str, directories: list[Path]) -> str:
    for directory in directories:
        npm, pip = directory / "package-lock.json", directory / "requirements.txt"
        if npm.exists():
            package = json.loads(npm.read_bytes())["packages"].get(f"node_modules/{tool}")
            if package:
                return str(package["version"])
        if pip.exists():
            match = re.search(rf"^{re.escape(tool)}==(\S+)", pip.read_text("utf-8"), re.MULTILINE)
            if match:
                return match[1]
    raise LookupError(f"no lock file has {tool}")
