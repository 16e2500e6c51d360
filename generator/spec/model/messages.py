"""What is sent and answered: requests in all their forms, answers, and examples of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from generator.spec.document import split_pointer
from generator.spec.model.schemas import read_schema

if TYPE_CHECKING:
    from generator.spec.document import Document, JsonObject, Location
    from generator.spec.model.schemas import Schema

_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Example:
    """A message as it may be."""

    name: str
    summary: str
    value: Any
    description: str = ""
    """What else there is to know of it."""


@dataclass(frozen=True)
class Content:
    """The shape of a message in one form, and examples of it."""

    schema: Schema
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Request:
    """The data of a POST, in the forms that it may have."""

    json: Content | None
    form: Content | None


@dataclass(frozen=True)
class Answer:
    """The envelope that a method answers with."""

    description: str
    json: Content


@dataclass(frozen=True)
class QueryParameter:
    """A parameter of a GET."""

    name: str
    description: str
    is_required: bool
    schema: Schema
    example: Example | None


@dataclass(frozen=True)
class Query:
    """The same request as a GET."""

    description: str
    parameters: tuple[QueryParameter, ...]


def read_request(document: Document, location: Location) -> Request | None:
    """The request body at a location, or that it refers to; None if there is none."""
    if not document.has(location):
        return None
    body, location = _follow(document, location)
    json = None
    form = None
    if _JSON in body["content"]:
        json = _content(document, (*location, "content", _JSON))
    if _FORM in body["content"]:
        form = _content(document, (*location, "content", _FORM))
    return Request(json, form)


def read_answer(document: Document, location: Location) -> Answer:
    """The answer at a location, or that it refers to."""
    answer, location = _follow(document, location)
    content = _content(document, (*location, "content", _JSON))
    return Answer(answer.get("description", ""), content)


def read_query(document: Document, location: Location) -> Query | None:
    """The GET at a location; None if there is none."""
    if not document.has(location):
        return None
    operation = document.value(location)
    count = len(operation.get("parameters", ()))
    locations = [(*location, "parameters", index) for index in range(count)]
    parameters = tuple(_parameter(document, each) for each in locations)
    return Query(operation.get("description", ""), parameters)


def _follow(document: Document, location: Location) -> tuple[JsonObject, Location]:
    """What stands at a location, or where its reference leads, and that location."""
    value: JsonObject = document.value(location)
    while "$ref" in value:
        location = split_pointer(value["$ref"])
        value = document.value(location)
    return value, location


def _content(document: Document, location: Location) -> Content:
    content: JsonObject = document.value(location)
    examples: list[Example] = []
    for name in content.get("examples", {}):
        example, _ = _follow(document, (*location, "examples", name))
        examples.append(
            Example(
                name=name,
                summary=example.get("summary", name),
                value=example.get("value"),
                description=example.get("description", ""),
            )
        )
    schema = read_schema(content.get("schema"), (*location, "schema"))
    return Content(schema, tuple(examples))


def _parameter(document: Document, location: Location) -> QueryParameter:
    parameter, location = _follow(document, location)
    name = parameter["name"]
    has_example = "example" in parameter
    return QueryParameter(
        name=name,
        description=parameter.get("description", ""),
        is_required=parameter.get("required", False),
        schema=read_schema(parameter.get("schema"), (*location, "schema")),
        example=Example(name, name, parameter["example"]) if has_example else None,
    )
