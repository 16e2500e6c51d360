"""The token of the account."""

from __future__ import annotations

import re

DEFAULT_TOKEN = "sandbox"  # noqa: S105 - no secret

# a well-formed token has at most 256 characters, those of a bearer token (RFC 6750).
_FORM = re.compile(r"[A-Za-z0-9._~+/=-]{1,256}", re.ASCII)


def is_token(value: object) -> bool:
    """Whether `value` has the form of a token."""
    return isinstance(value, str) and _FORM.fullmatch(value) is not None
