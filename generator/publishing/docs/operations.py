"""The methods, grouped by module, with everything that their sections show."""

from __future__ import annotations

from typing import Any, NamedTuple

from generator.publishing.docs.examples import FORM, JSON, Example, answers, requests
from generator.publishing.docs.fields import Field, Fields, name_of

Row = dict[str, Any]


class Message(NamedTuple):
    """A request or an answer: its schema by name, and its fields."""

    schema: str | None
    description: str
    fields: tuple[Field, ...]


class Operation(NamedTuple):
    """A method.

    `form` has only what is not the same as in `body`, `codes` only what not every method can
    answer.
    """

    anchor: str
    name: str
    path: str
    summary: str
    description: str
    retry: str
    timeout: str
    creates: bool
    takes_data: bool
    body: Message | None
    form: Message | None
    query: Message | None
    answer: Message
    codes: tuple[Row, ...]
    requests: tuple[Example, ...]
    answers: tuple[Example, ...]


class Module(NamedTuple):
    """The methods of a module."""

    name: str
    description: str
    operations: tuple[Operation, ...]


def modules(spec: Row) -> tuple[Module, ...]:
    """All modules in the order of the spec's tags."""
    field = token_field(spec)
    made = [_operation(spec, path, item, field) for path, item in spec["paths"].items()]
    return tuple(
        Module(
            tag["name"],
            tag.get("description", ""),
            tuple(operation for operation in made if operation.name.split("/")[0] == tag["name"]),
        )
        for tag in spec["tags"]
    )


def token_field(spec: Row) -> str | None:
    """The name of the form field that the token may stand in: it is that of the query parameter."""
    schemes = spec["components"].get("securitySchemes", {}).values()
    return next((scheme["name"] for scheme in schemes if scheme.get("in") == "query"), None)


def resolve(spec: Row, value: Row) -> Row:
    """What a reference to a component of the spec leads to."""
    while "$ref" in value:
        _, _, section, name = value["$ref"].split("/")
        value = spec["components"][section][name]
    return value


def _operation(spec: Row, path: str, item: Row, token: str | None) -> Operation:
    row, post = item["x-operation"], item["post"]
    name, anchor = f"{row['module']}/{row['method']}", f"{row['module']}-{row['method']}"
    fields = Fields(spec)
    request = resolve(spec, post.get("requestBody", {"content": {}}))
    response = resolve(spec, post["responses"]["200"])
    whole = {"post": {**post, "requestBody": request}}
    if "get" in item:
        parameters = [resolve(spec, each) for each in item["get"].get("parameters", ())]
        whole["get"] = {**item["get"], "parameters": parameters}
    body, form = (request["content"].get(kind, {}).get("schema") for kind in (JSON, FORM))
    return Operation(
        anchor=anchor,
        name=name,
        path=path,
        summary=post.get("summary", name),
        description=post.get("description", ""),
        retry=row["retry"],
        timeout=row["timeout"],
        creates=row["creates"],
        takes_data=row["takes_data"],
        body=_message(fields, body, f"{anchor}-request") if body else None,
        form=_form(fields, body or {}, form, f"{anchor}-form") if form else None,
        query=_query(fields, whole["get"], f"{anchor}-query") if "get" in whole else None,
        answer=_message(
            fields, response["content"][JSON]["schema"], f"{anchor}-answer", response["description"]
        ),
        codes=tuple(found for found in spec["x-result-codes"] if found["code"] in row["codes"]),
        requests=requests(whole, spec["servers"][0]["url"] + path, f"{anchor}-example", token),
        answers=answers(response, f"{anchor}-example"),
    )


def _message(fields: Fields, schema: Row, anchor: str, description: str | None = None) -> Message:
    """A schema whose keys are the caller's own has one row, for any key."""
    whole = fields.resolve(schema)
    rows = fields.of(schema, anchor)
    if not rows and isinstance(whole.get("additionalProperties"), dict):
        rows = (fields.one("…", whole["additionalProperties"], f"{anchor}-any"),)
    return Message(name_of(schema), description or whole.get("description", ""), rows)


def _form(fields: Fields, body: Row, form: Row, anchor: str) -> Message:
    known = fields.properties(body)
    other = {
        name: schema
        for name, schema in fields.properties(form).items()
        if known.get(name) != schema
    }
    required = set(fields.resolve(form).get("required", ()))
    return Message(
        name_of(form),
        fields.resolve(form).get("description", ""),
        tuple(
            fields.one(name, schema, f"{anchor}-{name}", required=name in required)
            for name, schema in other.items()
        ),
    )


def _query(fields: Fields, operation: Row, anchor: str) -> Message:
    rows = (
        fields.one(
            row["name"],
            {**row["schema"], "description": row.get("description", "")},
            f"{anchor}-{row['name']}",
            required=row.get("required", False),
            deep=False,
        )
        for row in operation["parameters"]
    )
    return Message(None, operation.get("description", ""), tuple(rows))
