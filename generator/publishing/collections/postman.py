"""A collection for Postman, in version 2.1 of its format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.editions.serialization import to_json
from generator.publishing.collections.requests import (
    ABOUT,
    BASE_URL,
    SANDBOX_TOKEN,
    TOKEN,
    body_text,
    calls_by_module,
    success_codes,
)
from generator.publishing.markdown import line, markdown

if TYPE_CHECKING:
    from generator.samples.calls import Call
    from generator.spec.document import JsonObject
    from generator.spec.model.spec import Spec

_SCHEMA: Final = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def postman_collection(spec: Spec) -> bytes:
    """The file that Postman imports, with the sandbox as its address."""
    folders: list[JsonObject] = []
    for module, calls in calls_by_module(spec):
        items = [_item(call) for call in calls]
        folders.append(
            {"name": module.name, "description": markdown(module.description), "item": items}
        )
    return to_json(
        {
            "info": {
                "name": line(spec.info.title),
                "version": spec.info.version,
                "description": ABOUT,
                "schema": _SCHEMA,
            },
            "auth": {
                "type": "bearer",
                "bearer": [{"key": "token", "value": TOKEN, "type": "string"}],
            },
            "variable": [
                {"key": "baseUrl", "value": spec.servers[-1].url, "type": "string"},
                {"key": "token", "value": SANDBOX_TOKEN, "type": "string"},
            ],
            "event": [_test(spec)],
            "item": folders,
        }
    )


def _item(call: Call) -> JsonObject:
    operation = call.operation
    path = operation.path.removeprefix("/").split("/")
    return {
        "name": operation.name,
        "request": {
            "method": "POST",
            "header": [{"key": "Content-Type", "value": "application/json"}],
            "url": {"raw": call.url, "host": [BASE_URL], "path": path},
            "body": {
                "mode": "raw",
                "raw": body_text(call.body),
                "options": {"raw": {"language": "json"}},
            },
            "description": markdown(operation.description),
        },
        "response": [],
    }


def _test(spec: Spec) -> JsonObject:
    """The test of the collection, which runs after each request."""
    script = [
        f"const success = {success_codes(spec)};",
        'pm.test("the result code means success", () => {',
        "  pm.expect(pm.response.json().response_code).to.be.oneOf(success);",
        "});",
    ]
    return {"listen": "test", "script": {"type": "text/javascript", "exec": script}}
