"""All chats of the account: who wrote what to whom, and what will be added to that as time passes.

What lies ahead, such as a deferred message or the answer of a magic recipient, waits in a queue and
is worked off in the order of time before anything else happens. So the ids of messages follow the
clock, whenever anybody looks.
"""

from __future__ import annotations

import heapq
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

from turbosms_sandbox.account import prices
from turbosms_sandbox.chats.chat import CampaignMessage, Chat, Reply, Session, SessionMessage
from turbosms_sandbox.delivery import courses
from turbosms_sandbox.delivery.behaviours import ORDINARY

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Sequence

    from turbosms_sandbox.account.account import Account, Sender
    from turbosms_sandbox.chats.chat import ChatMessage
    from turbosms_sandbox.delivery.behaviours import Script
    from turbosms_sandbox.delivery.campaigns import Campaign, Message

# The numbers of the documented samples come first, so that these find a chat as soon as anybody has
# written.
FIRST_CHAT: Final = 1234
FIRST_MESSAGE: Final = 1001
FIRST_SESSION: Final = 123_321

STEP: Final = 500
"""How many messages arrive in one go."""

ANSWER: Final = "Thank you, got it."
"""What a recipient writes who answers by itself."""


class Writing(NamedTuple):
    """What somebody writes in a chat: a text, or a file under a name."""

    text: str
    file_id: int = 0
    file_name: str = ""


class _Due(NamedTuple):
    """Messages that reach Viber at a moment, or, without any, an answer of `number`."""

    at: float
    order: int
    sender_id: int
    number: str
    messages: Sequence[Message]


class Chats:
    """The chats of one account. Whoever looks at them settles them first."""

    def __init__(self) -> None:
        self.messages: list[ChatMessage] = []
        """Every message of every chat, in the order of ids."""
        self.unread: dict[int, Reply] = {}
        """The replies that nobody has read, by their ids and in the order of these."""
        self._chats: dict[int, Chat] = {}
        self._by_sender: dict[int, dict[str, Chat]] = {}
        self._sessions: dict[int, Session] = {}
        self._due: list[_Due] = []
        self._answers: list[float] = []
        self._planned = 0

    def chat(self, chat_id: int) -> Chat | None:
        return self._chats.get(chat_id)

    def session(self, session_id: int) -> Session | None:
        return self._sessions.get(session_id)

    def of_sender(self, sender_id: int) -> Collection[Chat]:
        return self._by_sender.get(sender_id, {}).values()

    def with_number(self, number: str) -> list[Chat]:
        """The chats of all senders with a number."""
        return [chats[number] for chats in self._by_sender.values() if number in chats]

    def senders(self) -> Collection[int]:
        """The ids of all senders that have ever had a chat."""
        return self._by_sender.keys()

    def expect(self, sender: Sender, campaign: Campaign, messages: Sequence[Message]) -> None:
        """Take the Viber messages of a campaign into the chats once they leave for Viber.

        A-92: a message enters its chat at that moment, with the next id; one that Viber rejects
        never does.
        """
        course = courses.plan(campaign, ORDINARY).viber
        if course is None or not sender.two_way:
            return
        self._plan(course.sent, sender.id, messages=messages)
        for message in messages:
            self._expect_answer(sender.id, message.recipient, message.script, course.sent)

    def next_due(self) -> float:
        """When something happens in chats by itself next; infinity if nothing does."""
        return self._due[0].at if self._due else inf

    def settle_if_it_matters(self, account: Account, now: float) -> None:
        """Settle if something is due that costs money.

        The rest can wait until somebody looks at the chats; a little of it is done now, so that
        whoever looks does not have to wait.
        """
        if self._answers and self._answers[0] <= now:
            self.settle(account, now)
        elif self._due and self._due[0].at <= now:
            self._settle_one(account)

    def settle(self, account: Account, now: float) -> None:
        """Bring everything up to the moment `now`."""
        for _ in self.settle_in_steps(account, now):
            pass

    def settle_in_steps(self, account: Account, now: float) -> Generator[None, None, None]:
        """Likewise, in steps that let others be served, who may do the same meanwhile."""
        while self._due and self._due[0].at <= now:
            self._settle_one(account)
            yield

    def _settle_one(self, account: Account) -> None:
        """Do what is due next, or a part of it if that is much."""
        due = heapq.heappop(self._due)
        if due.messages:
            if len(due.messages) > STEP:
                heapq.heappush(self._due, due._replace(messages=due.messages[STEP:]))
            self._arrive(due.sender_id, due.messages[:STEP], due.at)
            return
        heapq.heappop(self._answers)
        sender = account.two_way_senders().get(due.sender_id)
        if sender is not None:
            self.reply(account, sender, due.number, Writing(ANSWER), due.at)

    def reply(
        self, account: Account, sender: Sender, number: str, writing: Writing, now: float
    ) -> Reply:
        """The recipient writes: that opens a session unless one is open, and is charged for."""
        chat = self._open_chat(sender.id, number)
        session = chat.open_session(now)
        if session is None:
            paid = account.pay(sender, prices.SESSION, now)
            session = Session(FIRST_SESSION + len(self._sessions), chat, prices.SESSION, now, paid)
            self._sessions[session.id] = session
            chat.sessions.append(session)
        session.unreplied = 0
        reply = Reply(self._next_id(), chat, now, session, *writing)
        self._add(reply)
        self.unread[reply.id] = reply
        chat.unread += 1
        return reply

    def write(
        self, session: Session, writing: Writing, script: Script, now: float
    ) -> SessionMessage:
        """The sender writes within a session; `script` is the fate of the recipient."""
        message = SessionMessage(self._next_id(), session.chat, now, session, *writing, script)
        self._add(message)
        session.sent += 1
        session.unreplied += 1
        self._expect_answer(session.chat.sender_id, session.chat.number, script, now)
        return message

    def mark_read(self, replies: Iterable[Reply]) -> None:
        for reply in replies:
            reply.read = True
            reply.chat.unread -= 1
            del self.unread[reply.id]

    def _arrive(self, sender_id: int, messages: Iterable[Message], at: float) -> None:
        for message in messages:
            if message.script.viber != "Rejected":
                chat = self._open_chat(sender_id, message.recipient)
                self._add(CampaignMessage(self._next_id(), chat, at, message))

    def _expect_answer(self, sender_id: int, number: str, script: Script, sent: float) -> None:
        if script.answers:
            at = sent + courses.VIBER_ANSWERED
            self._plan(at, sender_id, number=number)
            heapq.heappush(self._answers, at)

    def _plan(
        self, at: float, sender_id: int, number: str = "", messages: Sequence[Message] = ()
    ) -> None:
        heapq.heappush(self._due, _Due(at, self._planned, sender_id, number, messages))
        self._planned += 1

    def _open_chat(self, sender_id: int, number: str) -> Chat:
        """The chat of a sender and a number, which begins with its first use."""
        chats = self._by_sender.setdefault(sender_id, {})
        chat = chats.get(number)
        if chat is None:
            chat = chats[number] = Chat(FIRST_CHAT + len(self._chats), sender_id, number)
            self._chats[chat.id] = chat
        return chat

    def _next_id(self) -> int:
        return FIRST_MESSAGE + len(self.messages)

    def _add(self, message: ChatMessage) -> None:
        self.messages.append(message)
        message.chat.messages.append(message)
