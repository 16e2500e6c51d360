"""The module `chat`: Viber chats, the sessions in which they may be answered, messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import httpx2

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode

from . import _checks
from . import _late_results as results
from ._chat_lists import ChatList
from ._creating import Creation
from ._file import Content, data_uri, is_address, own_name
from ._flow import Flow
from ._method import ClientKind, Pages, method, pages
from ._parameters import identify
from ._questions import ServiceModule, ask
from ._requests import build_request
from ._runtime import Runtime

_ROWS: Final = limits.PAGE_ROWS_MAXIMUM.value


class Chat(ServiceModule[ClientKind]):
    """The module `chat`: Viber chats.

    Its lists are iterators: they ask for page after page as rows are wanted, and give each row
    once, whatever arrives meanwhile. InvalidParameterError comes at once; a page without a usable
    answer raises APIError, TransportError or ProtocolError, and ends the iterator. There is nothing
    to close; one thread or task may iterate.
    """

    def __init__(self, runtime: Runtime, url: httpx2.URL) -> None:
        super().__init__(runtime)
        # "Our domain" is where the links of the documented samples lead, and that is not the API's
        # host.
        host = url.netloc.decode()
        if url.host == "api.turbosms.ua":
            host = host.removeprefix("api.")
        self._site = f"{url.scheme}://{host}"

    @method
    def senders(self) -> Flow[list[results.ChatSender]]:
        """The Viber senders of the account, with their money and unread messages.

        Documentation: "chat/senders".

        Raises:
            APIError, TransportError, ProtocolError: the service refused, did not answer, or
                something else did.
        """
        listing = ChatList(self._runtime, "chat/senders", results.ChatSender.from_row)
        items = yield from ask(self._runtime, build_request("chat/senders"), listing.read)
        return [self._with_whole_logo_url(sender) for sender in items if sender is not None]

    @pages
    def recipients(
        self,
        *,
        sender: str | None = None,
        sender_id: int | None = None,
        new_only: bool = False,
        rows: int = _ROWS,
    ) -> Pages[results.ChatRecipient]:
        """Iterate over those with whom a sender has a chat, newest message first.

        Documentation: "chat/recipients".

        A message moves its chat to the front, perhaps past the reader: behind the last page the
        front is read again for chats not met yet; with `new_only`, where chats leave as they are
        read, the whole list is.

        Args:
            sender, sender_id: the sender's name, 20 characters at most, or its id: one of them.
            new_only: only chats with unread messages.
            rows: how many to ask for at once, 1 to 500; 30 at most with `new_only`.
        """
        _checks.check_exactly_one(
            ResultCode.REQUIRED_MESSAGE_SENDER, sender=sender, sender_id=sender_id
        )
        body = _checks.build_body(
            "chat/recipients", sender=sender, sender_id=sender_id, new_only=new_only, rows=rows
        )
        if new_only:
            body["rows"] = min(rows, limits.PAGE_ROWS_DEFAULT.value)
        read_item = results.ChatRecipient.from_row
        listing = ChatList(self._runtime, "chat/recipients", read_item, key="chat_id")
        return listing.moving_to_the_front(body)

    @pages
    def sessions(
        self, *, chat_id: int | None = None, session_id: int | None = None, rows: int = _ROWS
    ) -> Pages[results.ChatSession]:
        """Iterate over the sessions of a chat, newest first, or over a single one.

        Documentation: "chat/sessions".

        Args:
            chat_id, session_id: the chat, or the session: one of them.
            rows: how many to ask for at once, 1 to 500.
        """
        _checks.check_exactly_one(
            ResultCode.INVALID_CHAT_ID, chat_id=chat_id, session_id=session_id
        )
        body = _checks.build_body(
            "chat/sessions", chat_id=chat_id, session_id=session_id, rows=rows
        )
        listing = ChatList(self._runtime, "chat/sessions", results.ChatSession.from_row)
        if session_id is not None:
            return listing.page(body)
        return listing.newest_first(body)

    @pages
    def messages(
        self,
        chat_id: int | None = None,
        *,
        last_message_id: int | None = None,
        new_only: bool = False,
        rows: int = _ROWS,
    ) -> Pages[results.ChatMessage]:
        """Iterate over the messages of a chat, or of all chats, newest first.

        Documentation: "chat/messages".

        The service marks as read what it answers. So a question whose answer was lost is not
        repeated: what it held no longer counts as new. Go on with `last_message_id`, the greatest
        id you have.

        Args:
            chat_id: the chat; without it, all chats.
            last_message_id: only what came after this message, oldest first.
            new_only: only what is unread, whole, in a single request.
            rows: how many to ask for, and to mark as read, at once: 1 to 500.
        """
        if new_only and last_message_id is not None:
            message = "Pass one of new_only and last_message_id, not both."
            raise _checks.wrong("new_only", message, None)
        body = _checks.build_body(
            "chat/messages",
            chat_id=chat_id,
            last_message_id=last_message_id,
            new_only=new_only,
            rows=rows,
        )
        listing = ChatList(self._runtime, "chat/messages", results.ChatMessage.from_row)
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
    ) -> Flow[results.ChatSendResult]:
        """Write in a chat while its session is open: a text or a file. Documentation: "chat/send".

        Args:
            text, file: a text of 1000 characters at most; or a file as for `file.add`, or the
                address of one.
            name: the name of the file as the recipient sees it, 25 characters at most; a path or an
                open file has one.
            sequence_id, deadline: as for `message.send`.

        Raises:
            InvalidParameterError: the service would refuse this; nothing was sent.
            APIError: the service refused: no session is open (107), five messages wait for an
                answer (422), or else.
            RequestNotSentError, OutcomeUnknownError: as for `message.send`.
        """
        body: dict[str, Any] = {"sequence_id": identify(sequence_id)}
        body.update(_checks.required_integer("chat/send", "chat_id", chat_id))
        if text is not None:
            _checks.text_of("text", {"text": text})
        _checks.check_exactly_one(
            ResultCode.REQUIRED_MESSAGE_TEXT, ResultCode.INVALID_REQUEST, text=text, file=file
        )
        _check_file_name(name, file)
        if name is None and not is_address(file):
            name = own_name(file) or None
        body.update(_checks.build_body("chat/send", text=text, name=name))
        if text is None:
            body.update(_file_fields(file, name))
        read_row = results.ChatSendResult.from_row
        call = Creation(self._runtime, "chat/send", read_row, body, deadline)
        return (yield from call.run())

    def _with_whole_logo_url(self, sender: results.ChatSender) -> results.ChatSender:
        """The service writes the path alone."""
        path = sender.logo_url
        if path is None or not path.startswith("/"):
            return sender
        return replace(sender, logo_url=f"{self._site}{path}")


def _check_file_name(name: str | None, file: Content) -> None:
    if name != "":
        return
    code = None
    if file is not None:  # beside a text the service does not look at it
        code = ResultCode.NOT_ALLOWED_FILE_TYPE
    raise _checks.empty("name", code)


def _file_fields(file: Content, name: str | None) -> Mapping[str, Any]:
    if is_address(file):
        return {"file_url": file}
    return {"file_data": data_uri(file, name)}
