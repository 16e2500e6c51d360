"""Days that exist, as patterns: no 30 February, and a 29 February in leap years alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from generator.spec.document import JsonObject
    from generator.spec.model.annotations import Annotations

#: The definitions, by their names.
EXISTING_DAY: Final = "ExistingDay"
DAY: Final = "Day"
#: The schema of the times in answers.
TIME: Final = "ExistingTime"

_YEAR: Final = "[1-9][0-9]{3}"
_LEAP_YEAR: Final = "(?:[1-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)"
_DAY_OF_YEAR: Final = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_CLOCK: Final = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_PATTERN: Final = f"(?:{_YEAR}-{_DAY_OF_YEAR}|{_LEAP_YEAR}-02-29)"

DEFINITIONS: Final[dict[str, JsonObject]] = {
    EXISTING_DAY: {
        "description": "A text that is empty or begins with a day that exists.",
        "pattern": f"^$|^{_PATTERN}",
    },
    DAY: {
        "description": "A day that exists.",
        "type": "string",
        "minLength": len("YYYY-MM-DD"),
        "maxLength": len("YYYY-MM-DD"),
        "pattern": f"^{_PATTERN}$",
    },
    TIME: {
        "description": "A second of a day that exists.",
        "type": "string",
        "minLength": len("YYYY-MM-DD HH:MM:SS"),
        "maxLength": len("YYYY-MM-DD HH:MM:SS"),
        "pattern": f"^{_PATTERN} {_CLOCK}$",
    },
}


def rule_of(schema: JsonObject, annotations: Annotations) -> JsonObject | None:
    """What a schema has to say besides for its times to exist; None if nothing.

    What a schema refers to says it itself.
    """
    if "$ref" in schema:
        return None
    if annotations.format == "day":
        return _reference(DAY)
    if annotations.format != "time":
        return None
    if "pattern" in schema:
        return _reference(EXISTING_DAY)
    return {"anyOf": [_reference(TIME), {"type": "null"}]}


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}
