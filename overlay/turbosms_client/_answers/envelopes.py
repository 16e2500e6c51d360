"""Reads the envelope of a response: result code, its name, result."""

from __future__ import annotations

import json
from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from turbosms_api.reading import read_code, read_map, read_text
from turbosms_api.tables.result_codes import ResultCode

from .._formats.quotable import plain_name, plain_type
from .._http.driver_interface import HTTPResponse
from .._results.errors import ProtocolError
from .._results.foreign_exceptions import was_raised_elsewhere

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
