"""Refuses names that are no identifiers: they become names in Python, file names and anchors.

Everything else in a spec is text or a number, and is escaped where it is written.
"""

from __future__ import annotations

import re
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Document, Location
    from generator.spec.problems import Problem

#: ASCII alone: of other letters, several may become the same in Python. What begins with an
#: underscore is Python's own.
_IDENTIFIER: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
#: A field may begin with a digit, which gets a prefix in Python.
_FIELD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*", re.ASCII)
#: A name that stays what it is on the wire, such as that of an example or a header.
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)
_MEDIA_TYPE: Final = re.compile(r"[a-z]+/[a-z0-9.+-]+", re.ASCII)
#: Objects whose keys name something.
_KEYS_ARE_NAMES: Final = {
    "properties": _FIELD,
    "examples": _WORD,
    "links": _WORD,
    "encoding": _FIELD,
    "content": _MEDIA_TYPE,
    "webhooks": _IDENTIFIER,
}
#: Components become classes and modules, but for what is written out where it is used.
_COMPONENTS: Final = {"examples": _WORD, "links": _WORD, "headers": _WORD}
#: Keys whose value is a name.
_VALUE_IS_NAME: Final = frozenset({"operationId", "x-synonym"})
#: Below these is data, where no key means anything.
_DATA: Final = frozenset({"example", "default", "const", "enum", "value", "mapping"})


def problems(document: Document) -> Iterator[Problem]:
    """Every name that is no identifier, and every security scheme that there is not."""
    yield from _components(document)
    yield from _below(document, (), document.data)


def _components(document: Document) -> Iterator[Problem]:
    for section, components in document.data.get("components", {}).items():
        allowed = _COMPONENTS.get(section, _IDENTIFIER)
        for name in components:
            yield from _name(document, ("components", section, name), name, allowed)


def _below(document: Document, location: Location, value: Any) -> Iterator[Problem]:
    """What is wrong with the names below a location, outside of data."""
    if isinstance(value, dict):
        yield from _in_object(document, location, value)
    elif isinstance(value, list) and location[-1:] != ("examples",):
        for index, item in enumerate(value):
            yield from _below(document, (*location, index), item)


def _in_object(document: Document, location: Location, value: dict[str, Any]) -> Iterator[Problem]:
    # A property may be called like a keyword, and what is below it is its schema.
    is_property = location[-2:-1] == ("properties",)
    keyword = "" if is_property or not location else str(location[-1])
    names = _KEYS_ARE_NAMES.get(keyword)
    for key, item in value.items():
        inner = (*location, key)
        is_table = key.startswith("x-") and not location
        if names is not None:
            yield from _name(document, inner, key, names)
            yield from _below(document, inner, item)
        elif key not in _DATA and not is_table:
            yield from _at_keyword(document, inner, item)
            yield from _below(document, inner, item)


def _at_keyword(document: Document, location: Location, value: Any) -> Iterator[Problem]:
    """A name that stands at a keyword."""
    keyword = location[-1]
    owner = location[-3:-1]
    is_field = keyword == "name" and ("parameters" in owner or "securitySchemes" in owner)
    if keyword in _VALUE_IS_NAME and isinstance(value, str):
        yield from _name(document, location, value, _IDENTIFIER)
    elif keyword == "tags":
        for index, tag in enumerate(value):
            name = tag["name"] if isinstance(tag, dict) else tag
            yield from _name(document, (*location, index), name, _IDENTIFIER)
    elif keyword == "required" and isinstance(value, list):
        for index, name in enumerate(value):
            yield from _name(document, (*location, index), name, _FIELD)
    elif keyword == "security":
        yield from _token_places(document, location, value)
    elif is_field:
        yield from _name(document, location, value, _FIELD)


def _token_places(document: Document, location: Location, requirements: Any) -> Iterator[Problem]:
    schemes = document.data.get("components", {}).get("securitySchemes", {})
    for index, requirement in enumerate(requirements):
        for name in requirement:
            if name not in schemes:
                message = f"there is no security scheme {name!r}"
                yield document.problem((*location, index), message)


def _name(
    document: Document, location: Location, name: str, allowed: re.Pattern[str]
) -> Iterator[Problem]:
    if not allowed.fullmatch(name):
        message = f"{name!r} cannot be a name: it has to match {allowed.pattern}"
        yield document.problem(location, message)
    elif allowed is _IDENTIFIER and iskeyword(name):
        yield document.problem(location, f"{name} is a keyword of Python, not a name")
