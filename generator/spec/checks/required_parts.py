"""Refuses a spec that lacks a part which the model is read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.spec.model.parameters import CHANNELS, SEND_REQUEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Document, JsonObject, Location
    from generator.spec.problems import Problem

_JSON: Final = "application/json"


def problems(document: Document) -> Iterator[Problem]:
    """What is missing: a server, a POST in JSON, an answer, a schema, the number of a limit."""
    yield from _servers(document)
    for path in document.data["paths"]:
        yield from _operation(document, path)
    yield from _send_schemas(document)
    yield from _limits(document)
    yield from _results(document)
    yield from _webhooks(document)


def _servers(document: Document) -> Iterator[Problem]:
    if not document.data.get("servers"):
        location: Location = ("servers",) if document.has(("servers",)) else ()
        yield document.problem(location, "there is no server: the first one is the service itself")


def _operation(document: Document, path: str) -> Iterator[Problem]:
    location: Location = ("paths", path, "post")
    if not document.has(location):
        yield document.problem(location, f"{path} has no post")
        return
    request = _resolved(document, (*location, "requestBody"))
    if request is not None and _JSON not in request["content"]:
        message = f"post of {path} takes no {_JSON}"
        yield document.problem((*location, "requestBody"), message)
    answer = _resolved(document, (*location, "responses", "200"))
    if answer is None or _JSON not in answer.get("content", {}):
        message = f"post of {path} has no answer 200 in {_JSON}"
        yield document.problem((*location, "responses"), message)


def _resolved(document: Document, location: Location) -> JsonObject | None:
    if not document.has(location):
        return None
    value: JsonObject = document.value(location)
    while "$ref" in value:
        value = document.resolve(value["$ref"])
    return value


def _send_schemas(document: Document) -> Iterator[Problem]:
    for schema in (*CHANNELS.values(), SEND_REQUEST):
        if not _has_properties(document, schema):
            message = f"there is no schema {schema} with properties"
            yield document.problem(("components", "schemas"), message)
            return


def _limits(document: Document) -> Iterator[Problem]:
    for index, limit in enumerate(document.data["x-limits"]):
        if "at" not in limit:
            continue
        location: Location = ("x-limits", index, "at")
        pointer = limit["at"]
        try:
            value = document.resolve(pointer)
        except LookupError:
            yield document.problem(location, f"{pointer} points nowhere")
            continue
        if isinstance(value, bool) or not isinstance(value, int):
            yield document.problem(location, f"{pointer} is not a whole number but {value!r:.40}")


def _results(document: Document) -> Iterator[Problem]:
    for index, result in enumerate(document.data["x-results"]):
        for position, schema in enumerate(result["schemas"]):
            if not _has_properties(document, schema):
                message = f"there is no schema {schema} with properties"
                yield document.problem(("x-results", index, "schemas", position), message)


def _webhooks(document: Document) -> Iterator[Problem]:
    for name in document.data.get("webhooks", {}):
        location: Location = ("webhooks", name, "post")
        request = _resolved(document, (*location, "requestBody"))
        if request is None or _JSON not in request["content"]:
            yield document.problem(("webhooks", name), f"{name} has no post with {_JSON}")
    for index, event in enumerate(document.data.get("x-webhook-events", ())):
        for position, schema in enumerate(event["schemas"]):
            if not _has_properties(document, schema):
                message = f"there is no schema {schema} with properties"
                yield document.problem(("x-webhook-events", index, "schemas", position), message)


def _has_properties(document: Document, schema: str) -> bool:
    return document.has(("components", "schemas", schema, "properties"))
