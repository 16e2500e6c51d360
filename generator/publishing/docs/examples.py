"""The examples of a method: requests in each form, each as a call of curl too, and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator.samples.calls import example_values
from generator.samples.curl import bracketed, form_line, json_line, query_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.model.messages import Answer, Query, Request
    from generator.spec.model.operations import Operation

_ANSWER: Final = "application/json"


class ShownExample(NamedTuple):
    """A request or an answer: as JSON, or as fields. Requests have a line for bash."""

    anchor: str
    form: str
    summary: str
    value: Any
    fields: tuple[tuple[str, str], ...] = ()
    line: str = ""
    description: str = ""


def requests(
    operation: Operation, url: str, anchor: str, token_field: str | None
) -> tuple[ShownExample, ...]:
    """The requests of an operation, in all their forms."""
    shown: list[ShownExample] = []
    if operation.request is not None:
        shown += _json(operation.request, url, f"{anchor}-json")
        shown += _form(operation.request, url, f"{anchor}-form", token_field)
    if operation.query is not None:
        summary = operation.summary or "Query"
        shown.append(_query(operation.query, url, f"{anchor}-get", summary))
    return tuple(shown)


def answers(answer: Answer, anchor: str) -> tuple[ShownExample, ...]:
    """The answers of a method."""
    shown: list[ShownExample] = []
    for example in answer.json.examples:
        example_anchor = f"{anchor}-answer-{example.name}"
        shown.append(ShownExample(example_anchor, _ANSWER, example.summary, example.value))
    return tuple(shown)


def _json(request: Request, url: str, anchor: str) -> Iterator[ShownExample]:
    if request.json is None:
        return
    for example in request.json.examples:
        yield ShownExample(
            anchor=f"{anchor}-{example.name}",
            form="POST, JSON",
            summary=example.summary,
            value=example.value,
            line=json_line(url, example.value),
            description=example.description,
        )


def _form(
    request: Request, url: str, anchor: str, token_field: str | None
) -> Iterator[ShownExample]:
    if request.form is None:
        return
    for example in request.form.examples:
        yield ShownExample(
            anchor=f"{anchor}-{example.name}",
            form="POST, form fields",
            summary=example.summary,
            value=example.value,
            fields=tuple(bracketed(example.value)),
            line=form_line(url, example.value, token_field),
            description=example.description,
        )


def _query(query: Query, url: str, anchor: str, summary: str) -> ShownExample:
    """The parameters of a GET that have an example, in one call."""
    values = example_values(query)
    return ShownExample(
        anchor=anchor,
        form="GET, query",
        summary=summary,
        value=values,
        fields=tuple(bracketed(values)),
        line=query_line(url, values),
    )
