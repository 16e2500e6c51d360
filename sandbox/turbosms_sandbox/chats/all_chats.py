"""All chats of the account, and what time will add to them.

What lies ahead, such as a deferred message or the answer of a magic number, waits in a queue. It is
worked off in the order of time before anything else happens, so the ids of messages follow the
clock no matter when somebody looks.
"""

from __future__ import annotations

import heapq
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

from turbosms_sandbox.account import prices
from turbosms_sandbox.chats.chat import Chat, MessageOfSend, Reply, Session, SessionMessage
from turbosms_sandbox.delivery import courses
from turbosms_sandbox.delivery.behaviours import ORDINARY

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Sequence

    from turbosms_sandbox.account.account import Account
    from turbosms_sandbox.account.senders import Sender
    from turbosms_sandbox.chats.chat import ChatEntry
    from turbosms_sandbox.delivery.behaviours import RecipientBehaviour
    from turbosms_sandbox.delivery.sends import ExecutedSend, StoredMessage

# The ids of the documented samples come first, so that these samples find a chat as soon as anybody
# has written.
FIRST_CHAT: Final = 1234
FIRST_MESSAGE: Final = 1001
FIRST_SESSION: Final = 123_321

STEP: Final = 500
"""How many messages arrive in one go."""

ANSWER: Final = "Thank you, got it."
"""What a recipient writes who answers on its own."""


class Writing(NamedTuple):
    """What somebody writes in a chat: a text, or a file with a name."""

    text: str
    file_id: int = 0
    file_name: str = ""


class _Due(NamedTuple):
    """Messages that reach Viber at a moment; without any, it is when `phone` answers."""

    at: float
    order: int
    sender_id: int
    phone: str
    messages: Sequence[StoredMessage]


