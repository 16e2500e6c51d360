"""Reads a YAML document (or JSON, its subset) into plain data and remembers all lines.

What is read is a stranger's until it is checked, so everything is bounded: the size of the file,
how deep values are nested, how long a string is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator.spec.problems import BrokenSpecError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

#: Where something stands in the data: keys and indexes from the root.
Location = tuple[str | int, ...]

#: Our spec has 120 kB, 8,000 keys and values, 15 levels, and strings of 1,700 characters. Whatever
#: walks through a document may recurse as deep as this; a reader in pure Python takes some seconds.
_MOST_BYTES: Final = 1_000_000
_MOST_NODES: Final = 40_000
_MOST_LEVELS: Final = 64
_MOST_CHARACTERS: Final = 20_000


@dataclass(frozen=True)
class Document:
    """The data of a spec, its bytes, and the line of every key and item."""

    name: str
    content: bytes
    data: dict[str, Any]
    lines: Mapping[Location, int]

    def line(self, location: Iterable[str | int]) -> int:
        """The line of the location, or of its nearest ancestor that has one."""
        place = tuple(location)
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]

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
            if isinstance(value, list):
                value = value[int(key)] if str(key).isdecimal() else _no_such_item(key)
            elif isinstance(value, dict):
                value = value[key]
            else:
                _no_such_item(key)
        return value

    def has(self, location: Iterable[str | int]) -> bool:
        """Whether there is something at the location."""
        try:
            self.value(location)
        except LookupError:
            return False
        return True


def load(path: Path, name: str) -> Document:
    """Read the file; BrokenSpecError tells what its YAML has wrong, under the given name."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BrokenSpecError(name, [Problem(1, f"cannot be read: {error.strerror}")]) from error
    reader = _Reader()
    try:
        root = reader.compose(content)
    except _RefusedError as error:
        raise BrokenSpecError(name, [error.problem]) from error
    data = reader.build(root, ())
    if reader.problems:
        raise BrokenSpecError(name, reader.problems)
    return Document(name, content, data, reader.lines)


def split_pointer(pointer: str) -> Location:
    """The location that a local JSON pointer names (RFC 6901, as a URI fragment)."""
    if not pointer.startswith("#"):
        raise LookupError(pointer)
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/")[1:])


def _no_such_item(key: str | int) -> Any:
    raise LookupError(key)


def _walk(location: Location, value: Any) -> Iterator[tuple[Location, Any]]:
    yield location, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk((*location, key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk((*location, index), item)


class _RefusedError(Exception):
    """There is no tree of nodes: no YAML, or what YAML allows and we do not."""

    def __init__(self, line: int, message: str) -> None:
        self.problem = Problem(line, message)
        super().__init__(message)


class _BoundedComposer(Composer):
    """Makes the tree of nodes, but not deeper than everything else can follow, and without tags.

    A tag changes what a value means (``!!null x`` is null), and readers disagree about most.
    """

    _level = 0
    _nodes = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        line = event.start_mark.line + 1
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise _RefusedError(line, f"the tag {tag}: write the value so that it needs none")
        if self._level == _MOST_LEVELS:
            raise _RefusedError(line, f"is nested more than {_MOST_LEVELS} levels deep")
        if self._nodes == _MOST_NODES:
            raise _RefusedError(line, f"has more than {_MOST_NODES:,} keys and values")
        self._level += 1
        self._nodes += 1
        node = super().compose_node(parent, index)
        self._level -= 1
        return node


class _Reader:
    """Turns a YAML tree into data, collecting lines and what consumers would not agree on."""

    def __init__(self) -> None:
        self.yaml = YAML(typ="safe", pure=True)
        self.yaml.Composer = _BoundedComposer
        self.lines: dict[Location, int] = {(): 1}
        self.problems: list[Problem] = []

    def compose(self, content: bytes) -> Node:
        """The tree of nodes, whose root is a mapping."""
        if len(content) > _MOST_BYTES:
            raise _RefusedError(1, f"has {len(content):,} bytes, of {_MOST_BYTES:,} at most")
        try:
            root: Node | None = self.yaml.compose(content.decode("utf-8"))
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise _RefusedError(line, f"is not UTF-8: {error.reason}") from error
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            what = ", ".join(part for part in (error.context, error.problem) if part)
            raise _RefusedError(mark.line + 1 if mark else 1, f"is not YAML: {what}") from error
        except YAMLError as error:
            raise _RefusedError(1, f"is not YAML: {error}") from error
        if not isinstance(root, MappingNode):
            raise _RefusedError(1, "is not a mapping")
        return root

    def build(self, node: Node, location: Location) -> Any:
        if node.anchor is not None:
            # Not read any further: what an alias repeats may hold the alias itself.
            self._complain(
                node,
                (
                    f"the anchor &{node.anchor}: not every reader of OpenAPI takes anchors; "
                    "write it out"
                ),
            )
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, location)
        if isinstance(node, SequenceNode):
            return [self._item(item, (*location, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: MappingNode, location: Location) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node) if isinstance(key_node, ScalarNode) else None
            if not isinstance(key, str):
                self._complain(
                    key_node, f"the key {key_node.value!r:.90} is not a string; quote it"
                )
                continue
            place = (*location, key)
            if key in built:
                first = self.lines[place]
                self._complain(
                    key_node, f"the key {key!r} stands here a second time; first on line {first}"
                )
                continue
            self.lines[place] = _line(key_node)
            built[key] = self.build(value_node, place)
        return built

    def _item(self, node: Node, location: Location) -> Any:
        self.lines[location] = _line(node)
        return self.build(node, location)

    def _scalar(self, node: Node) -> Any:
        try:
            value = self.yaml.constructor.construct_object(node, deep=True)
        except (YAMLError, ValueError) as error:
            self._complain(node, f"{node.value!r:.100} cannot be read: {error}")
            return None
        if value is None or isinstance(value, (bool, int)):
            return value
        if isinstance(value, str):
            return self._text(node, value)
        if isinstance(value, float) and math.isfinite(value):
            return value
        self._complain(
            node, f"{node.value!r:.100} is no value of JSON ({type(value).__name__}); quote it"
        )
        return None

    def _text(self, node: Node, value: str) -> str:
        if len(value) > _MOST_CHARACTERS:
            self._complain(
                node, f"a string has {len(value):,} characters, of {_MOST_CHARACTERS:,} at most"
            )
        elif not value.isascii() and not _is_utf8(value):
            self._complain(node, f"{value!r} has half of a surrogate pair, which is no character")
        return value

    def _complain(self, node: Node, message: str) -> None:
        self.problems.append(Problem(_line(node), message))


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
