"""The handler table: which function answers which method.

A method that is not in it does not exist here.
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account.prices import in_uah
from turbosms_sandbox.calls.answers import Answer, Refusal
from turbosms_sandbox.calls.php_values import read_integer, read_object
from turbosms_sandbox.calls.sequence_ids import read_sequence_id
from turbosms_sandbox.chats import handlers as chats
from turbosms_sandbox.files import file_store
from turbosms_sandbox.http.call_reading import Data
from turbosms_sandbox.messages import reports
from turbosms_sandbox.messages.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from turbosms_sandbox.calls.commands import Context

Handler: TypeAlias = "Callable[[Context], Answer]"
Source: TypeAlias = "Callable[[Context], str | None]"
"""Says which URL a request wants fetched before its handler runs, None for none.

It changes nothing, and may refuse.
"""


MAX_REQUESTS: Final = 5_000
"""Most requests of one sendmulti (A-131)."""


def ping(_: Context) -> Answer:
    return Answer(ResultCode.PONG)


def message_send(context: Context) -> Answer:
    return send(context, context.data)


def message_sendmulti(context: Context) -> Answer:
    """Every request under its key, one after the other; no answer depends on another (A-36).

    Documentation: message/sendmulti. A-79: without any request the whole is 300, and so it is with
    too many (A-131).
    """
    requests = {
        key: value
        for key, value in context.data.values.items()
        if key not in ("token", "sequence_id")
    }
    if not 0 < len(requests) <= MAX_REQUESTS:
        raise Refusal(ResultCode.INVALID_REQUEST)
    answers = {key: _one_of_many(context, request) for key, request in requests.items()}
    return Answer(
        ResultCode.OK, {key: answer.envelope() for key, answer in answers.items()}, created=True
    )


def _one_of_many(context: Context, request: object) -> Answer:
    values = read_object(request, typed=context.data.typed)
    if values is None:
        return Answer(ResultCode.INVALID_REQUEST)
    data = Data(values, typed=context.data.typed)
    try:
        sequence_id = read_sequence_id(values.get("sequence_id"))
        sequences = context.state.sequences
        return sequences.once(
            context.now, context.operation, sequence_id, partial(send, context, data)
        )
    except Refusal as refusal:
        return Answer(refusal.code)


def user_balance(context: Context) -> Answer:
    return Answer(
        ResultCode.OK, {"balance": in_uah(context.state.account.wallet.balance(context.now))}
    )


def file_add(context: Context) -> Answer:
    """Store a file from a data URI, or from a URL whose host was allowed on the command line.

    Documentation: file/add. A-80: with both given, `data` is the file; with neither there is none
    (418).
    """
    data = context.data.values.get("data")
    source = ""
    if isinstance(data, str) and data:
        content, extension = file_store.read_data_uri(data)
    elif context.fetched is not None:
        content, extension = context.fetched.open()
        source = str(context.data.values["url"])
    else:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY)
    file = file_store.add(context.state.storage, content, extension, source, context.now)
    return Answer(ResultCode.OK, file.describe(context.base_url), created=True)


def file_source(context: Context) -> str | None:
    data, url = (context.data.values.get(name) for name in ("data", "url"))
    return url if data in (None, "") and isinstance(url, str) and url else None


def file_details(context: Context) -> Answer:
    """Describe a file; 308 if `id` is not the number of one (A-84), 417 if none has it."""
    file_id = read_integer(context.data.values.get("id"), typed=context.data.typed)
    if file_id is None or file_id < 1:
        raise Refusal(ResultCode.INVALID_FILE_ID)
    file = context.state.storage.file(file_id)
    if file is None:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_ID)
    return Answer(ResultCode.OK, file.describe(context.base_url))


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "message/ping": ping,
        "message/send": message_send,
        "message/sendmulti": message_sendmulti,
        "message/details": reports.details,
        "message/status": reports.status,
        "chat/ping": ping,
        **chats.HANDLERS,
        "user/ping": ping,
        "user/balance": user_balance,
        "file/ping": ping,
        "file/add": file_add,
        "file/details": file_details,
    }
)
"""By the keys of `turbosms_api.tables.operations.OPERATIONS`."""

SOURCES: Final[Mapping[str, Source]] = MappingProxyType({"file/add": file_source, **chats.SOURCES})
"""The methods that may fetch a file; its content reaches the handler as `context.fetched`."""