class Chats:
    """The chats of one account. Call `settle` before looking at them."""

    def __init__(self, account: Account) -> None:
        self.entries: list[ChatEntry] = []
        """Every message of every chat, in the order of ids."""
        self.unread: dict[int, Reply] = {}
        """The unread replies by their ids, in the order of them."""
        self.account: Final = account
        self._chats: dict[int, Chat] = {}
        self._by_sender: dict[int, dict[str, Chat]] = {}
        self._sessions: dict[int, Session] = {}
        self._due: list[_Due] = []
        self._answers: list[float] = []
        """When recipients answer, which costs money."""
        self._planned = 0

    def chat(self, chat_id: int) -> Chat | None:
        return self._chats.get(chat_id)

    def session(self, session_id: int) -> Session | None:
        return self._sessions.get(session_id)

    def of_sender(self, sender_id: int) -> Collection[Chat]:
        return self._by_sender.get(sender_id, {}).values()

    def with_phone(self, phone: str) -> list[Chat]:
        """The chats of all senders with a number."""
        return [chats[phone] for chats in self._by_sender.values() if phone in chats]

    def sender_ids(self) -> Collection[int]:
        """The ids of all senders that have ever had a chat."""
        return self._by_sender.keys()

    def expect(self, sender: Sender, send: ExecutedSend, messages: Sequence[StoredMessage]) -> None:
        """Take the Viber messages of a send into the chats when they leave for Viber.

        A-92: a message enters its chat at that moment, with the next id; a message that Viber
        rejects never does.
        """
        course = courses.plan(send, ORDINARY).viber
        if course is None or not sender.two_way:
            return
        self._plan(course.sent, sender.id, messages=messages)
        for message in messages:
            self._expect_answer(sender.id, message.recipient, message.behaviour, course.sent)

    def next_due(self) -> float:
        """When something happens next without anybody's doing; infinity if nothing does."""
        return self._due[0].at if self._due else inf

    def settle_if_it_matters(self, now: float) -> None:
        """Settle if something is due that costs money.

        The rest can wait until somebody looks at the chats. A little of it is done now, so that
        whoever looks does not have to wait for it.
        """
        if self._answers and self._answers[0] <= now:
            self.settle(now)
        elif self._due and self._due[0].at <= now:
            self._settle_next()

    def settle(self, now: float) -> None:
        """Do everything that is due at the moment `now`."""
        for _ in self.settle_in_steps(now):
            pass

    def settle_in_steps(self, now: float) -> Generator[None, None, None]:
        """Like `settle`, in steps between which others are served, who may settle too."""
        while self._due and self._due[0].at <= now:
            self._settle_next()
            yield

    def _settle_next(self) -> None:
        """Do what is due next, or a part of it if it is much."""
        due = heapq.heappop(self._due)
        if due.messages:
            if len(due.messages) > STEP:
                heapq.heappush(self._due, due._replace(messages=due.messages[STEP:]))
            self._arrive(due.sender_id, due.messages[:STEP], due.at)
            return
        heapq.heappop(self._answers)
        sender = self.account.two_way_senders().get(due.sender_id)
        if sender is not None:
            self.reply(sender, due.phone, Writing(ANSWER), due.at)

    def reply(self, sender: Sender, phone: str, writing: Writing, now: float) -> Reply:
        """The recipient writes: that opens a session unless one is open, and is charged for."""
        chat = self._chat_with(sender.id, phone)
        session = chat.open_session(now)
        if session is None:
            session = self._begin_session(sender, chat, now)
        session.unreplied = 0
        reply = Reply(self._next_id(), chat, now, session, *writing)
        self._add(reply)
        self.unread[reply.id] = reply
        chat.unread += 1
        return reply

    def _begin_session(self, sender: Sender, chat: Chat, now: float) -> Session:
        paid = self.account.pay(sender, prices.SESSION, now)
        session = Session(FIRST_SESSION + len(self._sessions), chat, prices.SESSION, now, paid)
        self._sessions[session.id] = session
        chat.sessions.append(session)
        return session

    def write(
        self, session: Session, writing: Writing, behaviour: RecipientBehaviour, now: float
    ) -> SessionMessage:
        """The sender writes within a session; `behaviour` is the recipient's."""
        chat = session.chat
        message = SessionMessage(self._next_id(), chat, now, session, *writing, behaviour)
        self._add(message)
        session.sent += 1
        session.unreplied += 1
        self._expect_answer(chat.sender_id, chat.phone, behaviour, now)
        return message

    def mark_read(self, replies: Iterable[Reply]) -> None:
        for reply in replies:
            reply.read = True
            reply.chat.unread -= 1
            del self.unread[reply.id]

    def _arrive(self, sender_id: int, messages: Iterable[StoredMessage], at: float) -> None:
        for message in messages:
            if message.behaviour.viber != "Rejected":
                chat = self._chat_with(sender_id, message.recipient)
                self._add(MessageOfSend(self._next_id(), chat, at, message))

    def _expect_answer(
        self, sender_id: int, phone: str, behaviour: RecipientBehaviour, sent: float
    ) -> None:
        if behaviour.answers:
            at = sent + courses.VIBER_ANSWERED
            self._plan(at, sender_id, phone=phone)
            heapq.heappush(self._answers, at)

    def _plan(
        self, at: float, sender_id: int, phone: str = "", messages: Sequence[StoredMessage] = ()
    ) -> None:
        heapq.heappush(self._due, _Due(at, self._planned, sender_id, phone, messages))
        self._planned += 1

    def _chat_with(self, sender_id: int, phone: str) -> Chat:
        """The chat of a sender and a number, which begins with its first use."""
        chats = self._by_sender.setdefault(sender_id, {})
        chat = chats.get(phone)
        if chat is None:
            chat = chats[phone] = Chat(FIRST_CHAT + len(self._chats), sender_id, phone)
            self._chats[chat.id] = chat
        return chat

    def _next_id(self) -> int:
        return FIRST_MESSAGE + len(self.entries)

    def _add(self, entry: ChatEntry) -> None:
        self.entries.append(entry)
        entry.chat.entries.append(entry)
