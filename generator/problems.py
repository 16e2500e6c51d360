"""What can go wrong: the spec is broken (with file and line), or the generator cannot work."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


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
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(f"{name}:{line}: {message}" for line, message in self.problems))


class GeneratorError(Exception):
    """The spec may be fine, but nothing was made of it.

    A tool complained, or its output was not what we know.
    """
