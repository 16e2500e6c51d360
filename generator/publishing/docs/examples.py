"""The examples of a method: requests in each form, each as a call of curl too, and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator.publishing.curl import bracketed, form_line, json_line, query_line

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"


class Example(NamedTuple):
    """A request or an answer: as JSON, or as fields. Requests have a line for bash."""

    anchor: str
    form: str
    summary: str
    value: Any
    fields: tuple[tuple[str, str], ...] = ()
    line: str = ""


def requests(
    item: dict[str, Any], url: str, anchor: str, token_field: str | None
) -> tuple[Example, ...]:
    """The requests of a path; its bodies and parameters are resolved already."""
    content = item["post"]["requestBody"]["content"]
    made = [
        Example(place, "POST, JSON", summary, value, line=json_line(url, value))
        for place, summary, value in _named(content.get(JSON, {}), f"{anchor}-json")
    ]
    for place, summary, value in _named(content.get(FORM, {}), f"{anchor}-form"):
        line = form_line(url, value, token_field)
        made.append(
            Example(place, "POST, form fields", summary, value, tuple(bracketed(value)), line)
        )
    return (*made, *_query(item, url, f"{anchor}-get"))


def answers(response: dict[str, Any], anchor: str) -> tuple[Example, ...]:
    """The answers of a method."""
    return tuple(
        Example(place, JSON, summary, value)
        for place, summary, value in _named(response["content"][JSON], f"{anchor}-answer")
    )


def _named(content: dict[str, Any], anchor: str) -> Iterator[tuple[str, str, Any]]:
    """Anchor, summary and value of each example."""
    for name, example in content.get("examples", {}).items():
        yield f"{anchor}-{name}", example.get("summary", name), example["value"]


def _query(item: dict[str, Any], url: str, anchor: str) -> Iterator[Example]:
    """Of a GET the parameters that have an example, in one call."""
    if "get" in item:
        value = {
            row["name"]: row["example"] for row in item["get"]["parameters"] if "example" in row
        }
        summary = item["post"].get("summary", "Query")
        yield Example(
            anchor, "GET, query", summary, value, tuple(bracketed(value)), query_line(url, value)
        )
