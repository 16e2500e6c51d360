"""What a Dockerfile says of the image: its last stage, with what is set and run."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.kit.processes import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SANDBOX_IMAGE = ROOT / "container/Dockerfile"


@dataclass
class Image:
    """The instructions of a stage by their names, each with its arguments in order."""

    base: str
    instructions: dict[str, list[str]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """The argument of an instruction that the stage has once."""
        (argument,) = self.instructions[name]
        return argument

    def words(self, name: str) -> list[str]:
        """The same, in its JSON form, which starts no shell."""
        words = json.loads(self.one(name))
        assert isinstance(words, list)
        return words

    @property
    def command(self) -> list[str]:
        """What a container of the image runs without arguments of its own."""
        return [*self.words("ENTRYPOINT"), *self.words("CMD")]

    @property
    def health_check(self) -> list[str]:
        words = json.loads(self.one("HEALTHCHECK").partition("CMD ")[2])
        assert isinstance(words, list)
        return words


def stages(file: Path) -> list[Image]:
    """The stages of a Dockerfile in order."""
    text = re.sub(r"^#.*\n", "", file.read_text("utf-8"), flags=re.MULTILINE)
    found: list[Image] = []
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        name, _, argument = line.partition(" ")
        if name == "FROM":
            found.append(Image(argument.partition(" AS ")[0]))
        elif name:
            found[-1].instructions.setdefault(name, []).append(argument.strip())
    return found
