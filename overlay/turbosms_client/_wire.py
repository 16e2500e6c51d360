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
from ._money import with_decimals
from ._results import MessageDetails, MessageStatus

Course = TypeVar("Course", MessageStatus, MessageDetails)
_JSON: Final = json.JSONDecoder(parse_float=Decimal)
# Made once: `json.dumps` makes one for each call that asks for anything but its defaults.
_TO_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Request(NamedTuple):
    """One call, ready to go out as often as needed."""

    operation: str
    row: Operation
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
    row, build, model = _endpoint(operation)
    if model is None or data is None:
        return Request(operation, row, build()["url"])
    made = build(body=model.from_dict(data))
    body = _TO_JSON.encode(made["json"]).encode()
    return Request(operation, row, made["url"], body, made["headers"], data.get("sequence_id", ""))


@cache
def _endpoint(operation: str) -> tuple[Operation, Callable[..., dict[str, Any]], Any]:
    # Imported when it is first called: a program that sends needs one of sixteen.
    row = OPERATIONS[operation]
    build = import_module(f"turbosms_api.api.{row.endpoint}")._get_kwargs
    return row, build, getattr(models, row.request) if row.request else None


def read_envelope(operation: str, response: HTTPResponse) -> Answer:
    """The envelope out of a response: the HTTP status comes first, then JSON, then its shape. Else
    `ProtocolError`.
    """
    if response.is_success:
        try:
            text = response.body.decode(json.detect_encoding(response.body), "surrogatepass")
            if answer := envelope(_JSON.decode(text)):
                return answer
        except (ValueError, InvalidOperation, RecursionError):
            pass  # told below, so that the error does not carry the body along
    media_type = response.headers.get("content-type", "").partition(";")[0]
    kind = plain_type(media_type) or ("of another type" if media_type else "of no type")
    problem = f"HTTP {response.status} ({kind}) instead of an answer of the service."
    if response.is_success:
        problem = f"the answer ({kind}, {len(response.body)} bytes) is not JSON of the service."
    raise ProtocolError(problem, operation=operation, http_status=response.status)


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
    code = read_code(data.get("response_code")) if isinstance(data, dict) else None
    if code is None or not isinstance(data, dict):
        return None
    return Answer(
        code, plain_name(read_text(data.get("response_status"))), data.get("response_result")
    )


def send_rows(result: object) -> list[SendRow | None]:
    """The rows of a send, None for each that cannot be read.

    One that names no number has an empty `phone`: its place may tell whose it is.
    """
    listed = read_list(result)
    rows = read_rows(SendRow.from_row, listed)
    for position, row in enumerate(rows):
        if row is None:
            rows[position] = _nameless(listed[position])
    return rows


def _nameless(data: object) -> SendRow | None:
    if not isinstance(data, dict):
        return None
    row = SendRow.from_row({**data, "phone": "none"})
    return row._replace(phone="") if row else None


def course_rows(kind: type[Course], result: object) -> list[Course]:
    """The readable rows of `message/status` or `message/details`."""
    return [row for row in read_rows(kind.from_row, result) if row]


def balance(result: object) -> Decimal | None:
    """The amount, None if it cannot be read."""
    amount = read_money(read_map(result).get("balance"))
    return None if amount is None else with_decimals(amount)
