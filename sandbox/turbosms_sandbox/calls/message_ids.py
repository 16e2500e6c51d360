"""Message ids: in the form of a UUID, but without its meaning (A-08)."""

from __future__ import annotations

import re

_FORM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)


def new_message_ids(digits: str) -> list[str]:
    """The ids made of hexadecimal digits, 32 each."""
    return [
        f"{digits[i : i + 8]}-{digits[i + 8 : i + 12]}-{digits[i + 12 : i + 16]}-"
        f"{digits[i + 16 : i + 20]}-{digits[i + 20 : i + 32]}"
        for i in range(0, len(digits), 32)
    ]


def read_message_id(value: object) -> str | None:
    """The id as it is stored, or None if `value` does not have the form of one.

    A-78: capital letters are accepted too.
    """
    if not isinstance(value, str):
        return None
    lowered = value.lower()
    return lowered if _FORM.fullmatch(lowered) else None
