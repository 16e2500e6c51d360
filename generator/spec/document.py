"""A spec as plain data, with the line of every key and item."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from generator.spec.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: Where something stands in the data: keys and indexes from the root.
Location: TypeAlias = tuple[str | int, ...]

#: An object of JSON. Only what has to do with any JSON works on these; the rest reads the model.
JsonObject: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Document:
    """The data of a spec, its bytes, and the line of every key and item that is written there."""

    name: str
    content: bytes
    data: JsonObject
    lines: Mapping[Location, int]
    origins: Mapping[Location, Location] = field(default_factory=dict)
    """Of what is not written there, but made (`twins`): where that stands of which it was made."""

    def written(self, location: Iterable[str | int]) -> Location:
        """The location, or of what was made the one of which it was made."""
        whole = tuple(location)
        for length in range(len(whole), 0, -1):
            origin = self.origins.get(whole[:length])
            if origin is not None:
                return (*origin, *whole[length:])
        return whole

    def line(self, location: Iterable[str | int]) -> int:
        """The line of the location, or of its nearest ancestor that has one."""
        nearest = self.written(location)
        while nearest not in self.lines:
            nearest = nearest[:-1]
        return self.lines[nearest]

    def problem(self, location: Iterable[str | int], message: str) -> Problem:
        """A problem at the line of the location."""
        return Problem(self.line(location), message)

    def walk(self) -> Iterator[tuple[Location, Any]]:
        """Every value below the root with its location, parents first."""
        return _walk((), self.data)

    def resolve(self, pointer: str) -> Any:
        """The value that a local JSON pointer (``#/a/b``) names; LookupError if there is none."""
        return self.value(split_pointer(pointer))

    def value(self, location: Iterable[str | int]) -> Any:
        """The value at a location; LookupError if there is none."""
        value: Any = self.data
        for key in location:
            if isinstance(value, dict):
                value = value[key]
            elif isinstance(value, list) and str(key).isdecimal():
                value = value[int(key)]
            else:
                raise LookupError(key)
        return value

    def has(self, location: Iterable[str | int]) -> bool:
        """Whether there is something at the location."""
        try:
            self.value(location)
        except LookupError:
            return False
        return True


def split_pointer(pointer: str) -> Location:
    """The location that a local JSON pointer names (RFC 6901, as a URI fragment)."""
    if not pointer.startswith("#"):
        raise LookupError(pointer)
    parts = pointer[1:].split("/")[1:]
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)


def _walk(location: Location, value: Any) -> Iterator[tuple[Location, Any]]:
    yield location, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk((*location, key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk((*location, index), item)
