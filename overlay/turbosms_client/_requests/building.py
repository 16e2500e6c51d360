"""Builds requests with the generated client. No other file knows how that works."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from turbosms_api import models
from turbosms_api.tables.operations import OPERATIONS, Operation

# Created once: with any option, `json.dumps` would create an encoder for every call.
_TO_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Request(NamedTuple):
    """A request, ready to be sent as often as needed."""

    operation: str
    operation_row: Operation
    """The operation's row in the table."""
    path: str
    """Relative to the address of the service."""
    body: bytes = b""
    headers: Mapping[str, str] = MappingProxyType({})
    sequence_id: str = ""


def build_request(operation: str, data: Mapping[str, Any] | None = None) -> Request:
    """Build the request for a method. Without data, the body is empty, as documented."""
    operation_row, build, model = _endpoint(operation)
    if model is None or data is None:
        return Request(operation, operation_row, build()["url"])
    arguments = build(body=model.from_dict(data))
    return Request(
        operation=operation,
        operation_row=operation_row,
        path=arguments["url"],
        body=_TO_JSON.encode(arguments["json"]).encode(),
        headers=arguments["headers"],
        sequence_id=data.get("sequence_id", ""),
    )


@cache
def _endpoint(operation: str) -> tuple[Operation, Callable[..., dict[str, Any]], Any]:
    # Imported on first use: a program that sends needs one of sixteen.
    operation_row = OPERATIONS[operation]
    endpoint = import_module(f"turbosms_api.api.{operation_row.endpoint}")
    model = None
    if operation_row.request is not None:
        model = getattr(models, operation_row.request)
    return operation_row, endpoint._get_kwargs, model
