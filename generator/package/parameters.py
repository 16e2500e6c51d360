"""Gathers the parameters of message/send, of its request and channels, and of chats and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.package.properties import in_python, properties

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.package.properties import Property
    from generator.spec.yaml_reader import Document

#: The schemas of message/send, each with the channel that it speaks of ("" for the request with its
#: global values).
SEND: Final = {"SmsParameters": "sms", "ViberParameters": "viber", "SendRequest": ""}

#: The types of parameters in Python.
TYPES: Final = {"string": "str", "integer": "int", "flag": "bool", "array": "Iterable[str]"}


def sources(document: Document) -> dict[str, list[Property]]:
    """The properties of the three schemas by name, but the channels, as they first appear."""
    found: dict[str, list[Property]] = {}
    for schema, channel in SEND.items():
        for source in properties(document, schema):
            if channel or source.name not in SEND.values():
                found.setdefault(source.name, []).append(source)
    return found


def parameters(document: Document) -> list[dict[str, Any]]:
    """The rows of the table of parameters.

    One of the request alone has no channel; its limits stand at `request`.
    """
    rows = []
    for found in sources(document).values():
        channels = [source for source in found if SEND[source.schema]] or found
        lengths = (
            (SEND[source.schema] or "request", source.keyword("maxLength")) for source in channels
        )
        rows.append(
            _row(
                found[0],
                tuple(SEND[source.schema] for source in channels if SEND[source.schema]),
                lengths,
            )
        )
    return rows


def others(document: Document) -> dict[str, list[dict[str, Any]]]:
    """The same for every operation of the other modules that takes data."""
    found = {}
    for item in document.data["paths"].values():
        row, schema = item["x-operation"], request(document, item)
        if schema and row["takes_data"] and row["module"] != "message":
            rows = (
                _row(source, (), [("request", source.keyword("maxLength"))])
                for source in properties(document, schema)
            )
            found[f"{row['module']}/{row['method']}"] = list(rows)
    return found


def request(document: Document, item: dict[str, Any]) -> str | None:
    """The name of the schema of an operation's data in JSON, if it takes any."""
    body = item["post"].get("requestBody", {})
    body = document.resolve(body["$ref"]) if "$ref" in body else body
    if not body or not item["x-operation"]["takes_data"]:
        return None
    return str(body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2])


def _row(
    source: Property, channels: tuple[str, ...], lengths: Iterable[tuple[str, int | None]]
) -> dict[str, Any]:
    codes = source.keyword("x-codes") or {}
    return {
        "name": source.name,
        "channels": channels,
        "type": source.type,
        "minimum": source.keyword("minimum"),
        "maximum": source.keyword("maximum"),
        "max_length": {channel: length for channel, length in lengths if length is not None},
        "missing_code": codes.get("missing"),
        "type_code": codes.get("type"),
        "limit_code": codes.get("limit"),
    }


def classes(document: Document) -> dict[str, Any]:
    """What the classes of the parameters are made of.

    Those of each channel, and those of the request as a whole.
    """
    required = document.value(("components", "schemas", "SendRequest")).get("required", [])
    named = {schema: [_field(source) for source in _named(document, schema)] for schema in SEND}
    return {
        "channels": [
            {
                "name": channel.capitalize(),
                "meaning": _meaning(document, schema),
                "fields": named[schema],
            }
            for schema, channel in SEND.items()
            if channel
        ],
        "required": [field for field in named["SendRequest"] if field["name"] in required],
        "optional": [field for field in named["SendRequest"] if field["name"] not in required],
    }


def _named(document: Document, schema: str) -> list[Property]:
    return [
        source for source in properties(document, schema) if source.keyword("x-synonym") is None
    ]


def _field(source: Property) -> dict[str, str]:
    if source.name in SEND.values():
        schema = next(schema for schema, channel in SEND.items() if channel == source.name)
        return {
            "name": source.name,
            "type": source.name.capitalize(),
            "doc": _meaning(source.document, schema),
        }
    kind = "dt.datetime | str" if source.keyword("x-format") == "time" else TYPES[source.type]
    return {"name": source.name, "type": kind, "doc": source.in_python()}


def _meaning(document: Document, schema: str) -> str:
    """The first sentence of its description: the others speak of JSON."""
    sentences = in_python(document.value(("components", "schemas", schema)).get("description", ""))
    first, stop, _ = sentences.partition(". ")
    return first + stop.strip()
