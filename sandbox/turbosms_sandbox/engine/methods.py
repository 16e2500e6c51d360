"""The methods of the service: which function answers each, and what of the state it works on.

A method that is not in `METHODS` does not exist here.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account.user_balance import user_balance
from turbosms_sandbox.calls.answers import ServiceAnswer
from turbosms_sandbox.chats import listing
from turbosms_sandbox.chats import sending as chat_sending
from turbosms_sandbox.files import methods as files
from turbosms_sandbox.messages import reports, sending
from turbosms_sandbox.messages.sendmulti import send_multi

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from turbosms_sandbox.engine.context import Context

Method: TypeAlias = "Callable[[Context], ServiceAnswer]"
UrlToFetch: TypeAlias = "Callable[[Context], str | None]"
"""Says which URL has to be fetched before a method is executed; None for none.

It changes nothing, and may refuse.
"""


def ping(_: Context) -> ServiceAnswer:
    return ServiceAnswer(ResultCode.PONG)


def message_send(context: Context) -> ServiceAnswer:
    command = context.command
    return sending.send(context.state.outbox, command.parameters, command.now, context.draw)


def message_sendmulti(context: Context) -> ServiceAnswer:
    state = context.state
    return send_multi(state.outbox, state.executed, context.command, context.draw)


def message_details(context: Context) -> ServiceAnswer:
    return reports.details(context.state.sent, context.command)


def message_status(context: Context) -> ServiceAnswer:
    return reports.status(context.state.sent, context.command)


def chat_senders(context: Context) -> ServiceAnswer:
    return listing.senders(context.state.chats, context.command)


def chat_recipients(context: Context) -> ServiceAnswer:
    return listing.recipients(context.state.chats, context.command)


def chat_sessions(context: Context) -> ServiceAnswer:
    return listing.sessions(context.state.chats, context.command)


def chat_messages(context: Context) -> ServiceAnswer:
    state = context.state
    return listing.messages(state.chats, state.files, context.command)


def chat_send(context: Context) -> ServiceAnswer:
    state = context.state
    return chat_sending.send(state.chats, state.files, state.behaviours, context.command)


def url_of_chat_send(context: Context) -> str | None:
    return chat_sending.url_of_send(context.state.chats, context.command)


def balance(context: Context) -> ServiceAnswer:
    return user_balance(context.state.account, context.command)


def file_add(context: Context) -> ServiceAnswer:
    return files.add(context.state.files, context.command)


def url_of_file_add(context: Context) -> str | None:
    return files.url_of_add(context.command)


def file_details(context: Context) -> ServiceAnswer:
    return files.details(context.state.files, context.command)


METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {
        "message/ping": ping,
        "message/send": message_send,
        "message/sendmulti": message_sendmulti,
        "message/details": message_details,
        "message/status": message_status,
        "chat/ping": ping,
        "chat/senders": chat_senders,
        "chat/recipients": chat_recipients,
        "chat/sessions": chat_sessions,
        "chat/messages": chat_messages,
        "chat/send": chat_send,
        "user/ping": ping,
        "user/balance": balance,
        "file/ping": ping,
        "file/add": file_add,
        "file/details": file_details,
    }
)
"""By the keys of `turbosms_api.tables.operations.OPERATIONS`."""

URLS_TO_FETCH: Final[Mapping[str, UrlToFetch]] = MappingProxyType(
    {"file/add": url_of_file_add, "chat/send": url_of_chat_send}
)
"""The methods that may need a file fetched; it is then in `command.fetched`."""
