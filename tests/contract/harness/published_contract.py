"""The published contract.

What `openapi.yaml` says about codes, operations and schemas, ready to be asked.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from tests.kit.json_values import objects_in
from tests.openapi import SPEC, resolved

if TYPE_CHECKING:
    from tests.contract.harness.sent_request import Transport

Schema = dict[str, Any]

ITEMS_THAT_FAIL_ALONE = ("Phone", "MessageId")
"""Schemas whose violation refuses a row, not the request."""

TRANSPORTS: tuple[Transport, ...] = ("json", "form", "query")

MEDIA_TYPES = {"json": "application/json", "form": "application/x-www-form-urlencoded"}
NOT_TOLD_BY_SCHEMA = {
    303: "a date can have the right form and not exist",
    402: "the address tells what type the image is",
    411: "speaks of values that the documentation does not list",
    418: "a well-formed file can be empty, and a well-formed address can lead nowhere",
}
"""Codes for a malformed parameter that requests which fit the schema can get, and why."""


@dataclass(frozen=True)
class Operation:
    """One method: both of its HTTP verbs, all of its transports."""

    key: str
    path: str
    codes: frozenset[int]
    creates: bool
    takes_data: bool


class Contract:
    """Answers questions about one OpenAPI document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        rows = document["x-result-codes"]
        self.names: dict[int, str] = {row["code"]: row["name"] for row in rows}
        self.scopes: dict[int, str] = {row["code"]: row["scope"] for row in rows}
        self.outcomes: dict[int, str] = {row["code"]: row["outcome"] for row in rows}
        common = frozenset(document["x-common-codes"])
        self.operations: dict[str, Operation] = {}
        for path, item in document["paths"].items():
            row = item["x-operation"]
            key = f"{row['module']}/{row['method']}"
            codes = common | frozenset(row["codes"])
            self.operations[path] = Operation(key, path, codes, row["creates"], row["takes_data"])

    def succeeded(self, code: object) -> bool:
        """Whether something was carried out, in whole or in part.

        A replay says nothing about the request at hand.
        """
        return isinstance(code, int) and self.outcomes.get(code) in ("success", "partial")

    @cached_property
    def malformed_codes(self) -> frozenset[int]:
        """Codes that call a parameter malformed: no answers to requests that its schema accepts."""
        codes = {
            row["code"]
            for row in self.document["x-result-codes"]
            if row["name"].startswith("FAILED_PARSE")
        }
        for schema in objects_in(self.document["components"]["schemas"]):
            if isinstance(code := schema.get("x-codes", {}).get("type"), int):
                codes.add(code)
        return frozenset(codes - NOT_TOLD_BY_SCHEMA.keys())

    def schema(self, name: str) -> Schema:
        """The schema of that name among the components."""
        found: Schema = self.document["components"]["schemas"][name]
        return found

    def resolve(self, schema: Schema) -> Schema:
        """`schema` itself, or what its `$ref` leads to."""
        return resolved(schema, self.document)

    def request_schema(self, path: str, transport: str) -> Schema | None:
        """What `transport` (json, form, query) carries to `path`, None if it is not said."""
        item = self.document["paths"][path]
        if transport == "query":
            if "get" not in item:
                return None
            parameters = [self.resolve(row) for row in item["get"]["parameters"]]
            required = [row["name"] for row in parameters if row.get("required")]
            properties = {row["name"]: row["schema"] for row in parameters}
            return {"type": "object", "properties": properties, "required": required}
        body = self.resolve(item["post"]["requestBody"])
        media_type = MEDIA_TYPES[transport]
        schema: Schema | None = body["content"].get(media_type, {}).get("schema")
        return schema

    def transports(self, path: str) -> list[Transport]:
        """The transports that the contract describes for `path`."""
        return [
            transport
            for transport in TRANSPORTS
            if self.request_schema(path, transport) is not None
        ]

    def accepts(self, schema: Schema, value: object) -> bool:
        """Whether `value` satisfies `schema`, to the letter."""
        return self._validator(_key(schema), relaxed=False).is_valid(value)

    def tolerates(self, schema: Schema, value: object) -> bool:
        """The same with what documentation lets pass: any value of a flag, rows that fail alone."""
        return self._validator(_key(schema), relaxed=True).is_valid(value)

    @cached_property
    def _relaxed(self) -> dict[str, Any]:
        components: dict[str, Any] = copy.deepcopy(self.document["components"])
        for name in ITEMS_THAT_FAIL_ALONE:
            components["schemas"][name] = {}
        for schema in list(objects_in(components["schemas"])):
            schema.pop("propertyNames", None)
            if schema.get("x-lenient"):
                schema.clear()
        return components

    @cache  # noqa: B019 - a contract lives as long as the test session
    def _validator(self, key: str, *, relaxed: bool) -> jsonschema_rs.Validator:
        components = self._relaxed if relaxed else self.document["components"]
        schema = {**json.loads(key), "components": components}
        return jsonschema_rs.Draft202012Validator(schema)


def _key(schema: Schema) -> str:
    return json.dumps(schema, sort_keys=True)


@cache
def contract() -> Contract:
    """The contract of the checkout."""
    return Contract(SPEC)
