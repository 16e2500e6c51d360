"""Reads answers: the envelope in a response, and the rows in it.

The generated classes read their own rows, and do so tolerantly. An unreadable row may be about a
message that was sent, so it must never make the others unreadable.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple, TypeVar

from turbosms_api.reading import read_code, read_list, read_map, read_money, read_rows, read_text
from turbosms_api.results.message import SendRow
from turbosms_api.tables.result_codes import ResultCode

from ._errors import ProtocolError
from ._http.failures import was_raised_elsewhere
from ._http.messages import HTTPResponse
from ._quotable import plain_name, plain_type
from ._results import MessageDetails, MessageStatus

StatusOrDetails = TypeVar("StatusOrDetails", MessageStatus, MessageDetails)
_JSON: Final = json.JSONDecoder(parse_float=Decimal)


class Answer(NamedTuple):
    """The envelope of a response: result code, its name, result."""

    code: ResultCode | int
    name: str
    result: Any


def read_envelope(operation: str, response: HTTPResponse) -> Answer:
    """Read the envelope of a response. The HTTP status is checked first, then JSON, then its shape.

    Raises:
        ProtocolError: the response is not from the service.
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
        problem = f"the response ({shown_type}, {size} bytes) is not JSON from the service."
    else:
        problem = f"HTTP {response.status} ({shown_type}) instead of a response from the service."
    raise ProtocolError(problem, operation=operation, http_status=response.status)


def _read_json(body: bytes) -> Any:
    """Decode the body; None if it is not JSON. An exception would carry the body with it."""
    try:
        text = body.decode(json.detect_encoding(body), "surrogatepass")
        return _JSON.decode(text)
    except (ValueError, InvalidOperation, RecursionError) as error:
        if was_raised_elsewhere(error):
            raise
        return None


def multi_answers(result: object, keys: Collection[str]) -> dict[str, Answer]:
    """The readable envelopes in a result of `message/sendmulti`, by the keys of the request.

    PHP writes a list if the keys are 0, 1, … in this order. With other keys, the elements of a list
    cannot be told apart.
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
    """Read an envelope from JSON; None if it is not one."""
    if not isinstance(data, dict):
        return None
    code = read_code(data.get("response_code"))
    if code is None:
        return None
    name = plain_name(read_text(data.get("response_status")))
    return Answer(code, name, data.get("response_result"))


def read_send_rows(result: object) -> list[SendRow | None]:
    """The rows of a send, with None for each that cannot be read.

    A row without a phone number gets an empty `phone`: its position may show whose it is.
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


def read_statuses(kind: type[StatusOrDetails], result: object) -> list[StatusOrDetails]:
    """The readable rows of `message/status` or `message/details`."""
    statuses = read_rows(kind.from_row, result)
    return [status for status in statuses if status is not None]


def read_balance(result: object) -> Decimal | None:
    """The balance; None if it cannot be read."""
    return read_money(read_map(result).get("balance"))
