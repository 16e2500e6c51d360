"""The `sequence_id` of a call, the caller's own or a new one, and those derived from it."""

from __future__ import annotations

import secrets
import uuid
from typing import Final

from turbosms_api.tables import limits
from turbosms_api.tables.parameters import SEND_PARAMETERS

from .._results.errors import invalid_parameter
from . import checks

_DERIVED: Final = uuid.UUID("7ad1c0f5-6d0e-4b52-9d38-2f6f5a1c8e44")


def identify(sequence_id: str | None) -> str:
    """Return the caller's own `sequence_id`, checked, or a new one."""
    if sequence_id is None:
        return secrets.token_hex(16)
    return _checked(sequence_id)


def _checked(value: str) -> str:
    """Return the caller's own `sequence_id`, checked."""
    parameter = SEND_PARAMETERS["sequence_id"]
    checks.check_string("sequence_id", value, parameter.type_code)
    if not value.strip():
        message = "sequence_id is empty: leave it out to get a new one."
        raise invalid_parameter("sequence_id", message, parameter.type_code)
    checks.check_length("sequence_id", len(value), limits.SEQUENCE_ID_CHARACTERS)
    return value


def derive(sequence_id: str, part: str) -> str:
    """Derive the `sequence_id` of one of a call's requests from that of the call.

    The result is the same in every process and version. No other call derives it, since the length
    shows where the call's own `sequence_id` ends.
    """
    return uuid.uuid5(_DERIVED, f"{len(sequence_id)}/{sequence_id}/{part}").hex
