"""What a validator of JSON Schema says, as one line for a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsonschema.exceptions import best_match

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


def most_telling(error: ValidationError) -> ValidationError:
    """Of the alternatives of an anyOf, the complaint that says most."""
    if error.validator == "anyOf":
        telling: ValidationError = best_match([error])
        return telling
    return error


def first_line(error: ValidationError) -> str:
    """Messages may quote a text of several lines."""
    return error.message.splitlines()[0]
