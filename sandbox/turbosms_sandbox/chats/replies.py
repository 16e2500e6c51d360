"""The recipient's side of a chat, through the control plane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turbosms_sandbox.calls import phones
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.chats.all_chats import Writing
from turbosms_sandbox.files import file_store
from turbosms_sandbox.messages.sms_length import is_utf8

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbosms_sandbox.account.account import Account, Sender
    from turbosms_sandbox.calls.commands import Context

MAX_TEXT = 7_000
"""Most characters that a recipient writes at a time, as in Viber itself."""
MAX_FILE_NAME = 255
KEYS = ("sender", "number", "text", "file_data", "file_name")


def reply(context: Context) -> dict[str, Any]:
    """A recipient writes to a two-way sender: a `text`, or a file as data URI under `file_name`."""
    values = context.data.values
    for key in values:
        if key not in KEYS:
            raise ControlError(f"unknown key {key!r}; known are {', '.join(KEYS)}")
    state = context.state
    sender = _sender(state.account, values.get("sender"))
    number = phones.normalise(values.get("number"))
    if number is None:
        raise ControlError(f"number: {values.get('number')!r} is no international phone number")
    writing = _writing(context)
    state.chats.settle(state.account, context.now)
    reply = state.chats.reply(state.account, sender, number, writing, context.now)
    return {"chat_id": reply.chat.id, "session_id": reply.session.id, "message_id": reply.id}


def _sender(account: Account, name: object) -> Sender:
    for sender in account.two_way_senders().values():
        if sender.name == name:
            return sender
    raise ControlError(f"sender: {name!r} is no two-way Viber sender of the account")


def _writing(context: Context) -> Writing:
    values = context.data.values
    text, data, name = (_string(values, key) for key in ("text", "file_data", "file_name"))
    for key, value, most in (("text", text, MAX_TEXT), ("file_name", name, MAX_FILE_NAME)):
        if len(value) > most:
            raise ControlError(f"{key}: at most {most} characters can be written")
    if bool(text) == bool(data):
        raise ControlError("text: a text is needed, or a file as file_data instead")
    if not data:
        return Writing(text)
    try:
        content, extension = file_store.read_data_uri(data)
        file = file_store.add(context.state.storage, content, extension, "", context.now)
    except Refusal as refusal:
        raise ControlError(
            f"file_data: refused with {refusal.code:d} {refusal.code.name}"
        ) from None
    return Writing("", file.id, name or f"{file.id}.{extension}")


def _string(values: Mapping[str, object], key: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str) or not is_utf8(value):
        raise ControlError(f"{key}: a text is needed")
    return value
