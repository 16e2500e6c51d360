"""What can go wrong: the spec is broken (with file and line), or the generator cannot work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

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
        shown = (Problem(line, _on_one_line(message)) for line, message in problems)
        self.problems = tuple(sorted(set(shown)))
        super().__init__("\n".join(f"{name}:{line}: {message}" for line, message in self.problems))


def _on_one_line(message: str) -> str:
    """The message without what would move a cursor, and no longer than one reads.

    It quotes the spec, which may be a stranger's.
    """
    shown = "".join(
        character if character.isprintable() else repr(character)[1:-1] for character in message
    )
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


class GeneratorError(Exception):
    """The spec may be fine, but nothing was made of it.

    A tool complained, or its output was not what we know.
    """
