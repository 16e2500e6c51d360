"""chat/send: a session message, a text or a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Answer, Refusal
from turbosms_sandbox.chats.all_chats import Writing
from turbosms_sandbox.chats.parameters import chat_of, given, positive
from turbosms_sandbox.files import file_store
from turbosms_sandbox.messages.sms_length import is_utf8

if TYPE_CHECKING:
    from turbosms_sandbox.calls.commands import Context
    from turbosms_sandbox.chats.chat import Session

_FILE = ("file_data", "file_url")


class _Wanted(NamedTuple):
    """What is to be sent, and in which session."""

    session: Session
    text: str
    file_name: str


def send(context: Context) -> Answer:
    """Send a session message. Documentation: chat/send.

    A-101: in this order its form, its text, the chat, the recipient, the session, the money, the
    file.
    """
    session, text, file_name = _read(context)
    state, now = context.state, context.now
    writing = Writing(text)
    if not text:
        content, extension, source = _content(context)
        file = file_store.add(state.storage, content, extension, source, now)
        writing = Writing("", file.id, file_name or f"{file.id}.{extension}")
    if not session.paid:
        session.paid = state.account.pay(
            state.account.two_way_senders()[session.chat.sender_id], session.price, now
        )
    message = state.chats.write(session, writing, state.fates.of(session.chat.number), now)
    return Answer(ResultCode.OK, {"message_id": message.id}, created=True)


def source(context: Context) -> str | None:
    """The URL of the file, if one is wanted and nothing else is wrong with the request."""
    wanted = _read(context)
    url = context.data.values.get("file_url")
    if wanted.text or context.data.values.get("file_data") not in (None, ""):
        return None
    return url if isinstance(url, str) and url else None


def _read(context: Context) -> _Wanted:
    """Everything about a request but the content of its file, or why it is refused."""
    positive(context, "chat_id", ResultCode.INVALID_CHAT_ID)
    text = _text(context)
    file_name = _file_name(context)
    account = context.state.account
    context.state.chats.settle(account, context.now)
    chat = chat_of(context)
    sender = account.two_way_senders()[chat.sender_id]
    if not sender.active:
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_SENDER_NOT_ACTIVE)
    if chat.number in account.ignore_list:
        raise Refusal(ResultCode.NOT_ALLOWED_NUMBER_STOPLIST)
    session = chat.open_session(context.now)
    if session is None:
        raise Refusal(ResultCode.REQUIRED_VIBER_SESSION)
    if session.unreplied >= limits.SESSION_OUTBOX.value:
        raise Refusal(ResultCode.NOT_ALLOWED_SESSION_OUTBOX_LIMIT)
    if not session.paid and not account.can_pay(sender, session.price, context.now):
        raise Refusal(ResultCode.REQUIRED_BALANCE)
    return _Wanted(session, text, file_name)


def _text(context: Context) -> str:
    """The text, empty if a file is sent: 201 with neither, 300 with both, 304, 413, 412.

    A-102: a text and a file are two messages. Empty strings are neither, but one in the place of a
    file, where there is no text, is a file that is empty (418).
    """
    text = context.data.values.get("message")
    if text is None:
        text = ""
    if not isinstance(text, str) or not is_utf8(text):
        raise Refusal(ResultCode.INVALID_MESSAGE_TEXT)
    if not text and not any(given(context, name) for name in _FILE):
        raise Refusal(ResultCode.REQUIRED_MESSAGE_TEXT)
    if text and any(context.data.values.get(name) not in (None, "") for name in _FILE):
        raise Refusal(ResultCode.INVALID_REQUEST)
    if len(text) > limits.VIBER_TEXT_CHARACTERS.value:
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_TEXT_LENGTH)
    if context.state.account.forbids(text):
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_TEXT)
    return text


def _file_name(context: Context) -> str:
    """The name under which the recipient sees the file, empty if none is given.

    411 if it is no text, 423 if too long.

    A-103: 25 characters of any alphabet, as the description of the code says.
    """
    name = context.data.values.get("file_name")
    if name is None:
        return ""
    if not isinstance(name, str) or not is_utf8(name):
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_DATA)
    if len(name) > limits.FILE_CAPTION_LATIN.value:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_NAME_LENGTH)
    return name


def _content(context: Context) -> tuple[bytes, str, str]:
    """The content, extension and source of the file.

    From the data URI, else from the URL, as in file/add.
    """
    data = context.data.values.get("file_data")
    if isinstance(data, str) and data:
        return *file_store.read_data_uri(data), ""
    if context.fetched is not None and data in (None, ""):
        return *context.fetched.open(), str(context.data.values["file_url"])
    raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY)
