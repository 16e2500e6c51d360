"""Templates: the registered texts of transactional messages."""

from __future__ import annotations

import re

_DIGITS = "0123456789"


class Template:
    """A registered text.

    `%d` stands for digits, `%s` for any text that is not empty (A-67).
    """

    __slots__ = ("_parts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._parts = [part for part in re.split(r"(%[ds])", text) if part]

    def matches(self, text: str) -> bool:
        """Whether the template fits `text`.

        The time it takes is bounded by the product of both lengths. The backtracking of a regular
        expression has no such bound when there are many wildcards.
        """
        ends = {0}
        for part in self._parts:
            if part == "%s":
                ends = set(range(min(ends) + 1, len(text) + 1))
            elif part == "%d":
                ends = _ends_of_digits(text, ends)
            else:
                ends = {end + len(part) for end in ends if text.startswith(part, end)}
            if not ends:
                return False
        return len(text) in ends


def _ends_of_digits(text: str, starts: set[int]) -> set[int]:
    """Where runs of at least one digit can end if they begin at one of `starts`."""
    ends: set[int] = set()
    for index, character in enumerate(text):
        can_begin_or_go_on = index in starts or index in ends
        if character in _DIGITS and can_begin_or_go_on:
            ends.add(index + 1)
    return ends
