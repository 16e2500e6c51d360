"""The only room that knows how the generated client is made: requests out of its models, envelopes
out of responses.

Rows are read by the generated classes themselves, tolerantly: an answer that cannot be read may
stand for a message that was sent, so one unreadable row never loses the others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

from turbosms_api import models
from turbosms_api.reading import read_code, read_list, read_map, read_money, read_rows, read_text
from turbosms_api.results.message import SendRow
from turbosms_api.tables.operations import OPERATIONS, Operation
from turbosms_api.tables.result_codes import ResultCode

from ._errors import ProtocolError, plain_name, plain_type
from ._http.exchange import HTTPResponse
from ._results import MessageDetails, MessageStatus

Course = TypeVar("Course", MessageStatus, MessageDetails)
_JSON: Final = json.JSONDecoder(parse_float=Decimal)
# Made once: `json.dumps` makes one for each call that asks for anything but its defaults.
_TO_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Request(NamedTuple):
    """One call, ready to go out as often as needed."""

    operation: str
    operation_row: Operation
    """What the table says of the operation."""
    path: str
    """Below the address of the service."""
    body: bytes = b""
    headers: Mapping[str, str] = MappingProxyType({})
    sequence_id: str = ""


class Answer(NamedTuple):
    """The envelope of every answer."""

    code: ResultCode | int
    name: str
    result: Any


def request(operation: str, data: Mapping[str, Any] | None = None) -> Request:
    """Any method with its data; without any, the body is empty, as documented."""
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
    # Imported when it is first called: a program that sends needs one of sixteen.
    operation_row = OPERATIONS[operation]
    endpoint = import_module(f"turbosms_api.api.{operation_row.endpoint}")
    model = None
    if operation_row.request is not None:
        model = getattr(models, operation_row.request)
    return operation_row, endpoint._get_kwargs, model


def read_envelope(operation: str, response: HTTPResponse) -> Answer:
    """The envelope out of a response: the HTTP status comes first, then JSON, then its shape. Else
    `ProtocolError`.
    """
    answer = None
    if response.is_success:
        answer = envelope(_read_json(response.body))
    if answer is not None:
        return answer
    content_type = response.headers.get("content-type", "").partition(";")[0]
    shown_type = plain_type(content_type)
    if not shown_type:
        shown_type = "of another type" if content_type else "of no type"
    if response.is_success:
        size = len(response.body)
        problem = f"the answer ({shown_type}, {size} bytes) is not JSON of the service."
    else:
        problem = f"HTTP {response.status} ({shown_type}) instead of an answer of the service."
    raise ProtocolError(problem, operation=operation, http_status=response.status)


def _read_json(body: bytes) -> Any:
    """What the body holds; None if it is not JSON. An error would carry the body along."""
    try:
        text = body.decode(json.detect_encoding(body), "surrogatepass")
        return _JSON.decode(text)
    except (ValueError, InvalidOperation, RecursionError):
        return None


def multi_answers(result: object, keys: Collection[str]) -> dict[str, Answer]:
    """The readable envelopes of `message/sendmulti` by the keys that were asked for.

    PHP writes a list where they are 0, 1, … in this order. Where they are not, nobody knows what a
    list is about.
    """
    if isinstance(result, list) and list(keys) != [str(index) for index in range(len(keys))]:
        return {}
    answers = {}
    for key, data in read_map(result).items():
        answer = envelope(data)
        if answer is not None:
            answers[key] = answer
    return answers


def envelope(data: object) -> Answer | None:
    """The envelope out of JSON, None if it is none."""
    if not isinstance(data, dict):
        return None
    code = read_code(data.get("response_code"))
    if code is None:
        return None
    name = plain_name(read_text(data.get("response_status")))
    return Answer(code, name, data.get("response_result"))


def read_send_rows(result: object) -> list[SendRow | None]:
    """The rows of a send, None for each that cannot be read.

    One that names no number has an empty `phone`: its place may tell whose it is.
    """
    result_list = read_list(result)
    send_rows = read_rows(SendRow.from_row, result_list)
    for position, send_row in enumerate(send_rows):
        if send_row is None:
            send_rows[position] = _nameless(result_list[position])
    return send_rows


def _nameless(data: object) -> SendRow | None:
    if not isinstance(data, dict):
        return None
    send_row = SendRow.from_row({**data, "phone": "none"})
    if send_row is None:
        return None
    return send_row._replace(phone="")


def courses(kind: type[Course], result: object) -> list[Course]:
    """The readable rows of `message/status` or `message/details`."""
    rows_of_answer = read_rows(kind.from_row, result)
    return [course for course in rows_of_answer if course is not None]


def balance(result: object) -> Decimal | None:
    """The amount, None if it cannot be read."""
    return read_money(read_map(result).get("balance"))
