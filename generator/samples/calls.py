"""The calls of an operation: its first example by POST, and the same as a GET."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from generator.samples.curl import bracketed

if TYPE_CHECKING:
    from generator.spec.model.messages import Query
    from generator.spec.model.operations import Operation


class Call(NamedTuple):
    """A request that succeeds in the sandbox as it stands."""

    operation: Operation
    url: str
    body: Any
    """What a POST carries as JSON."""


class QueryCall(NamedTuple):
    """The same as a GET: the parameters that have an example."""

    operation: Operation
    url: str
    values: dict[str, Any]

    @property
    def fields(self) -> dict[str, str]:
        """The parameters as they go on the wire, nested ones in brackets."""
        return dict(bracketed(self.values))


def first_call(operation: Operation, url: str) -> Call | None:
    """The first example of the request in JSON; None if there is none."""
    request = operation.request
    if request is None or request.json is None or not request.json.examples:
        return None
    return Call(operation, url, request.json.examples[0].value)


def query_call(operation: Operation, url: str) -> QueryCall | None:
    """The GET of an operation; None if it has none."""
    if operation.query is None:
        return None
    return QueryCall(operation, url, example_values(operation.query))


def example_values(query: Query) -> dict[str, Any]:
    """The parameters of a GET that have an example."""
    values: dict[str, Any] = {}
    for parameter in query.parameters:
        if parameter.example is not None:
            values[parameter.name] = parameter.example.value
    return values
