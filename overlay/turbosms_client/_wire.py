"""The only room that knows how the generated client is made: requests out of its models, results out of its rows.

Reading is tolerant, since an answer that cannot be read may stand for a message that was sent: unknown codes, words and
fields are kept, a missing field is empty, a number in a text counts, and one unreadable row never loses the others.
"""

from __future__ import annotations

import dataclasses
import json
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import attrs

from turbosms_api.models.balance import Balance
from turbosms_api.models.details_row import DetailsRow
from turbosms_api.models.message_ids_request import MessageIdsRequest
from turbosms_api.models.send_multi_request import SendMultiRequest
from turbosms_api.models.send_request import SendRequest
from turbosms_api.models.send_row import SendRow
from turbosms_api.models.sms_details import SmsDetails as WireSms
from turbosms_api.models.status_row import StatusRow
from turbosms_api.models.viber_details import ViberDetails as WireViber
from turbosms_api.tables.operations import OPERATIONS, Operation

from ._errors import ProtocolError
from ._outcome import code_of
from ._results import ChannelDetails, MessageDetails, MessageStatus
from ._times import from_wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import httpx

    from turbosms_api.tables.result_codes import ResultCode

R = TypeVar("R")
Course = TypeVar("Course", MessageStatus, MessageDetails)
_UNREADABLE: Final = (AttributeError, KeyError, TypeError, ValueError, InvalidOperation)


class Request(NamedTuple):
    """One call, ready to go out as often as needed: `http` is what `httpx` builds the request from."""

    operation: str
    row: Operation
    http: dict[str, Any]
    sequence_id: str = ""


class Answer(NamedTuple):
    """The envelope of every answer."""

    code: ResultCode | int
    name: str
    result: Any


class WireRow(NamedTuple):
    """What an answer says of one recipient of a send."""

    phone: str
    code: ResultCode | int
    name: str
    message_id: str | None
    extra: Mapping[str, Any]


def send_request(body: Mapping[str, Any]) -> Request:
    """`message/send` with these parameters."""
    return request("message/send", body=SendRequest.from_dict(body))._replace(sequence_id=body["sequence_id"])


def multi_request(bodies: Mapping[str, Mapping[str, Any]]) -> Request:
    """`message/sendmulti` with the parameters of each send under its key."""
    return request("message/sendmulti", body=SendMultiRequest.from_dict(bodies))


def course_request(kind: type[Course], ids: list[str]) -> Request:
    """`message/status` or `message/details` for these ids."""
    operation = "message/status" if kind is MessageStatus else "message/details"
    return request(operation, body=MessageIdsRequest(messages=ids))


def request(operation: str, **body: Any) -> Request:
    """Any method; without data, the body is empty, as documented."""
    row = OPERATIONS[operation]
    # An endpoint is imported when it is first called: a program that sends needs one of sixteen.
    endpoint = import_module(f"turbosms_api.api.{row.endpoint}")
    return Request(operation, row, endpoint._get_kwargs(**body))


def read_envelope(operation: str, response: httpx.Response) -> Answer:
    """The envelope out of a response: the HTTP status comes first, then JSON, then its shape. Else `ProtocolError`."""
    kind = response.headers.get("content-type", "no content type")
    problem = f"HTTP {response.status_code} ({kind}) instead of an answer of the service."
    if response.is_success:
        problem = f"the answer ({kind}, {len(response.content)} bytes) is not JSON of the service."
        try:
            return _envelope(json.loads(response.content, parse_float=Decimal))
        except (*_UNREADABLE, RecursionError):
            pass  # told below, so that the error does not carry the body along
    raise ProtocolError(problem, operation=operation, http_status=response.status_code)


def multi_answers(result: object) -> dict[str, Answer]:
    """The readable envelopes of `message/sendmulti` by their keys."""
    answers: dict[str, Answer] = {}
    for key, data in result.items() if isinstance(result, dict) else ():
        with suppress(*_UNREADABLE):
            answers[key] = _envelope(data)
    return answers


def _envelope(data: Any) -> Answer:
    return Answer(code_of(data["response_code"]), _text(data.get("response_status")) or "", data.get("response_result"))


def send_rows(result: object) -> list[WireRow | None]:
    """The rows of a send, None for each that cannot be read."""
    return list(_rows(result, SendRow, _send_row))


def course_rows(kind: type[Course], result: object) -> list[Course]:
    """The readable rows of `message/status` or `message/details`."""
    model = StatusRow if kind is MessageStatus else DetailsRow
    return [row for row in _rows(result, model, partial(_build, kind)) if row]


def balance(result: object) -> Decimal | None:
    """The amount, None if it cannot be read."""
    return next(_rows([result], Balance, lambda row: _money(row.balance)))


def _rows(result: object, model: Any, build: Callable[[Any], R]) -> Iterator[R | None]:
    # A list with gaps arrives as an object with numbers for keys, and an empty object as an empty list.
    for row in result if isinstance(result, list) else result.values() if isinstance(result, dict) else ():
        try:
            yield build(_model(model, row))
        except _UNREADABLE:  # noqa: PERF203 - a row alone is lost
            yield None


def _model(model: Any, data: Any) -> Any:
    """An instance of a generated model. Required fields that are missing are None, and so is an empty half."""
    try:
        return model.from_dict(data)
    except _UNREADABLE:  # what the documentation shows is complete; anything else is worth a second look
        data = {**_blank(model), **data}
    for name, half in (("sms", WireSms), ("viber", WireViber)) if model is DetailsRow else ():
        data[name] = {**_blank(half), **data[name]} if data[name] else None
    return model.from_dict(data)


@cache
def _blank(model: Any) -> dict[str, None]:
    return {field.name: None for field in attrs.fields(model) if field.init and field.default is attrs.NOTHING}


def _send_row(row: SendRow) -> WireRow:
    code, name = code_of(row.response_code), _text(row.response_status) or ""
    return WireRow(_key(row.phone), code, name, _text(row.message_id), row.additional_properties)


def _build(kind: Callable[..., R], row: Any) -> R:
    """One of our results out of a row: each field read by its name, text where nothing else is said."""
    values = {ours: _READERS.get(ours, _text)(getattr(row, theirs, None)) for ours, theirs in _fields(kind)}
    return kind(**values)


@cache
def _fields(kind: Any) -> list[tuple[str, str]]:
    renamed = {"type": "type_", "code": "response_code", "extra": "additional_properties"}
    return [(field.name, renamed.get(field.name, field.name)) for field in dataclasses.fields(kind)]


def _text(value: object) -> str | None:
    return str(value) if type(value) in (str, int) and value else None  # neither a bool nor 0


def _key(value: object) -> str:
    if (text := _text(value)) is None:
        raise ValueError("a row without its key")
    return text


def _number(value: object) -> int | None:
    try:
        return int(value) if isinstance(value, (int, str)) else None
    except ValueError:
        return None


def _money(value: object) -> Decimal | None:
    try:
        amount = Decimal(value) if isinstance(value, (Decimal, int, str)) and not isinstance(value, bool) else None
    except InvalidOperation:
        return None
    return amount if amount is not None and amount.is_finite() else None


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "message_id": _key,
    "code": code_of,
    "extra": lambda fields: fields,
    **dict.fromkeys(("added", "start", "sent", "updated", "click_time"), from_wire),
    "price": _money,
    **dict.fromkeys(("ttl", "segments"), _number),
    "file_id": lambda value: _number(value) or None,
    "is_transactional": lambda value: None if value is None else _number(value) == 1,
    **dict.fromkeys(("viber", "sms"), lambda half: half and _build(ChannelDetails, half)),
}
