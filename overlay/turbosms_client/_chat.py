"""The module `chat`: Viber chats, their sessions and messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode

from ._calls.chat_lists import ChatList
from ._calls.creating import Creation
from ._calls.read_only_calls import ask
from ._calls.service_module import ServiceModule
from ._flows.instructions import Flow
from ._flows.method import ClientKind, FlowsOfItems, iterating_method, method
from ._flows.runtime import Runtime
from ._parameters import checks
from ._parameters.chat_and_file_bodies import build_body, check_exactly_one, required_integer
from ._parameters.files import Content, data_uri, own_name
from ._parameters.sequence_ids import identify
from ._requests.building import build_request
from ._results import chat_and_file_results
from ._results.errors import invalid_parameter

_ROWS: Final = limits.PAGE_ROWS_MAXIMUM.value


class Chat(ServiceModule[ClientKind]):
    """The module `chat`: Viber chats.

    Its lists are iterators. They request the next page when it is needed, and yield each row once,
    even if messages arrive in the meantime. InvalidParameterError is raised at once; a page without
    a usable response raises APIError, TransportError or ProtocolError, and ends the iterator. There
    is nothing to close. An iterator belongs to one thread or task.
    """

    def __init__(self, runtime: Runtime, site: str) -> None:
        super().__init__(runtime)
        self._site = site

    @method
    def senders(self) -> Flow[list[chat_and_file_results.ChatSender]]:
        """List the Viber senders of the account, with their money and unread messages.

        Documentation: "chat/senders".

        Raises:
            APIError, TransportError, ProtocolError: the service refused, there was no response, or
                it was not from the service.
        """
        listing = ChatList(self._runtime, "chat/senders", chat_and_file_results.ChatSender.from_row)
        items = yield from ask(self._runtime, build_request("chat/senders"), listing.read)
        return [self._with_whole_logo_url(sender) for sender in items if sender is not None]

    @iterating_method
    def recipients(
        self,
        *,
        sender: str | None = None,
        sender_id: int | None = None,
        new_only: bool = False,
        rows: int = _ROWS,
    ) -> FlowsOfItems[chat_and_file_results.ChatRecipient]:
        """Iterate over the chats of a sender, newest message first.

        Documentation: "chat/recipients".

        A new message moves its chat to the front, perhaps past the pages read so far. So after the
        last page, the front is read again for chats that have not been seen. With `new_only`, where
        chats drop out as they are read, the whole list is read again.

        Args:
            sender, sender_id: the sender's name, at most 20 characters, or its id; pass one.
            new_only: only chats with unread messages.
            rows: how many to request at once, 1 to 500; with `new_only`, at most 30.
        """
        check_exactly_one(ResultCode.REQUIRED_MESSAGE_SENDER, sender=sender, sender_id=sender_id)
        body = build_body(
            "chat/recipients", sender=sender, sender_id=sender_id, new_only=new_only, rows=rows
        )
        if new_only:
            body["rows"] = min(rows, limits.PAGE_ROWS_DEFAULT.value)
        read_item = chat_and_file_results.ChatRecipient.from_row
        listing = ChatList(self._runtime, "chat/recipients", read_item, key="chat_id")
        return listing.moving_to_the_front(body)

    @iterating_method
    def sessions(
        self, *, chat_id: int | None = None, session_id: int | None = None, rows: int = _ROWS
    ) -> FlowsOfItems[chat_and_file_results.ChatSession]:
        """Iterate over the sessions of a chat, newest first, or get a single one.

        Documentation: "chat/sessions".

        Args:
            chat_id, session_id: the chat, or the session; pass one.
            rows: how many to request at once, 1 to 500.
        """
        check_exactly_one(ResultCode.INVALID_CHAT_ID, chat_id=chat_id, session_id=session_id)
        body = build_body("chat/sessions", chat_id=chat_id, session_id=session_id, rows=rows)
        listing = ChatList(
            self._runtime, "chat/sessions", chat_and_file_results.ChatSession.from_row
        )
        if session_id is not None:
            return listing.page(body)
        return listing.newest_first(body)

    @iterating_method
    def messages(
        self,
        chat_id: int | None = None,
        *,
        last_message_id: int | None = None,
        new_only: bool = False,
        rows: int = _ROWS,
    ) -> FlowsOfItems[chat_and_file_results.ChatMessage]:
        """Iterate over the messages of a chat, or of all chats, newest first.

        Documentation: "chat/messages".

        The service marks the messages that it returns as read. If a response is lost, the request
        is not retried, since its messages no longer count as new. Continue with `last_message_id`,
        the greatest id that you have.

        Args:
            chat_id: the chat; without it, all chats.
            last_message_id: only messages after this one, oldest first.
            new_only: only unread messages, all in a single request.
            rows: how many to request, and to mark as read, at once: 1 to 500.
        """
        if new_only and last_message_id is not None:
            message = "Pass one of new_only and last_message_id, not both."
            raise invalid_parameter("new_only", message, None)
        body = build_body(
            "chat/messages",
            chat_id=chat_id,
            last_message_id=last_message_id,
            new_only=new_only,
            rows=rows,
        )
        listing = ChatList(
            self._runtime, "chat/messages", chat_and_file_results.ChatMessage.from_row
        )
        if new_only:
            return listing.page(body)
        if last_message_id is not None:
            return listing.oldest_first(body)
        return listing.newest_first(body)

    @method
    def send(  # noqa: PLR0913 - the parameters of the documentation, by name
        self,
        chat_id: int,
        *,
        text: str | None = None,
        file: Content = None,
        name: str | None = None,
        sequence_id: str | None = None,
        deadline: float | None = None,
    ) -> Flow[chat_and_file_results.ChatSendResult]:
        """Send a text or a file in a chat while a session is open. Documentation: "chat/send".

        Args:
            text, file: a text of at most 1000 characters; or a file as for `file.add`, or the URL
                of one.
            name: the name of the file as the recipient sees it, at most 25 characters; the default
                is the name of the path or open file.
            sequence_id, deadline: as for `message.send`.

        Raises:
            InvalidParameterError: the service would refuse a parameter; nothing was sent.
            APIError: the service refused, for example because no session is open (107) or five
                messages are waiting for a reply (422).
            RequestNotSentError, OutcomeUnknownError: as for `message.send`.
        """
        body: dict[str, Any] = {"sequence_id": identify(sequence_id)}
        body.update(required_integer("chat/send", "chat_id", chat_id))
        if text is not None:
            checks.text_of("text", {"text": text})
        check_exactly_one(
            ResultCode.REQUIRED_MESSAGE_TEXT, ResultCode.INVALID_REQUEST, text=text, file=file
        )
        _check_file_name(name, file)
        if name is None and not checks.is_link(file):
            name = own_name(file) or None
        body.update(build_body("chat/send", text=text, name=name))
        if text is None:
            body.update(_file_fields(file, name))
        read_row = chat_and_file_results.ChatSendResult.from_row
        call = Creation(self._runtime, "chat/send", read_row, body, deadline)
        return (yield from call.run())

    def _with_whole_logo_url(
        self, sender: chat_and_file_results.ChatSender
    ) -> chat_and_file_results.ChatSender:
        """Complete the logo's URL, of which the service gives only the path."""
        path = sender.logo_url
        if path is None or not path.startswith("/"):
            return sender
        return replace(sender, logo_url=f"{self._site}{path}")


def _check_file_name(name: str | None, file: Content) -> None:
    if name != "":
        return
    code = None
    if file is not None:  # with a text, the service ignores it
        code = ResultCode.NOT_ALLOWED_FILE_TYPE
    raise checks.empty("name", code)


def _file_fields(file: Content, name: str | None) -> Mapping[str, Any]:
    if checks.is_link(file):
        return {"file_url": file}
    return {"file_data": data_uri(file, name)}
