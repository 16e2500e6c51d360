"""Texts by their characters, in patterns that every engine reads alike.

ECMA 262 with and without `u`, Python and Rust: so no look-around, no classes such as `\\d`, no sets
in sets, and no character beyond U+FFFF.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.output.errors import GeneratorError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.spec.document import JsonObject
    from generator.spec.model.alphabets import Alphabet

    Ranges = Sequence[tuple[int, int]]

_LAST_OF_ALL: Final = 0x10FFFF
_LAST: Final = 0xFFFF
#: Letters up to here, Latin and Greek, are written as they are.
_LAST_PLAIN: Final = 0x0400
#: Up to here, every number of wide characters has a maximum of its own; then, steps of this part.
_EXACT: Final = 8


def one_of(*alphabets: Alphabet) -> str:
    """A class with the characters of all these alphabets."""
    return _written(_joined(alphabets))


def none_of(*alphabets: Alphabet) -> str:
    """A class with all other characters."""
    return _written(_others(_joined(alphabets)))


def at_most(limit: int, wide: Alphabet | None = None) -> JsonObject:
    """The texts of so many units, of which a wide character takes several.

    A schema counts characters, so the wide ones have to be counted by patterns: with so many of
    them, so much less fits. Beyond a few, that is said at steps of an eighth, and for the number
    at which nothing else fits. Between two steps, a text may be longer by the difference.
    """
    schema: JsonObject = {"maxLength": limit}
    if wide is None:
        return schema
    schema["allOf"] = []
    for count in _counts(limit // wide.units):
        times = f"{{{count}}}" if count > 1 else ""
        pattern = f"^(?:{none_of(wide)}*{one_of(wide)}){times}"
        longest = {"maxLength": max(limit - count * (wide.units - 1), 0)}
        schema["allOf"].append({"if": {"pattern": pattern}, "then": longest})
    return schema


def any_case(text: str) -> str:
    """A pattern for an ASCII text in small or capital letters."""
    pattern = ""
    for character in text:
        if character.isalpha():
            pattern += f"[{character.upper()}{character}]"
        else:
            pattern += character
    return pattern


def _counts(most: int) -> Iterator[int]:
    """The numbers of wide characters that have a maximum of their own, up to one too many."""
    count = 1
    while count < most:
        yield count
        count += 1 if count < _EXACT else count // _EXACT
    yield most
    yield most + 1


def _joined(alphabets: Sequence[Alphabet]) -> Ranges:
    of_each: list[tuple[int, int]] = []
    for alphabet in alphabets:
        of_each.extend(alphabet.ranges)
    ranges: list[tuple[int, int]] = []
    for first, last in sorted(of_each):
        if ranges and first <= ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], max(last, ranges[-1][1]))
        else:
            ranges.append((first, last))
    return ranges


def _others(ranges: Ranges) -> Ranges:
    others: list[tuple[int, int]] = []
    free = 0
    for first, last in ranges:
        if free < first:
            others.append((free, first - 1))
        free = last + 1
    if free <= _LAST_OF_ALL:
        others.append((free, _LAST_OF_ALL))
    return others


def _written(ranges: Ranges) -> str:
    """A class, by what is in it or by what is not: whichever needs nothing beyond U+FFFF."""
    if all(last <= _LAST for _, last in ranges):
        return f"[{_items(ranges)}]"
    others = _others(ranges)
    if all(last <= _LAST for _, last in others):
        return f"[^{_items(others)}]"
    raise GeneratorError("an alphabet has some of the characters beyond U+FFFF, but not all")


def _items(ranges: Ranges) -> str:
    items: list[str] = []
    for first, last in ranges:
        between = "-" if last > first + 1 else ""
        items.append(_character(first))
        if last > first:
            items.append(between + _character(last))
    return "".join(items)


def _character(point: int) -> str:
    # What else is printable depends on the version of Unicode.
    is_plain = point < _LAST_PLAIN and chr(point).isalnum()
    return chr(point) if is_plain else f"\\u{point:04X}"
