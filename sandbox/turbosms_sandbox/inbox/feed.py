"""What a page has to be told next: changes of messages, of calls, and of the phone that is open.

Without I/O: `event_stream` sends it.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from turbosms_sandbox.account.prices import in_uah
from turbosms_sandbox.calls.times import format_time
from turbosms_sandbox.inbox.conversations import describe_conversation, next_change
from turbosms_sandbox.messages.search import Search, SearchResult

if TYPE_CHECKING:
    from collections.abc import Generator

    from turbosms_sandbox.delivery.sends import StoredMessage
    from turbosms_sandbox.engine.service import Service
    from turbosms_sandbox.engine.state import State
    from turbosms_sandbox.http.traffic import Traffic
    from turbosms_sandbox.inbox.description_cache import DescriptionCache


class FeedPosition(NamedTuple):
    """How much a page has been told.

    It is the id of a batch, which browsers send back when they connect again.
    """

    generation: str = ""
    sent: int = 0
    call: int = 0

    @classmethod
    def read(cls, text: str) -> FeedPosition:
        """Parse a position; the beginning if `text` is none."""
        generation, *counts = text.split("-")
        if len(counts) != 2 or not all(_is_count(count) for count in counts):
            return cls()
        return cls(generation, int(counts[0]), int(counts[1]))

    def __str__(self) -> str:
        return f"{self.generation}-{self.sent}-{self.call}"


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16


class Batch(NamedTuple):
    position: FeedPosition
    data: dict[str, Any]


class View(NamedTuple):
    """What a page shows: the newest `limit` messages of a search, and an open phone if any."""

    search: Search
    limit: int
    phone: str | None = None


class FeedSources(NamedTuple):
    """Where a feed reads what it tells."""

    service: Service
    traffic: Traffic
    descriptions: DescriptionCache


class Feed:
    """The batches for one page, which was told everything up to `position` before."""

    def __init__(self, sources: FeedSources, view: View, position: FeedPosition) -> None:
        self._service = sources.service
        self._traffic = sources.traffic
        self._descriptions = sources.descriptions
        self._view = view
        self._position = position
        self._told_parts: dict[str, Any] = {}
        """The last value of each part that is told only when it has changed."""
        self._told_messages: dict[str, dict[str, Any]] = {}
        """What was told of each message in view, newest first."""
        self._looked_at: tuple[State, int] | None = None
        """The state at the last look, and how many changes it had."""
        self._generation = ""
        self._result = SearchResult()
        self._messages_to_phone: list[StoredMessage] = []
        self.changes: float = inf
        """When something of what was told will change as time goes by."""

    def next(self) -> Batch | None:
        """What is new; None if there is nothing."""
        for _ in self.look():
            pass
        return self.batch()

    def in_steps(self) -> Generator[None, None, Batch | None]:
        """Like `next`, in steps between which others are served."""
        yield from self.look()
        return self.batch()

    def look(self) -> Generator[None, None, None]:
        """Search for the messages again if the result may be another one, in steps."""
        state, now = self._service.look()
        self._generation = self._service.generation
        looking_at = (state, state.changes)
        has_changed = looking_at != self._looked_at
        if has_changed or self._result.changes <= now:
            search = self._view.search
            self._result = yield from search.find_in_steps(state.sent, now, self._view.limit)
        if self._view.phone is not None:
            yield from state.chats.settle_in_steps(now)
            if has_changed:
                to_phone = yield from Search(self._view.phone).find_in_steps(state.sent, now)
                self._messages_to_phone = to_phone.messages[::-1]
        self._looked_at = looking_at

    def batch(self) -> Batch | None:
        """What was new at the last look; None if there was nothing, or it is outdated."""
        service = self._service
        state, now = service.look()
        if service.generation != self._generation:
            return None
        self.changes = self._result.changes
        position = FeedPosition(service.generation, state.sent.total, self._traffic.calls.last)
        messages = self._describe_messages(now)
        is_first = not self._told_parts
        reset = position.generation != self._position.generation or self._is_another_view(
            messages, is_first=is_first
        )
        if reset:
            self._position = FeedPosition(position.generation, position.sent)
            self._told_messages = {}
        news = self._news(messages)
        parts = {"head": self._head(state, now), **self._parts(state, now)}
        changed = {name: part for name, part in parts.items() if self._told_parts.get(name) != part}
        if not (reset or is_first or changed or any(news.values())):
            return None
        changed.pop("head", None)
        data = {
            "reset": reset,
            "now": format_time(now),
            **parts["head"],
            "fresh": position.sent - self._position.sent,
        }
        self._told_parts, self._told_messages, self._position = parts, messages, position
        return Batch(position, data | news | changed)

    def _head(self, state: State, now: float) -> dict[str, Any]:
        """What every batch has."""
        head = {
            "balance": in_uah(state.account.wallet.balance(now)),
            "blocked": state.account.blocked,
            "total": state.sent.kept,
        }
        self._will_change(state.account.wallet.next_refund())
        return head

    def _news(self, messages: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """The messages that were told differently or not at all, and the calls since."""
        calls = self._traffic.calls.newest(self._view.limit, self._position.call)
        return {
            "messages": [
                description
                for message_id, description in messages.items()
                if self._told_messages.get(message_id) != description
            ],
            "calls": [call.row() for call in calls],
        }

    def _describe_messages(self, now: float) -> dict[str, dict[str, Any]]:
        described: dict[str, dict[str, Any]] = {}
        for message in self._result.messages:
            cached = self._descriptions.get(message, now)
            described[message.id] = cached.description
            self._will_change(cached.until)
        return described

    def _parts(self, state: State, now: float) -> dict[str, Any]:
        """What is told as a whole when anything of it has changed."""
        parts: dict[str, Any] = {"faults": self._traffic.faults.describe()}
        if state.webhooks.attempt_count:
            parts["webhook_calls"] = state.webhooks.attempt_count
        phone, messages = self._view.phone, self._messages_to_phone
        if phone is not None:
            parts["conversation"] = describe_conversation(phone, messages, state, now)
            self._will_change(next_change(phone, messages, state, now))
        return parts

    def _will_change(self, at: float) -> None:
        self.changes = min(self.changes, at)

    def _is_another_view(self, messages: dict[str, dict[str, Any]], *, is_first: bool) -> bool:
        """Whether the view has changed in another way than by new messages at its top.

        New messages push others out at its end. Otherwise a message has left the view, or has come
        between others. What a page has seen before it connected again is not known, so that may
        have happened wherever time alone can cause it.
        """
        if is_first:
            return self._view.search.depends_on_time
        before, after = list(self._told_messages), list(messages)
        new = sum(message_id not in self._told_messages for message_id in after)
        remaining = after[new:]
        is_full = len(after) == self._view.limit
        return remaining != (before[: len(remaining)] if is_full else before)
