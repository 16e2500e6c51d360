"""The handler table: which function answers which method. A method that is not in it does not exist here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox import files
from turbosms_sandbox.envelope import Answer, Refusal
from turbosms_sandbox.messages import reports
from turbosms_sandbox.messages.send import send
from turbosms_sandbox.prices import in_uah
from turbosms_sandbox.sequences import read_sequence_id
from turbosms_sandbox.transport import Call, Data
from turbosms_sandbox.values import read_integer, read_object

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from turbosms_sandbox.state import State


class Context:
    """What a handler works on. Between two awaits no other request is served, so a handler's changes are one step."""

    __slots__ = ("allowed_hosts", "call", "data", "state")

    def __init__(self, state: State, call: Call, allowed_hosts: Collection[str]) -> None:
        self.state = state
        self.call = call
        self.data = call.data or Data({}, typed=True)
        self.allowed_hosts = allowed_hosts


Handler: TypeAlias = Callable[[Context], Awaitable[Answer]]


async def ping(_: Context) -> Answer:
    return Answer(ResultCode.PONG)


async def message_send(context: Context) -> Answer:
    return send(context.state, context.data)


async def message_sendmulti(context: Context) -> Answer:
    """Every request under its key, one after the other; its answer does not depend on the others' (A-36).

    Documentation: message/sendmulti. A-79: without any request the whole is 300.
    """
    requests = {key: value for key, value in context.data.values.items() if key not in ("token", "sequence_id")}
    if not requests:
        raise Refusal(ResultCode.INVALID_REQUEST)
    answers = {key: await _one_of_many(context, request) for key, request in requests.items()}
    return Answer(ResultCode.OK, {key: answer.envelope() for key, answer in answers.items()}, created=True)


async def _one_of_many(context: Context, request: object) -> Answer:
    values = read_object(request, typed=context.data.typed)
    if values is None:
        return Answer(ResultCode.INVALID_REQUEST)
    data = Data(values, typed=context.data.typed)
    try:
        sequence_id = read_sequence_id(values.get("sequence_id"))
        return await context.state.sequences.once(
            context.call.operation, sequence_id, partial(_send_one, context.state, data)
        )
    except Refusal as refusal:
        return Answer(refusal.code)


async def _send_one(state: State, data: Data) -> Answer:
    return send(state, data)


async def message_details(context: Context) -> Answer:
    return reports.details(context.state, context.data)


async def message_status(context: Context) -> Answer:
    return reports.status(context.state, context.data)


async def user_balance(context: Context) -> Answer:
    balance = context.state.account.wallet.balance(context.state.clock.now())
    return Answer(ResultCode.OK, {"balance": in_uah(balance)})


async def file_add(context: Context) -> Answer:
    """Store a file from a data URI, or from a URL whose host was allowed on the command line.

    Documentation: file/add. A-80: with both given, `data` is the file; with neither there is none (418).
    """
    data, url = (context.data.values.get(name) for name in ("data", "url"))
    source = ""
    if isinstance(data, str) and data:
        content, extension = files.read_data_uri(data)
    elif data in (None, "") and isinstance(url, str) and url:
        # httpx is slow to import, and most sandboxes never fetch anything.
        from turbosms_sandbox.fetching import fetch  # noqa: PLC0415

        content, extension = await fetch(url, context.allowed_hosts)
        source = url
    else:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY)
    file = files.add(context.state.storage, content, extension, source, context.state.clock.now())
    return Answer(ResultCode.OK, file.describe(context.call.base_url), created=True)


async def file_details(context: Context) -> Answer:
    """Describe a file; 308 if `id` is not the number of one (A-84), 417 if there is none with it."""
    file_id = read_integer(context.data.values.get("id"), typed=context.data.typed)
    if file_id is None or file_id < 1:
        raise Refusal(ResultCode.INVALID_FILE_ID)
    file = context.state.storage.file(file_id)
    if file is None:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_ID)
    return Answer(ResultCode.OK, file.describe(context.call.base_url))


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "message/ping": ping,
        "message/send": message_send,
        "message/sendmulti": message_sendmulti,
        "message/details": message_details,
        "message/status": message_status,
        "chat/ping": ping,
        "user/ping": ping,
        "user/balance": user_balance,
        "file/ping": ping,
        "file/add": file_add,
        "file/details": file_details,
    }
)
"""By the keys of `turbosms_api.tables.operations.OPERATIONS`."""
