"""The document while twins are added to it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from generator.spec.document import Document, split_pointer
from generator.spec.problems import BrokenSpecError

if TYPE_CHECKING:
    from generator.spec.document import JsonObject, Location
    from generator.spec.problems import Problem

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
SCHEMAS: Final = ("components", "schemas")
_POINTER: Final = "#/components/schemas/"
#: A longer chain is refused by `checks/references`, which reads what comes out of here.
_MOST_STEPS: Final = 40
#: Ours are 800. A hostile spec could have a large part in many schemas, or many methods with one
#: large request.
_MOST_MADE: Final = 40_000


@dataclass
class Draft:
    """A copy of the hand-written document, which nothing has checked yet.

    So whatever is not of the expected form is left as it is: the checks complain of it later.
    """

    written: Document
    data: JsonObject
    origins: dict[Location, Location] = field(default_factory=dict)
    """Where that is written which something that was made is the twin of."""
    lists: dict[Location, str] = field(default_factory=dict)
    """By the location of a list: the schema that is its twin for forms and queries."""
    problems: list[Problem] = field(default_factory=list)
    made: int = 0
    """How many keys and values were made, or more."""

    def complain(self, location: Location, message: str) -> None:
        self.problems.append(self.written.problem(location, message))

    def object(self, *location: str) -> JsonObject:
        """The object at a location; an empty one, which belongs to nothing, if there is none."""
        value: Any = self.data
        for key in location:
            value = as_object(value).get(key)
        return as_object(value)

    def schemas(self) -> JsonObject:
        """The schemas that have a name."""
        return self.object(*SCHEMAS)

    def follow(self, schema: Any, location: Location) -> tuple[JsonObject, Location]:
        """The schema that is meant, by way of its references, and where that stands."""
        for _ in range(_MOST_STEPS):
            name = referred(schema)
            if name is None:
                break
            schema = self.schemas().get(name)
            location = (*SCHEMAS, name)
        return as_object(schema), location

    def copied(self, value: Any) -> Any:
        """A copy of a value for a twin."""
        self.count(_size(value))
        return copy.deepcopy(value)

    def count(self, made: int) -> None:
        """Count what is made; BrokenSpecError as soon as it is too much."""
        self.made += made
        if self.made > _MOST_MADE:
            message = f"what is written once would become more than {_MOST_MADE:,} keys and values"
            raise BrokenSpecError(self.written.name, [self.written.problem((), message)])

    def finish(self) -> Document:
        """The document that came of it."""
        written = self.written
        return Document(written.name, written.content, self.data, written.lines, self.origins)


def draft_of(document: Document) -> Draft:
    """A draft in which nothing is made yet."""
    return Draft(document, copy.deepcopy(document.data))


def _size(value: Any) -> int:
    """How many keys and values there are in a value."""
    inner: list[Any] = []
    if isinstance(value, dict):
        inner = list(value.values())
    elif isinstance(value, list):
        inner = value
    return 1 + sum(_size(item) for item in inner)


def as_object(value: Any) -> JsonObject:
    """The value if it is an object; otherwise an empty one."""
    return value if isinstance(value, dict) else {}


def reference(name: str) -> JsonObject:
    """A reference to the schema of a name."""
    return {"$ref": f"{_POINTER}{name}"}


def referred(schema: Any) -> str | None:
    """The name of the schema that a reference leads to; None if it is no such reference."""
    pointer = as_object(schema).get("$ref")
    if not isinstance(pointer, str) or not pointer.startswith(_POINTER):
        return None
    return str(split_pointer(pointer)[2])


def insert_before(value: JsonObject, key: str, name: str, inserted: Any) -> None:
    """Add an entry in front of a key, or at the end if there is no such key."""
    entries = list(value.items())
    keys = list(value)
    index = keys.index(key) if key in value else len(keys)
    entries.insert(index, (name, inserted))
    value.clear()
    value.update(entries)
