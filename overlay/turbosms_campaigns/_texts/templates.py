"""Texts with the columns of a table in them: `Hi {name|friend}`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from turbosms_languages import _
from turbosms_spreadsheets.columns import folded

_NO_TEXT: Final = re.compile("[\0\ud800-\udfff]")
"""A zero byte, or half a character: no database stores it."""


class TemplateError(ValueError):
    """A text is no template. The message is a sentence about the text."""


class Field(NamedTuple):
    """What stands for the value of a column."""

    column: str
    default: str | None
    """What takes the place of an empty value; None if the value may not be empty."""


@dataclass(frozen=True, slots=True)
class TextTemplate:
    """A text, parsed."""

    parts: tuple[str | Field, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields, in order."""
        return tuple(part for part in self.parts if isinstance(part, Field))

    @property
    def literals(self) -> str:
        """What is the same in every row."""
        return "".join(part for part in self.parts if isinstance(part, str))

    def fill(self, values: Mapping[str, str]) -> str | Field:
        """The text with these values, or the first field that gets none."""
        filled: list[str] = []
        for part in self.parts:
            if isinstance(part, str):
                filled.append(part)
                continue
            value = value_of(part, values.get(part.column, ""))
            if value is None:
                return part
            filled.append(value)
        text = "".join(filled)
        fields = self.fields
        if not text and fields:
            # The service would take an empty parameter as one that is left out.
            return fields[0]
        return text


def value_of(field: Field, value: str) -> str | None:
    """What takes the place of a field: the value, or the default if it is blank."""
    if value and not value.isspace():
        return value
    return field.default


def parse_text(text: str) -> TextTemplate:
    """Parse a text: `{column}`, `{column|default}`, `{{` for `{` and `}}` for `}`.

    A `}` alone stands for itself.

    Raises:
        TemplateError: a `{` is not closed, or names no column.
    """
    parts: list[str | Field] = []
    literal = ""
    for piece in _pieces(text):
        if isinstance(piece, str):
            literal += piece
            continue
        if literal:
            parts.append(literal)
            literal = ""
        parts.append(piece)
    if literal:
        parts.append(literal)
    return TextTemplate(tuple(parts))


def _pieces(text: str) -> Iterator[str | Field]:
    index = 0
    while index < len(text):
        character = text[index]
        is_doubled = text[index : index + 2] in {"{{", "}}"}
        if is_doubled:
            yield character
            index += 2
        elif character == "{":
            end = text.find("}", index)
            inside = text[index + 1 : end]
            if end < 0 or "{" in inside:
                raise TemplateError(
                    _(
                        "The {{ at character {number} is not closed. Write {{{{ for a brace.",
                        number=index + 1,
                    )
                )
            yield _field(inside, index)
            index = end + 1
        else:
            yield character
            index += 1


def _field(inside: str, index: int) -> Field:
    column, bar, default = inside.partition("|")
    column = column.strip()
    if not folded(column) or _NO_TEXT.search(column) is not None:
        raise TemplateError(
            _(
                "The {{ at character {number} names no column. Write {{{{ for a brace.",
                number=index + 1,
            )
        )
    return Field(column, default if bar else None)
