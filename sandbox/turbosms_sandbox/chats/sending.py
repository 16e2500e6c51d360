"""chat/send: a session message, which is a text or a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal, ServiceAnswer
from turbosms_sandbox.calls.php_values import is_utf8
from turbosms_sandbox.chats.all_chats import Writing
from turbosms_sandbox.chats.parameters import is_passed, read_chat, read_positive
from turbosms_sandbox.files.content import content_of, url_to_fetch

if TYPE_CHECKING:
    from turbosms_sandbox.account.account import Account
    from turbosms_sandbox.calls.commands import Command
    from turbosms_sandbox.calls.parameters import Parameters
    from turbosms_sandbox.chats.all_chats import Chats
    from turbosms_sandbox.chats.chat import Session
    from turbosms_sandbox.delivery.behaviours import RecipientBehaviours
    from turbosms_sandbox.files.file_store import FileStore

_FILE_PARAMETERS = ("file_data", "file_url")


class _CheckedRequest(NamedTuple):
    """A request that is in order, apart from the content of its file."""

    session: Session
    text: str
    """Empty if a file is sent."""
    file_name: str


def send(
    chats: Chats, files: FileStore, behaviours: RecipientBehaviours, command: Command
) -> ServiceAnswer:
    """Send a session message. Documentation: chat/send.

    A-101: checked in this order: form, text, chat, recipient, session, money, file.
    """
    session, text, file_name = _check(chats, command)
    writing = Writing(text)
    if not text:
        content = content_of(command, data_name="file_data", url_name="file_url")
        file = files.add(content, command.now)
        writing = Writing("", file.id, file_name or f"{file.id}.{content.extension}")
    if not session.paid:
        sender = chats.account.two_way_senders()[session.chat.sender_id]
        session.paid = chats.account.pay(sender, session.price, command.now)
    behaviour = behaviours.of(session.chat.phone)
    message = chats.write(session, writing, behaviour, command.now)
    return ServiceAnswer(ResultCode.OK, {"message_id": message.id}, created=True)


def url_of_send(chats: Chats, command: Command) -> str | None:
    """The URL of the file to fetch first, if there is one and the request is otherwise in order."""
    request = _check(chats, command)
    if request.text:
        return None
    return url_to_fetch(command, data_name="file_data", url_name="file_url")


def _check(chats: Chats, command: Command) -> _CheckedRequest:
    """Check everything about a request but the content of its file."""
    parameters, now = command.parameters, command.now
    account = chats.account
    read_positive(parameters, "chat_id", ResultCode.INVALID_CHAT_ID)
    text = _read_text(account, parameters)
    file_name = _read_file_name(parameters)
    chats.settle(now)
    chat = read_chat(chats, parameters)
    sender = account.two_way_senders()[chat.sender_id]
    if not sender.active:
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_SENDER_NOT_ACTIVE)
    if chat.phone in account.ignore_list:
        raise Refusal(ResultCode.NOT_ALLOWED_NUMBER_STOPLIST)
    session = chat.open_session(now)
    if session is None:
        raise Refusal(ResultCode.REQUIRED_VIBER_SESSION)
    if session.unreplied >= limits.SESSION_OUTBOX.value:
        raise Refusal(ResultCode.NOT_ALLOWED_SESSION_OUTBOX_LIMIT)
    if not session.paid and not account.can_pay(sender, session.price, now):
        raise Refusal(ResultCode.REQUIRED_BALANCE)
    return _CheckedRequest(session, text, file_name)


def _read_text(account: Account, parameters: Parameters) -> str:
    """The text, empty if a file is sent: 201 with neither, 300 with both, 304, 413, 412.

    A-102: a text and a file are two messages. Empty strings count as neither, but an empty string
    in place of a file, without a text, is an empty file (418).
    """
    text = parameters.get("message")
    if text is None:
        text = ""
    if not isinstance(text, str) or not is_utf8(text):
        raise Refusal(ResultCode.INVALID_MESSAGE_TEXT)
    if not text and not any(is_passed(parameters, name) for name in _FILE_PARAMETERS):
        raise Refusal(ResultCode.REQUIRED_MESSAGE_TEXT)
    if text and any(parameters.get(name) not in (None, "") for name in _FILE_PARAMETERS):
        raise Refusal(ResultCode.INVALID_REQUEST)
    if len(text) > limits.VIBER_TEXT_CHARACTERS.value:
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_TEXT_LENGTH)
    if account.forbids(text):
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_TEXT)
    return text


def _read_file_name(parameters: Parameters) -> str:
    """The name that the recipient sees, empty if none was passed; 411 if no text, 423 if too long.

    A-103: 25 characters of any alphabet, as the description of the code says.
    """
    name = parameters.get("file_name")
    if name is None:
        return ""
    if not isinstance(name, str) or not is_utf8(name):
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_DATA)
    if len(name) > limits.FILE_CAPTION_LATIN.value:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_NAME_LENGTH)
    return name
