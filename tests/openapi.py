"""The whole spec as plain data, read once for a process, and not by the generator's reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).resolve().parents[1]
#: As it is written by hand, with each request once.
TEXT: Final = (ROOT / "openapi.yaml").read_text("utf-8")
#: As it is published, with the forms and the GETs that the generator makes.
WHOLE: Final = ROOT / "generated/turbosms_api/spec/openapi.yaml"
#: Reads the same as yaml.safe_load, which takes ten times as long for a file of this size.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str) -> Any:
    """The data of a YAML document, by the rules of YAML 1.1."""
    return yaml.load(text, Loader=_LOADER)


#: Copy it to change anything.
SPEC: Final[dict[str, Any]] = read_yaml(WHOLE.read_text("utf-8"))
WRITTEN: Final[dict[str, Any]] = read_yaml(TEXT)


def at_pointer(pointer: str, document: dict[str, Any] = SPEC) -> Any:
    """The value to which a pointer like `#/components/schemas/Ttl` leads."""
    value: Any = document
    for key in pointer.split("/")[1:]:
        value = value[key]
    return value


def resolved(value: dict[str, Any], document: dict[str, Any] = SPEC) -> dict[str, Any]:
    """The value itself, or what its `$ref` leads to."""
    while "$ref" in value:
        value = at_pointer(value["$ref"], document)
    return value


def limit(name: str) -> int:
    """The number of a limit, which may stand in a schema."""
    (row,) = [row for row in SPEC["x-limits"] if row["name"] == name]
    if "at" in row:
        return int(at_pointer(row["at"]))
    return int(row["value"])
