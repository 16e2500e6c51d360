"""Refuses what would lead out of the spec, or round and round in it.

Nothing beside the spec is ever fetched or read. A library that resolves a reference by itself must
find none that leads elsewhere, and nothing that follows references may run in a circle or grow
without end. So this comes before everything else that looks at a spec.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from generator.spec.document import split_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Document, Location
    from generator.spec.problems import Problem

_COMPONENT: Final = re.compile(r"#/components/[A-Za-z]+/[A-Za-z0-9._-]+", re.ASCII)
#: Keywords of JSON Schema that start so and lead nowhere else.
_LOCAL: Final = frozenset({"$ref", "$comment"})
#: Keys of OpenAPI whose value is, or may be, the address of another document.
_ADDRESSES: Final = frozenset({"externalValue", "jsonSchemaDialect", "operationRef"})
#: Of all that holds schemas, these hold ones for the very same value: among them a circle has no
#: end, while a tree of objects that holds itself ends with the data.
_SAME_VALUE: Final = frozenset({"$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"})
#: Our longest message has 200 fields, written out with the fields inside of them, at most 5 deep.
_MOST_FIELDS: Final = 5_000
_MOST_STEPS: Final = 40


def problems(document: Document) -> Iterator[Problem]:
    """Every reference that is none within the file, every circle, and everything without end."""
    for search in (_ways_out_or_nowhere, _circles, _growth):
        problems_here = list(search(document))
        yield from problems_here
        if problems_here:
            return


def _ways_out_or_nowhere(document: Document) -> Iterator[Problem]:
    yield from _ways_out(document)
    yield from _pointers(document)


def _ways_out(document: Document) -> Iterator[Problem]:
    for location, value in document.walk():
        key = str(location[-1]) if location else ""
        is_name_of_a_property = location[-2:-1] == ("properties",)
        if key.startswith("$") and key not in _LOCAL:
            yield document.problem(location, f"{key}: a spec that stands alone has no use for it")
        elif key in _ADDRESSES and not is_name_of_a_property:
            yield document.problem(location, f"{key}: nothing beside the spec is read")
        elif key == "mapping" and "discriminator" in location[-2:]:
            yield from _mapping(document, location, value)


def _mapping(document: Document, location: Location, mapping: Any) -> Iterator[Problem]:
    """A discriminator names schemas, or leads to them as a reference does."""
    if not isinstance(mapping, dict):
        return
    for name, target in mapping.items():
        if not isinstance(target, str) or not _COMPONENT.fullmatch(target):
            problem = f"mapping {target!r} does not point into this file (#/…)"
            yield document.problem((*location, name), problem)


def _pointers(document: Document) -> Iterator[Problem]:
    for location, value in document.walk():
        if location[-1:] != ("$ref",):
            continue
        if not isinstance(value, str) or not value.startswith("#/"):
            problem = f"$ref {value!r} does not point into this file (#/…)"
            yield document.problem(location, problem)
        elif not document.has(split_pointer(value)):
            yield document.problem(location, f"$ref {value!r} points nowhere")
        elif not _COMPONENT.fullmatch(value):
            yield document.problem(
                location, f"$ref {value!r} points to no component (#/components/…/…)"
            )


def _circles(document: Document) -> Iterator[Problem]:
    """References that come back to where they started, for one and the same value."""
    edges = _edges(document, _SAME_VALUE)
    done: set[str] = set()
    for start in edges:
        chain = _endless_chain(edges, start, done)
        if chain:
            yield document.problem(split_pointer(chain[-1]), _circle(chain))
            return


def _endless_chain(edges: dict[str, list[str]], start: str, done: set[str]) -> list[str]:
    """A chain of references whose last one is in it already, or one step too long; else empty.

    `done` are the components from which every chain is known to end.
    """
    chain: list[str] = []
    waiting = [iter([start])]
    while waiting:
        pointer = next(waiting[-1], None)
        if pointer is None:
            waiting.pop()
            if chain:
                done.add(chain.pop())
        elif pointer in chain or len(chain) == _MOST_STEPS:
            return [*chain, pointer]
        elif pointer not in done:
            chain.append(pointer)
            waiting.append(iter(edges.get(pointer, ())))
    return []


def _circle(chain: list[str]) -> str:
    *before, last = chain
    if last not in before:
        return f"more than {_MOST_STEPS} references lead from one to the next"
    names = [pointer.rpartition("/")[2] for pointer in chain[chain.index(last) :]]
    return f"a circle of references, which has no end: {' → '.join(names)}"


def _growth(document: Document) -> Iterator[Problem]:
    """Messages that are too large once every field is written out with the fields inside it.

    Two fields for each of which the next schema has two fields, thirty times, is a billion.
    """
    edges = _edges(document, None)
    for location, item in _paths_and_webhooks(document):
        if any(_is_larger(start, edges) for start in _references(item, None)):
            message = (
                f"{location[-1]} has a message of more than {_MOST_FIELDS:,} fields, "
                "with those inside of them"
            )
            yield document.problem(location, message)


def _paths_and_webhooks(document: Document) -> Iterator[tuple[Location, Any]]:
    for section in ("paths", "webhooks"):
        items = document.data.get(section)
        if isinstance(items, dict):
            for name, item in items.items():
                yield (section, name), item


def _is_larger(start: str, edges: dict[str, list[str]]) -> bool:
    count = 0
    waiting = [(start, frozenset({start}))]
    while waiting:
        pointer, above = waiting.pop()
        count += 1
        if count > _MOST_FIELDS or len(above) > _MOST_STEPS:
            return True
        further = [inner for inner in edges.get(pointer, ()) if inner not in above]
        waiting.extend((inner, above | {inner}) for inner in further)
    return False


def _edges(document: Document, keywords: frozenset[str] | None) -> dict[str, list[str]]:
    """By the pointer of each component, where the references in it lead."""
    edges: dict[str, list[str]] = {}
    for section, named in document.data.get("components", {}).items():
        if not isinstance(named, dict):
            continue
        for name, value in named.items():
            edges[f"#/components/{section}/{name}"] = list(_references(value, keywords))
    return edges


def _references(value: Any, keywords: frozenset[str] | None) -> Iterator[str]:
    """The references in a value; with keywords, those that are reached by way of these alone."""
    if isinstance(value, list):
        for item in value:
            yield from _references(item, keywords)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "$ref" and isinstance(item, str):
                yield item
            elif keywords is None or key in keywords:
                yield from _references(item, keywords)
