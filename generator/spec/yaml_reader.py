"""Reads a YAML document (or JSON, its subset) into plain data and remembers all lines.

What is read is a stranger's until it is checked, so everything is bounded: the size of the file,
how deep values are nested, how long a string is. ARCHITECTURE.md says why the data is built here
from the nodes of ruamel.yaml, and not by its round-trip loader.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, MaxDepthExceededError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator.spec.document import Document
from generator.spec.problems import BrokenSpecError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.document import JsonObject, Location

#: Our spec has 120 kB, 8,000 keys and values, 15 levels, and strings of 1,700 characters. Whatever
#: walks through a document may recurse as deep as this; a reader in pure Python takes some seconds.
_MOST_BYTES: Final = 1_000_000
_MOST_NODES: Final = 40_000
_MOST_LEVELS: Final = 64
_MOST_CHARACTERS: Final = 20_000


def read_document(path: Path, name: str) -> Document:
    """Read the file; BrokenSpecError tells what its YAML has wrong, under the given name."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BrokenSpecError(name, [Problem(1, f"cannot be read: {error.strerror}")]) from error
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _BoundedComposer
    yaml.max_depth = _MOST_LEVELS
    try:
        root = _compose(yaml, content)
    except _RefusedError as error:
        raise BrokenSpecError(name, [error.problem]) from error
    builder = _Builder(yaml)
    data = builder.mapping(root, ())
    if builder.problems:
        raise BrokenSpecError(name, builder.problems)
    return Document(name, content, data, builder.lines)


class _RefusedError(Exception):
    """There is no tree of nodes: no YAML, or what YAML allows and we do not."""

    def __init__(self, line: int, message: str) -> None:
        self.problem = Problem(line, message)
        super().__init__(message)


class _BoundedComposer(Composer):
    """Makes the tree of nodes, but not larger than everything else can follow, and without tags.

    A tag changes what a value means (``!!null x`` is null), and readers disagree about most.
    """

    _nodes = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        line = event.start_mark.line + 1
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise _RefusedError(line, f"the tag {tag}: write the value so that it needs none")
        if self._nodes == _MOST_NODES:
            raise _RefusedError(line, f"has more than {_MOST_NODES:,} keys and values")
        self._nodes += 1
        return super().compose_node(parent, index)


def _compose(yaml: YAML, content: bytes) -> MappingNode:
    """The tree of nodes, whose root is a mapping."""
    if len(content) > _MOST_BYTES:
        raise _RefusedError(1, f"has {len(content):,} bytes, of {_MOST_BYTES:,} at most")
    try:
        root: Node | None = yaml.compose(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _RefusedError(line, f"is not UTF-8: {error.reason}") from error
    except MaxDepthExceededError as error:
        message = f"is nested more than {_MOST_LEVELS} levels deep"
        raise _RefusedError(_line_of_error(error), message) from error
    except MarkedYAMLError as error:
        reasons = [reason for reason in (error.context, error.problem) if reason]
        message = f"is not YAML: {', '.join(reasons)}"
        raise _RefusedError(_line_of_error(error), message) from error
    except YAMLError as error:
        raise _RefusedError(1, f"is not YAML: {error}") from error
    if not isinstance(root, MappingNode):
        raise _RefusedError(1, "is not a mapping")
    return root


def _line_of_error(error: MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return 1
    return int(mark.line) + 1


class _Builder:
    """Turns a tree of nodes into data, collecting lines and what consumers would not agree on."""

    def __init__(self, yaml: YAML) -> None:
        self.lines: dict[Location, int] = {(): 1}
        self.problems: list[Problem] = []
        self._constructor = yaml.constructor

    def mapping(self, node: MappingNode, location: Location) -> JsonObject:
        built: JsonObject = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node) if isinstance(key_node, ScalarNode) else None
            if not isinstance(key, str):
                message = f"the key {key_node.value!r:.90} is not a string; quote it"
                self._complain(key_node, message)
                continue
            key_location = (*location, key)
            if key in built:
                first = self.lines[key_location]
                message = f"the key {key!r} stands here a second time; first on line {first}"
                self._complain(key_node, message)
                continue
            self.lines[key_location] = _line(key_node)
            built[key] = self._value(value_node, key_location)
        return built

    def _value(self, node: Node, location: Location) -> Any:
        if node.anchor is not None:
            # Not read any further: what an alias repeats may hold the alias itself.
            advice = "not every reader of OpenAPI takes anchors; write it out"
            self._complain(node, f"the anchor &{node.anchor}: {advice}")
            return None
        if isinstance(node, MappingNode):
            return self.mapping(node, location)
        if isinstance(node, SequenceNode):
            return self._sequence(node, location)
        return self._scalar(node)

    def _sequence(self, node: SequenceNode, location: Location) -> list[Any]:
        built: list[Any] = []
        for index, item in enumerate(node.value):
            item_location = (*location, index)
            self.lines[item_location] = _line(item)
            built.append(self._value(item, item_location))
        return built

    def _scalar(self, node: Node) -> Any:
        try:
            value = self._constructor.construct_object(node, deep=True)
        except (YAMLError, ValueError) as error:
            self._complain(node, f"{node.value!r:.100} cannot be read: {error}")
            return None
        if value is None or isinstance(value, (bool, int)):
            return value
        if isinstance(value, str):
            return self._text(node, value)
        if isinstance(value, float) and math.isfinite(value):
            return value
        kind = type(value).__name__
        self._complain(node, f"{node.value!r:.100} is no value of JSON ({kind}); quote it")
        return None

    def _text(self, node: Node, value: str) -> str:
        if len(value) > _MOST_CHARACTERS:
            length = f"{len(value):,} characters, of {_MOST_CHARACTERS:,} at most"
            self._complain(node, f"a string has {length}")
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
