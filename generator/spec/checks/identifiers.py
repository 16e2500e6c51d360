"""Refuses names that are no identifiers: they become names in Python, file names and anchors.

Everything else in a spec is text or a number, and is escaped where it is written.
"""

from __future__ import annotations

import re
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.problems import Problem
    from generator.spec.yaml_reader import Document, Location

#: ASCII alone: of other letters, several may become the same in Python. What begins with an
#: underscore is Python's own.
_IDENTIFIER: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
#: A field may begin with a digit, which gets a prefix in Python.
_FIELD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*", re.ASCII)
#: A name that stays what it is on the wire, such as that of an example or a header.
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)
_SERVER: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*", re.ASCII)
_HELP: Final = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*/", re.ASCII)
_MEDIA_TYPE: Final = re.compile(r"[a-z]+/[a-z0-9.+-]+", re.ASCII)
#: Mappings whose keys name something.
_NAMED: Final = {"properties": _FIELD, "examples": _WORD, "links": _WORD, "encoding": _FIELD}
#: Components become classes and modules, but for what is written out where it is used.
_COMPONENTS: Final = {"examples": _WORD, "links": _WORD, "headers": _WORD}
#: Values that are names.
_NAMES: Final = frozenset({"operationId", "x-synonym"})
#: Below these is data, where no key means anything.
_DATA: Final = frozenset({"example", "default", "const", "enum", "value", "mapping"})


def problems(document: Document) -> Iterator[Problem]:
    """Every name that is no identifier, and every address that is not a plain one."""
    yield from _components(document)
    yield from _described(document, (), document.data)
    yield from _results(document)
    yield from _addresses(document)


def _components(document: Document) -> Iterator[Problem]:
    for section, named in document.data.get("components", {}).items():
        for name in named:
            allowed = _COMPONENTS.get(section, _IDENTIFIER)
            yield from _check(document, ("components", section, name), name, allowed)


def _described(document: Document, location: Location, value: Any) -> Iterator[Problem]:
    """What is wrong with the names below a location, outside of data."""
    if isinstance(value, list) and location[-1:] != ("examples",):
        for index, item in enumerate(value):
            yield from _described(document, (*location, index), item)
    if not isinstance(value, dict):
        return
    # A property may be called so too, and what is below it is its schema.
    is_property = location[-2:-1] == ("properties",)
    is_names = not is_property and location[-1:] and location[-1] in _NAMED
    for key, item in value.items():
        place = (*location, key)
        if is_names:
            yield from _check(document, place, key, _NAMED[str(location[-1])])
            yield from _described(document, place, item)
        elif location[-1:] == ("content",) and not is_property:
            yield from _check(document, place, key, _MEDIA_TYPE)
            yield from _described(document, place, item)
        elif key not in _DATA and not (key.startswith("x-") and not location):
            yield from _named_here(document, place, item)
            yield from _described(document, place, item)


def _named_here(document: Document, place: Location, value: Any) -> Iterator[Problem]:
    """A name that stands at a keyword."""
    key = place[-1]
    if key in _NAMES and isinstance(value, str):
        yield from _check(document, place, value, _IDENTIFIER)
    elif key == "tags":
        for index, tag in enumerate(value):
            name = tag["name"] if isinstance(tag, dict) else tag
            yield from _check(document, (*place, index), name, _IDENTIFIER)
    elif key == "required" and isinstance(value, list):
        for index, name in enumerate(value):
            yield from _check(document, (*place, index), name, _FIELD)
    elif key == "security":
        yield from _token_places(document, place, value)
    elif key == "name" and ("parameters" in place[-3:-1] or "securitySchemes" in place[-3:-1]):
        yield from _check(document, place, value, _FIELD)


def _token_places(document: Document, place: Location, requirements: Any) -> Iterator[Problem]:
    known = document.data.get("components", {}).get("securitySchemes", {})
    for index, requirement in enumerate(requirements):
        for name in requirement:
            if name not in known:
                yield document.problem((*place, index), f"there is no security scheme {name!r}")


def _results(document: Document) -> Iterator[Problem]:
    """Modules and classes, of which the schema of the extensions knows the letters alone."""
    for index, row in enumerate(document.data["x-results"]):
        for key in ("name", "module"):
            if iskeyword(row[key]):
                place: Location = ("x-results", index, key)
                yield document.problem(place, f"{row[key]} is a keyword of Python, not a name")


def _addresses(document: Document) -> Iterator[Problem]:
    for index, server in enumerate(document.data.get("servers", ())):
        yield from _check(document, ("servers", index, "url"), server["url"], _SERVER)
    yield from _check(document, ("x-help-url",), document.data["x-help-url"], _HELP)
    for location, value in document.walk():
        is_page = location[-1:] == ("url",) and location[:1] in (("info",), ("externalDocs",))
        if is_page and urlsplit(str(value)).scheme not in ("http", "https"):
            yield document.problem(location, f"{value!r} is no address of a page")


def _check(
    document: Document, place: Location, name: str, allowed: re.Pattern[str]
) -> Iterator[Problem]:
    if not allowed.fullmatch(name):
        what = "address" if allowed in (_SERVER, _HELP) else "name"
        yield document.problem(
            place, f"{name!r} cannot be a {what}: it has to match {allowed.pattern}"
        )
    elif allowed is _IDENTIFIER and iskeyword(name):
        yield document.problem(place, f"{name} is a keyword of Python, not a name")
