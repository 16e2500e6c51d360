"""chat/senders, chat/recipients, chat/sessions and chat/messages: what there is, page by page."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Answer, Refusal
from turbosms_sandbox.calls.php_values import read_flag
from turbosms_sandbox.chats.answer_rows import message_row, recipient_row, sender_row, session_row
from turbosms_sandbox.chats.chat import Reply
from turbosms_sandbox.chats.parameters import Page, chat_of, given, own_chat, page, positive
from turbosms_sandbox.messages.sms_length import is_utf8

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbosms_sandbox.account.account import Sender
    from turbosms_sandbox.calls.commands import Context
    from turbosms_sandbox.chats.all_chats import Chats
    from turbosms_sandbox.chats.chat import Chat, ChatMessage, Session

_NEW_RECIPIENTS = limits.PAGE_ROWS_DEFAULT.value
_message_id = attrgetter("id")


def senders(context: Context) -> Answer:
    """The account's Viber senders in the order of their ids. Documentation: chat/senders."""
    chats = _settled(context)
    rows = [
        sender_row(sender, chats.of_sender(number), context.now)
        for number, sender in context.state.account.viber_senders().items()
    ]
    return Answer(ResultCode.OK, rows)


def recipients(context: Context) -> Answer:
    """The chats of one sender, those with the newest messages first.

    Documentation: chat/recipients. A-98: with `new_only` a page has 30 rows at most, whatever
    `rows` says.
    """
    sender = _sender(context)
    new_only = read_flag(context.data.values.get("new_only"))
    wanted = page(context, _NEW_RECIPIENTS) if new_only else page(context)
    chats = _settled(context).of_sender(sender.id) if sender.two_way else ()
    newest = sorted((chat for chat in chats if chat.unread or not new_only), key=_last_id)
    return Answer(ResultCode.OK, [recipient_row(chat) for chat in wanted.of_newest(newest)])


def sessions(context: Context) -> Answer:
    """The sessions of a chat, newest first, or one session by its id.

    Documentation: chat/sessions. A-93: with neither 310; a session of another chat, or of nobody's,
    is 424.
    """
    chats = _settled(context)
    found: Sequence[Session]
    chat: Chat | None = None
    session_id = (
        positive(context, "session_id", ResultCode.INVALID_SESSION_ID)
        if given(context, "session_id")
        else 0
    )
    if given(context, "chat_id") or not session_id:
        chat = chat_of(context)
        found = chat.sessions
    wanted = page(context)
    if session_id:
        session = chats.session(session_id)
        own_chat(
            context, session.chat if session is not None and chat in (None, session.chat) else None
        )
        found = () if session is None else (session,)
    return Answer(
        ResultCode.OK, [session_row(session, context.now) for session in wanted.of_newest(found)]
    )


def messages(context: Context) -> Answer:
    """Messages of one chat or of all, newest first; after `last_message_id` oldest first.

    `new_only` the unread ones.

    Documentation: chat/messages. A-100: unread replies are marked as read by being answered; their
    rows show them as they were found. A-104: with `new_only` nobody looks at the page, and
    `last_message_id` may be any number.
    """
    chats = _settled(context)
    chat = chat_of(context) if given(context, "chat_id") else None
    after = 0
    if given(context, "last_message_id"):
        after = positive(context, "last_message_id", ResultCode.INVALID_MESSAGE_ID)
    found: Sequence[ChatMessage]
    if read_flag(context.data.values.get("new_only")):
        found = [reply for reply in chats.unread.values() if chat in (None, reply.chat)]
        wanted = Page(1, max(len(found), 1))
    else:
        found = chats.messages if chat is None else chat.messages
        wanted = page(context)
    if chat is None:
        found = _own(context, found)
    following = found[bisect_right(found, after, key=_message_id) :] if after else ()
    answered = wanted.of(following) if after else wanted.of_newest(found)
    rows = [
        message_row(message, context.state.storage, context.base_url, context.now)
        for message in answered
    ]
    unread = [message for message in answered if isinstance(message, Reply) and not message.read]
    chats.mark_read(unread)
    return Answer(ResultCode.OK, rows, changed=bool(unread))


def _settled(context: Context) -> Chats:
    """The chats as they are at this moment."""
    context.state.chats.settle(context.state.account, context.now)
    return context.state.chats


def _sender(context: Context) -> Sender:
    """The sender by `sender_id`, else by `sender`.

    309 and 302 for no possible one, 400 for none of the account's.

    A-98: with neither 200; with both `sender_id` counts. An inactive sender's chats can be read.
    """
    name = context.data.values.get("sender")
    if name is None:
        name = ""
    if not isinstance(name, str) or not is_utf8(name) or len(name) > limits.SENDER_CHARACTERS.value:
        raise Refusal(ResultCode.INVALID_MESSAGE_SENDER)
    senders = context.state.account.viber_senders()
    if given(context, "sender_id"):
        sender = senders.get(positive(context, "sender_id", ResultCode.INVALID_SENDER_ID))
    elif not name:
        raise Refusal(ResultCode.REQUIRED_MESSAGE_SENDER)
    else:
        sender = next((sender for sender in senders.values() if sender.name == name), None)
    if sender is None:
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_SENDER)
    return sender


def _own(context: Context, found: Sequence[ChatMessage]) -> Sequence[ChatMessage]:
    """Those of chats that are the account's now: a sender may be gone, or two-way no longer."""
    own = context.state.account.two_way_senders()
    if own.keys() >= set(context.state.chats.senders()):
        return found
    return [message for message in found if message.chat.sender_id in own]


def _last_id(chat: Chat) -> int:
    return chat.messages[-1].id
