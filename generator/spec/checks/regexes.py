"""Refuses regular expressions that are none, or that can take for ever.

Ours and other people's tools match examples against them, by engines that try one way after the
other. What makes those explode is a choice within a repeat, and many repeats in a row.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Document, Location
    from generator.spec.problems import Problem

#: Python's own parser of regular expressions, and its names of their parts. No stub has them.
_parser: Final[Any] = import_module("re._parser")
_kinds: Final[Any] = import_module("re._constants")

_MOST_CHARACTERS: Final = 500
#: Each takes as many attempts as the text has characters, for each attempt of the one before; so
#: does a pattern that may begin anywhere.
_MOST_LONG_REPEATS: Final = 2
#: The number of ways in which the choices of a pattern can be made, long repeats aside.
_MOST_WAYS: Final = 10_000
_REPEATS: Final = frozenset({_kinds.MAX_REPEAT, _kinds.MIN_REPEAT})
#: What a pattern may consist of.
_ALLOWED: Final = _REPEATS | {
    _kinds.ANY,
    _kinds.AT,
    _kinds.BRANCH,
    _kinds.IN,
    _kinds.LITERAL,
    _kinds.NOT_LITERAL,
    _kinds.SUBPATTERN,
}
#: Repeats of fewer items are choices like others.
_FEW: Final = 16


def problems(document: Document) -> Iterator[Problem]:
    """Every pattern of the schemas that is not fit to be used."""
    for location, pattern in _patterns(document):
        complaint = _complaint(pattern)
        if complaint is not None:
            yield document.problem(location, f"the pattern {pattern!r:.100} {complaint}")


def _patterns(document: Document) -> Iterator[tuple[Location, str]]:
    for location, value in document.walk():
        is_name_of_a_property = location[-2:-1] == ("properties",)
        if location[-1:] == ("pattern",) and isinstance(value, str) and not is_name_of_a_property:
            yield location, value
        elif location[-1:] == ("patternProperties",) and isinstance(value, dict):
            for pattern in value:
                yield (*location, pattern), pattern


def _complaint(pattern: str) -> str | None:
    if len(pattern) > _MOST_CHARACTERS:
        return f"has more than {_MOST_CHARACTERS} characters"
    try:
        parsed = _parser.parse(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is no regular expression: {error}"
    return _explosion(parsed)


def _explosion(parsed: Any) -> str | None:
    long_repeats = 0 if _is_anchored(parsed) else 1
    ways = 1
    for item, is_repeated in _items(parsed, is_repeated=False):
        kind, argument = item
        if kind not in _ALLOWED:
            return "looks around or back, which not every engine does"
        choices = _choices(item)
        if is_repeated and choices > 1:
            return "has a choice within a repeat, which can take for ever"
        if kind in _REPEATS and argument[1] > _FEW and choices > 1:
            long_repeats += 1
        else:
            ways *= choices
    if long_repeats > _MOST_LONG_REPEATS or ways > _MOST_WAYS:
        return "leaves too many choices, which can take for ever"
    return None


def _choices(item: Any) -> int:
    kind, argument = item
    if kind in _REPEATS:
        return int(argument[1]) - int(argument[0]) + 1
    return len(argument[1]) if kind == _kinds.BRANCH else 1


def _is_anchored(parsed: Any) -> bool:
    """Whether a match can begin at the start of the text alone."""
    if not len(parsed):
        return False
    kind, argument = parsed[0]
    if kind == _kinds.BRANCH:
        return all(_is_anchored(branch) for branch in argument[1])
    return (kind, argument) == (_kinds.AT, _kinds.AT_BEGINNING)


def _items(parsed: Any, *, is_repeated: bool) -> Iterator[tuple[Any, bool]]:
    """Every part with whether it stands within a repeat; what may be left out is no repeat."""
    for item in parsed:
        yield item, is_repeated
        kind, argument = item
        if kind in _REPEATS:
            yield from _items(argument[2], is_repeated=is_repeated or argument[1] > 1)
        elif kind == _kinds.SUBPATTERN:
            yield from _items(argument[-1], is_repeated=is_repeated)
        elif kind == _kinds.BRANCH:
            for branch in argument[1]:
                yield from _items(branch, is_repeated=is_repeated)
