"""What is wrong with a spec, with the file and the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from generator.spec.visible_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable


_LONGEST: Final = 400


class Problem(NamedTuple):
    """One thing that is wrong with the spec, at a line counted from 1."""

    line: int
    message: str


class BrokenSpecError(Exception):
    """The spec cannot be used.

    The message has one line ``FILE:LINE: problem`` for each problem, in order of lines.
    """

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        readable = {Problem(problem.line, _readable(problem.message)) for problem in problems}
        self.problems = tuple(sorted(readable))
        super().__init__("\n".join(f"{name}:{line}: {message}" for line, message in self.problems))


def refuse(name: str, problems: Iterable[Problem]) -> None:
    """BrokenSpecError if there are any problems in the spec of this name."""
    collected = list(problems)
    if collected:
        raise BrokenSpecError(name, collected)


def _readable(message: str) -> str:
    """The message on one line, and no longer than one reads: it quotes the spec."""
    line = visible(message)
    if len(line) <= _LONGEST:
        return line
    return f"{line[: _LONGEST - 1]}…"
