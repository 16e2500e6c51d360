"""`POST /sandbox/replies`: a recipient writes in a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.control_values import check_keys, read_control_phone
from turbosms_sandbox.calls.php_values import is_utf8
from turbosms_sandbox.chats.all_chats import Writing
from turbosms_sandbox.files.content import read_data_uri

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbosms_sandbox.account.account import Account
    from turbosms_sandbox.account.senders import Sender
    from turbosms_sandbox.calls.commands import Command
    from turbosms_sandbox.chats.all_chats import Chats
    from turbosms_sandbox.files.file_store import FileStore

MAX_TEXT = 7_000
"""Most characters that a recipient can write at a time, as in Viber itself."""
MAX_FILE_NAME = 255
KEYS = ("sender", "number", "text", "file_data", "file_name")


def reply(chats: Chats, files: FileStore, command: Command) -> dict[str, Any]:
    """A recipient writes to a two-way sender: a `text`, or a file as a data URI."""
    values = command.parameters.values
    check_keys(values, KEYS)
    sender = _read_sender(chats.account, values.get("sender"))
    phone = read_control_phone("number", values.get("number"))
    writing = _read_writing(files, values, command.now)
    chats.settle(command.now)
    reply = chats.reply(sender, phone, writing, command.now)
    return {"chat_id": reply.chat.id, "session_id": reply.session.id, "message_id": reply.id}


def _read_sender(account: Account, name: object) -> Sender:
    for sender in account.two_way_senders().values():
        if sender.name == name:
            return sender
    raise ControlError(f"sender: {name!r} is no two-way Viber sender of the account")


def _read_writing(files: FileStore, values: Mapping[str, object], now: float) -> Writing:
    text = _read_text(values, "text")
    data = _read_text(values, "file_data")
    name = _read_text(values, "file_name")
    _check_length("text", text, MAX_TEXT)
    _check_length("file_name", name, MAX_FILE_NAME)
    if bool(text) == bool(data):
        raise ControlError("text: a text is needed, or a file as file_data instead")
    if not data:
        return Writing(text)
    try:
        content = read_data_uri(data)
        file = files.add(content, now)
    except Refusal as refusal:
        raise ControlError(
            f"file_data: refused with {refusal.code:d} {refusal.code.name}"
        ) from None
    return Writing("", file.id, name or f"{file.id}.{content.extension}")


def _read_text(values: Mapping[str, object], key: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str) or not is_utf8(value):
        raise ControlError(f"{key}: a text is needed")
    return value


def _check_length(key: str, text: str, most: int) -> None:
    if len(text) > most:
        raise ControlError(f"{key}: at most {most} characters can be written")
