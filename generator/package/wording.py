"""Descriptions of the spec in words that fit Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.spec.model.schemas import Schema

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
    ("x-webhook-statuses", "WEBHOOK_STATUSES"),
)


def in_python(description: str | None) -> str:
    """A description without the words of JSON."""
    text = " ".join((description or "").split())
    for pattern, replacement in _WORDING:
        text = re.sub(pattern, replacement, text)
    return text


def first_sentence(description: str | None) -> str:
    """The first sentence of a schema's description: the others speak of JSON."""
    first, stop, _ = in_python(description).partition(". ")
    return first + stop.strip()


def with_limits(schema: Schema) -> str:
    """The description, and those limits that it does not name."""
    text = in_python(schema.description)
    longest = schema.max_length
    low = schema.minimum
    high = schema.maximum
    if longest is not None and str(longest) not in text:
        text += f" {longest} characters at most."
    if low is not None and high is not None and str(high) not in text:
        text += f" {low} to {high}."
    return text.strip()
