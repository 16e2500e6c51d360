"""chat/senders, chat/recipients, chat/sessions and chat/messages: lists, page by page."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal, ServiceAnswer
from turbosms_sandbox.calls.php_values import is_utf8, read_flag
from turbosms_sandbox.chats.answer_rows import message_row, recipient_row, sender_row, session_row
from turbosms_sandbox.chats.chat import Reply
from turbosms_sandbox.chats.parameters import (
    DEFAULT_ROWS,
    Page,
    is_passed,
    own_chat,
    read_chat,
    read_page,
    read_positive,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbosms_sandbox.account.account import Account
    from turbosms_sandbox.account.senders import Sender
    from turbosms_sandbox.calls.commands import Command
    from turbosms_sandbox.calls.parameters import Parameters
    from turbosms_sandbox.chats.all_chats import Chats
    from turbosms_sandbox.chats.chat import Chat, ChatEntry, Session
    from turbosms_sandbox.files.file_store import FileStore

_entry_id = attrgetter("id")


def senders(chats: Chats, command: Command) -> ServiceAnswer:
    """The account's Viber senders in the order of their ids. Documentation: chat/senders."""
    chats.settle(command.now)
    rows = [
        sender_row(sender, chats.of_sender(sender_id), command.now)
        for sender_id, sender in chats.account.viber_senders().items()
    ]
    return ServiceAnswer(ResultCode.OK, rows)


def recipients(chats: Chats, command: Command) -> ServiceAnswer:
    """The chats of one sender, those with the newest messages first.

    Documentation: chat/recipients. A-98: with `new_only` a page has at most 30 rows, whatever
    `rows` is.
    """
    parameters = command.parameters
    sender = _read_sender(chats.account, parameters)
    new_only = read_flag(parameters.get("new_only"))
    page = read_page(parameters, DEFAULT_ROWS) if new_only else read_page(parameters)
    chats.settle(command.now)
    of_sender = chats.of_sender(sender.id) if sender.two_way else ()
    shown = [chat for chat in of_sender if chat.unread or not new_only]
    shown.sort(key=_last_id)
    return ServiceAnswer(ResultCode.OK, [recipient_row(chat) for chat in page.of_newest(shown)])


def sessions(chats: Chats, command: Command) -> ServiceAnswer:
    """The sessions of a chat, newest first, or one session by its id.

    Documentation: chat/sessions. A-93: with neither id 310; a session of another chat, or one that
    does not exist, is 424.
    """
    parameters = command.parameters
    chats.settle(command.now)
    session_id = 0
    if is_passed(parameters, "session_id"):
        session_id = read_positive(parameters, "session_id", ResultCode.INVALID_SESSION_ID)
    chat: Chat | None = None
    listed: Sequence[Session] = ()
    if is_passed(parameters, "chat_id") or not session_id:
        chat = read_chat(chats, parameters)
        listed = chat.sessions
    page = read_page(parameters)
    if session_id:
        listed = [_own_session(chats, session_id, chat)]
    rows = [session_row(session, command.now) for session in page.of_newest(listed)]
    return ServiceAnswer(ResultCode.OK, rows)


def messages(chats: Chats, files: FileStore, command: Command) -> ServiceAnswer:
    """Messages of one chat or of all, newest first; after `last_message_id` oldest first.

    With `new_only` the unread replies. Documentation: chat/messages. A-100: unread replies are
    marked as read when they are answered; their rows show them as they were before. A-104: with
    `new_only` the page is ignored, and `last_message_id` may be any number.
    """
    parameters = command.parameters
    chats.settle(command.now)
    chat = read_chat(chats, parameters) if is_passed(parameters, "chat_id") else None
    after_id = 0
    if is_passed(parameters, "last_message_id"):
        after_id = read_positive(parameters, "last_message_id", ResultCode.INVALID_MESSAGE_ID)
    entries: Sequence[ChatEntry]
    if read_flag(parameters.get("new_only")):
        entries = [reply for reply in chats.unread.values() if chat in (None, reply.chat)]
        page = Page(1, max(len(entries), 1))
    else:
        entries = chats.entries if chat is None else chat.entries
        page = read_page(parameters)
    if chat is None:
        entries = _of_own_chats(chats, entries)
    if after_id:
        answered = page.of(entries[bisect_right(entries, after_id, key=_entry_id) :])
    else:
        answered = page.of_newest(entries)
    rows = [message_row(entry, files, command) for entry in answered]
    unread = [entry for entry in answered if isinstance(entry, Reply) and not entry.read]
    chats.mark_read(unread)
    return ServiceAnswer(ResultCode.OK, rows, changed=bool(unread))


def _read_sender(account: Account, parameters: Parameters) -> Sender:
    """The sender by `sender_id`, else by `sender`.

    309 and 302 for one that cannot exist, 400 for one that the account does not have. A-98: with
    neither 200; with both `sender_id` counts. The chats of an inactive sender can be read.
    """
    name = parameters.get("sender")
    if name is None:
        name = ""
    if not isinstance(name, str) or not is_utf8(name) or len(name) > limits.SENDER_CHARACTERS.value:
        raise Refusal(ResultCode.INVALID_MESSAGE_SENDER)
    viber_senders = account.viber_senders()
    if is_passed(parameters, "sender_id"):
        sender_id = read_positive(parameters, "sender_id", ResultCode.INVALID_SENDER_ID)
        sender = viber_senders.get(sender_id)
    elif not name:
        raise Refusal(ResultCode.REQUIRED_MESSAGE_SENDER)
    else:
        named = (sender for sender in viber_senders.values() if sender.name == name)
        sender = next(named, None)
    if sender is None:
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_SENDER)
    return sender


def _own_session(chats: Chats, session_id: int, chat: Chat | None) -> Session:
    """The session with this id; 424 unless it is one of the account's, and of `chat` if given."""
    session = chats.session(session_id)
    if session is None or chat not in (None, session.chat):
        raise Refusal(ResultCode.NOT_ALLOWED_PERMISSION)
    own_chat(chats, session.chat)
    return session


def _of_own_chats(chats: Chats, entries: Sequence[ChatEntry]) -> Sequence[ChatEntry]:
    """What belongs to chats of the account: a sender may be gone, or no longer two-way."""
    own_senders = chats.account.two_way_senders()
    if own_senders.keys() >= set(chats.sender_ids()):
        return entries
    return [entry for entry in entries if entry.chat.sender_id in own_senders]


def _last_id(chat: Chat) -> int:
    return chat.entries[-1].id
