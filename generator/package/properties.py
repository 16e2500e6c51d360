"""A property of a schema, read through its references, and in words that fit Python."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.yaml_reader import Document, Location

#: What the descriptions of the spec say of JSON, and what that is in Python.
_WORDING: Final = (
    (r"^1 (for|if|to) ", r"True \1 "),
    (r"\bnull\b", "None"),
    (r"\ban empty string(, not null|, not None)?", "None"),
    (r"\b0 for none\b", "None"),
    ("x-delivery-statuses", "DELIVERY_STATUSES"),
    ("x-rejection-reasons", "REJECTION_REASONS"),
    ("x-result-codes", "ResultCode"),
    ("x-viber-kinds", "VIBER_KINDS"),
)


@dataclass(frozen=True)
class Property:
    """One property of one of the schemas."""

    document: Document
    schema: str
    location: Location

    @property
    def name(self) -> str:
        return str(self.location[-1])

    @property
    def type(self) -> str:
        """The JSON type; ``flag`` for a number that may be only 0 or 1, ``a|b`` for several."""
        if self.keyword("enum") == [0, 1]:
            return "flag"
        kind = self.keyword("type")
        return "|".join(kind) if isinstance(kind, list) else str(kind)

    @property
    def alternatives(self) -> list[str]:
        """The names of the schemas that an ``anyOf`` lists."""
        alternatives = self.keyword("anyOf") or []
        return [
            alternative["$ref"].rpartition("/")[2]
            for alternative in alternatives
            if "$ref" in alternative
        ]

    def keyword(self, name: str) -> Any:
        """The value of a keyword of the property, its own or that of the schema it refers to.

        None without one.
        """
        schema = self.document.value(self.location)
        while name not in schema and "$ref" in schema:
            schema = self.document.resolve(schema["$ref"])
        return schema.get(name)

    def in_python(self) -> str:
        """The description, and those limits that it does not name."""
        text = in_python(self.keyword("description") or "")
        longest, low, high = (self.keyword(name) for name in ("maxLength", "minimum", "maximum"))
        if longest is not None and str(longest) not in text:
            text += f" {longest} characters at most."
        if low is not None and high is not None and str(high) not in text:
            text += f" {low} to {high}."
        return text.strip()


def properties(document: Document, schema: str) -> Iterator[Property]:
    """The properties of a schema, in its order."""
    location: Location = ("components", "schemas", schema, "properties")
    for name in document.value(location):
        yield Property(document, schema, (*location, name))


def in_python(description: str) -> str:
    """A description without the words of JSON."""
    text = " ".join(description.split())
    for pattern, replacement in _WORDING:
        text = re.sub(pattern, replacement, text)
    return text
