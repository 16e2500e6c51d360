"""The operations of the service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.spec.model.messages import read_answer, read_query, read_request

if TYPE_CHECKING:
    from generator.spec.document import Document, Location
    from generator.spec.model.messages import Answer, Query, Request


@dataclass(frozen=True, kw_only=True)
class Operation:
    """A method of a module, at a path of its own."""

    location: Location
    """That of `x-operation`."""
    path: str
    module: str
    method: str
    id: str
    summary: str | None
    description: str
    retry_class: str
    timeout_class: str
    takes_data: bool
    creates: bool
    codes: tuple[int, ...]
    """The result codes that not every operation answers."""
    overall_codes: tuple[int, ...]
    """Those of them that speak of the call as a whole, where its result has answers of its own."""
    request: Request | None
    query: Query | None
    answer: Answer

    @property
    def name(self) -> str:
        """As the service's documentation has it: `message/send`."""
        return f"{self.module}/{self.method}"

    @property
    def request_schema(self) -> str | None:
        """The name of the schema of its data in JSON; None if it takes no data."""
        if not self.takes_data or self.request is None or self.request.json is None:
            return None
        return self.request.json.schema.reference


def read_operations(document: Document) -> tuple[Operation, ...]:
    """The operations, in the order of their paths."""
    return tuple(_operation(document, path) for path in document.data["paths"])


def _operation(document: Document, path: str) -> Operation:
    location = ("paths", path)
    item = document.value(location)
    table = item["x-operation"]
    post = item["post"]
    return Operation(
        location=(*location, "x-operation"),
        path=path,
        module=table["module"],
        method=table["method"],
        id=post.get("operationId", ""),
        summary=post.get("summary"),
        description=post.get("description", ""),
        retry_class=table["retry"],
        timeout_class=table["timeout"],
        takes_data=table["takes_data"],
        creates=table["creates"],
        codes=tuple(table["codes"]),
        overall_codes=tuple(table.get("overall_codes", table["codes"])),
        request=read_request(document, (*location, "post", "requestBody")),
        query=read_query(document, (*location, "get")),
        answer=read_answer(document, (*location, "post", "responses", "200")),
    )
