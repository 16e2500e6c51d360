"""The module `chat`: Viber chats, the sessions in which they may be answered, messages."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any, Final, Generic, TypeVar

import httpx2

from turbosms_api.reading import read_rows
from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode

from . import _checks, _wire
from . import _late_results as results
from ._creating import Creation
from ._errors import ProtocolError
from ._file import Content, data_uri, is_address, own_name
from ._flow import Flow
from ._method import ClientKind, Pages, method, pages
from ._parameters import identify
from ._questions import ReadRow, ServiceModule, ask, raise_for_code
from ._runtime import Runtime
from ._wire import Answer

R = TypeVar("R")
_ROWS: Final = limits.PAGE_ROWS_MAXIMUM.value
_PLACE: Final = ("last_message_date", "total_messages")  # what changes when a chat moves
_SAME: Final = 3  # times that a page repeats the one before it: no flood of arrivals does that


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
        self._site = f"{url.scheme}://{url.netloc.decode()}".replace(
            "//api.turbosms.ua", "//turbosms.ua"
        )

    @method
    def senders(self) -> Flow[list[results.ChatSender]]:
        """The Viber senders of the account, with their money and unread messages.

        Documentation: "chat/senders".

        Raises:
            APIError, TransportError, ProtocolError: the service refused, did not answer, or
                something else did.
        """
        read = _List(self, "chat/senders", results.ChatSender.from_row).read
        found = yield from ask(self._runtime, _wire.request("chat/senders"), read)
        logos = [(row, row.logo_url or "") for row in found if row]
        return [
            replace(row, logo_url=self._site + logo) if logo.startswith("/") else row
            for row, logo in logos
        ]

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
        _checks.one_of(ResultCode.REQUIRED_MESSAGE_SENDER, sender=sender, sender_id=sender_id)
        body = _checks.plain(
            "chat/recipients", sender=sender, sender_id=sender_id, new_only=new_only, rows=rows
        )
        if new_only:
            body["rows"] = min(rows, limits.PAGE_ROWS_DEFAULT.value)
        return _List(self, "chat/recipients", results.ChatRecipient.from_row, "chat_id").pages(body)

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
        _checks.one_of(ResultCode.INVALID_CHAT_ID, chat_id=chat_id, session_id=session_id)
        body = _checks.plain("chat/sessions", chat_id=chat_id, session_id=session_id, rows=rows)
        found = _List(self, "chat/sessions", results.ChatSession.from_row)
        return found.pages(body) if session_id is None else iter([found.ask(body)])

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
        body = _checks.plain(
            "chat/messages",
            chat_id=chat_id,
            last_message_id=last_message_id,
            new_only=new_only,
            rows=rows,
        )
        found = _List(self, "chat/messages", results.ChatMessage.from_row)
        if new_only:
            return iter([found.ask(body)])
        return found.pages(body) if last_message_id is None else found.after(body)

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
        body = {
            "sequence_id": identify(sequence_id),
            **_checks.number_of("chat/send", chat_id=chat_id),
        }
        _checks.text_of("text", {} if text is None else {"text": text})
        _checks.one_of(
            ResultCode.REQUIRED_MESSAGE_TEXT, ResultCode.INVALID_REQUEST, text=text, file=file
        )
        if name == "":
            # Beside a text the service does not look at it.
            code = None if file is None else ResultCode.NOT_ALLOWED_FILE_TYPE
            raise _checks.wrong("name", "name is empty: leave it out.", code)
        if name is None and not is_address(file):
            name = own_name(file) or None
        body |= _checks.plain("chat/send", text=text, name=name)
        if text is None:
            body |= {"file_url": file} if is_address(file) else {"file_data": data_uri(file, name)}
        read_row = results.ChatSendResult.from_row
        call = Creation(self._runtime, "chat/send", read_row, body, deadline)
        return (yield from call.run())


class _List(Generic[R]):
    """A list of the service, and the page asked for last: its rows, and those of them not met
    before.
    """

    def __init__(self, chat: Chat[Any], operation: str, row: ReadRow[R], key: str = "id") -> None:
        self._chat, self._operation, self._row, self._key = chat, operation, row, key
        self._seen: dict[int, Any] = {}

    def ask(self, body: dict[str, Any]) -> Flow[list[R]]:
        """A page. One without a usable answer is the last."""
        self._rows: Any = None
        self._fresh: list[Any] = []
        self._unmoved = False
        self._rows = yield from ask(
            self._chat._runtime, _wire.request(self._operation, body), self.read
        )
        for row in filter(None, self._rows):
            number, place = getattr(row, self._key), [getattr(row, name, None) for name in _PLACE]
            self._fresh += [] if number in self._seen else [row]
            self._unmoved = self._unmoved or self._seen.get(number) == place
            self._seen[number] = place
        return self._fresh

    def read(self, answer: Answer) -> list[R | None]:
        """The rows of an answer, None for each that cannot be read."""
        raise_for_code(self._operation, answer)
        if not any(rows := read_rows(self._row, answer.result)) and answer.result:
            raise ProtocolError("the answer has no readable row.", operation=self._operation)
        return rows

    def after(self, body: dict[str, Any]) -> Pages[R]:
        """Oldest first: a page begins behind the last row of the one before."""
        yield self.ask(body)
        while self._fresh and len(self._rows) >= body["rows"]:
            yield self.ask({**body, "last_message_id": self._fresh[-1].id})

    def pages(self, body: dict[str, Any]) -> Pages[R]:
        """Newest first: what arrives moves the other rows to later pages, where those met before
        are dropped.

        Chats move to the front too, and leave a list of `new_only`. So there are more passes over
        them, until one has a single page, which is of one moment, or finds nothing in `new_only`.
        """
        number, found = yield from self._pass(body, again=False)
        while number > 1 and self._key == "chat_id" and (found or "new_only" not in body):
            number, found = yield from self._pass(body, again=True)

    def _pass(
        self, body: dict[str, Any], again: bool
    ) -> Generator[Flow[list[R]], None, tuple[int, bool]]:
        number, same, found, before = 0, 0, False, None
        while True:
            number += 1
            yield self.ask({**body, "page": number})
            if self._rows is None:
                return 0, False
            same, found, before = (
                same + 1 if self._rows == before else 0,
                found or bool(self._fresh),
                self._rows,
            )
            # Chats that have moved since stand in front of one that has not; and the service may
            # take "up to 30" to say that `new_only` has a single page.
            if len(self._rows) < body["rows"] or (
                same if "new_only" in body else again and self._unmoved
            ):
                return number, found
            if same == _SAME:
                raise ProtocolError(
                    "the list has no end: a page comes again and again.", operation=self._operation
                )
