"""Gathers the parameters of message/send from the schemas that share them: the request and the two channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.document import Document, Location

#: The schemas of message/send, each with the channel that it speaks of ("" for the request with its global values).
SEND = {"SmsParameters": "sms", "ViberParameters": "viber", "SendRequest": ""}


@dataclass(frozen=True)
class Source:
    """One property of one of the schemas."""

    document: Document
    schema: str
    location: Location

    @property
    def channel(self) -> str:
        return SEND[self.schema]

    @property
    def type(self) -> str:
        """The JSON type; ``flag`` for a number that may be only 0 or 1, ``a|b`` for several."""
        if self.keyword("enum") == [0, 1]:
            return "flag"
        kind = self.keyword("type")
        return "|".join(kind) if isinstance(kind, list) else str(kind)

    def keyword(self, name: str) -> Any:
        """The value of a keyword of the property, its own or that of the schema it refers to; None without one."""
        schema = self.document.value(self.location)
        while name not in schema and "$ref" in schema:
            schema = self.document.resolve(schema["$ref"])
        return schema.get(name)


def sources(document: Document) -> dict[str, list[Source]]:
    """The properties of the three schemas by name, without the channels themselves, in order of first appearance."""
    found: dict[str, list[Source]] = {}
    for schema, channel in SEND.items():
        properties: Location = ("components", "schemas", schema, "properties")
        for name in document.value(properties):
            if channel or name not in SEND.values():
                found.setdefault(name, []).append(Source(document, schema, (*properties, name)))
    return found


def parameters(document: Document) -> list[dict[str, Any]]:
    """The rows of the table of parameters. One of the request alone has no channel; its limits stand at `request`."""
    rows = []
    for name, found in sources(document).items():
        channels = [source for source in found if source.channel] or found
        codes = found[0].keyword("x-codes") or {}
        lengths = ((source.channel or "request", source.keyword("maxLength")) for source in channels)
        rows.append(
            {
                "name": name,
                "channels": tuple(source.channel for source in channels if source.channel),
                "type": found[0].type,
                "minimum": found[0].keyword("minimum"),
                "maximum": found[0].keyword("maximum"),
                "max_length": {channel: length for channel, length in lengths if length is not None},
                "missing_code": codes.get("missing"),
                "type_code": codes.get("type"),
                "limit_code": codes.get("limit"),
            }
        )
    return rows
