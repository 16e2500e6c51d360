"""What a page has to be told next.

What has changed of the newest messages and calls, and of the phone that is open.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from turbosms_sandbox.account.prices import in_uah
from turbosms_sandbox.calls.times import on_the_wire
from turbosms_sandbox.inbox import conversations
from turbosms_sandbox.messages.search import Finding, Search

if TYPE_CHECKING:
    from collections.abc import Generator

    from turbosms_sandbox.delivery.campaigns import Message
    from turbosms_sandbox.engine.service import Service
    from turbosms_sandbox.engine.state import State


class Place(NamedTuple):
    """How far a page has been told.

    The id of a batch, which a browser sends back when it connects again.
    """

    life: str = ""
    sent: int = 0
    call: int = 0

    @classmethod
    def read(cls, written: str) -> Place:
        """The place that `written` names; the beginning if it names none."""
        life, *counts = written.split("-")
        if len(counts) != 2 or not all(
            count.isascii() and count.isdecimal() and len(count) < 16 for count in counts
        ):
            return cls()
        return cls(life, int(counts[0]), int(counts[1]))

    def __str__(self) -> str:
        return f"{self.life}-{self.sent}-{self.call}"


class Batch(NamedTuple):
    place: Place
    data: dict[str, Any]


class View(NamedTuple):
    """What a page looks at.

    The newest `limit` messages of a search, and the phone of a number if one is open.
    """

    search: Search
    limit: int
    number: str | None = None


class Feed:
    """The batches for one page, which was told everything up to `place` before."""

    def __init__(self, service: Service, view: View, place: Place) -> None:
        self._service = service
        self._view = view
        self._place = place
        self._told: dict[str, Any] = {}
        """The latest value of each part that is told only when it has changed."""
        self._rows: dict[str, dict[str, Any]] = {}
        """What was told of each message in view, newest first."""
        self._looked: tuple[State, int] | None = None
        self._life = ""
        self._finding = Finding()
        self._received: list[Message] = []
        self.changes: float = inf
        """When time alone will have changed something of what was told."""

    def next(self) -> Batch | None:
        """What is new, or None if that is nothing."""
        for _ in self.look():
            pass
        return self.tell()

    def in_steps(self) -> Generator[None, None, Batch | None]:
        """Likewise, in steps that let others be served."""
        yield from self.look()
        return self.tell()

    def tell(self) -> Batch | None:
        """What is new as it was looked at, or None if that is nothing, or not true any more."""
        service = self._service
        state, now = service.look()
        if service.life != self._life:
            return None
        self.changes = self._finding.changes
        place = Place(service.life, state.storage.sent, service.calls.last)
        rows = self._describe(now)
        first = not self._told
        reset = place.life != self._place.life or self._is_another(rows, first=first)
        if reset:
            self._place, self._rows = Place(place.life, place.sent), {}
        changes = self._changes(rows)
        head = {
            "balance": in_uah(state.account.wallet.balance(now)),
            "blocked": state.account.blocked,
            "total": state.storage.kept,
        }
        self._will_change(state.account.wallet.next_refund())
        parts = self._parts(state, now)
        changed = {name: part for name, part in parts.items() if self._told.get(name) != part}
        if not (reset or first or changed or any(changes.values()) or self._told["head"] != head):
            return None
        data = {
            "reset": reset,
            "now": on_the_wire(now),
            **head,
            "fresh": place.sent - self._place.sent,
        }
        self._told, self._rows, self._place = {**parts, "head": head}, rows, place
        return Batch(place, data | changes | changed)

    def _changes(self, rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """The messages that were not told as they are now, and the calls since the last batch."""
        calls = self._service.calls.newest(self._view.limit, self._place.call)
        return {
            "messages": [
                row for message_id, row in rows.items() if self._rows.get(message_id) != row
            ],
            "calls": [call.row() for call in calls],
        }

    def _describe(self, now: float) -> dict[str, dict[str, Any]]:
        rows: dict[str, dict[str, Any]] = {}
        for message in self._finding.messages:
            row = self._service.rows.of(message, now)
            rows[message.id] = row.description
            self._will_change(row.until)
        return rows

    def _will_change(self, at: float) -> None:
        self.changes = min(self.changes, at)

    def _parts(self, state: State, now: float) -> dict[str, Any]:
        """What is told as a whole when anything of it has changed."""
        parts: dict[str, Any] = {"faults": self._service.faults.describe()}
        if self._view.number is not None:
            parts["conversation"] = conversations.describe(
                self._view.number, self._received, state, now
            )
            self._will_change(conversations.changes(self._view.number, self._received, state, now))
        return parts

    def look(self) -> Generator[None, None, None]:
        """Find the messages again if that can bring others, in steps that let others be served."""
        state, now = self._service.look()
        self._life = self._service.life
        looked = (state, state.changes)
        if looked != self._looked or self._finding.changes <= now:
            self._finding = yield from self._view.search.look(state.storage, now, self._view.limit)
        if self._view.number is not None:
            yield from state.chats.settle_in_steps(state.account, now)
            if looked != self._looked:
                finding = yield from Search(self._view.number).look(state.storage, now)
                self._received = finding.messages[::-1]
        self._looked = looked

    def _is_another(self, rows: dict[str, dict[str, Any]], *, first: bool) -> bool:
        """Whether the view has changed otherwise than by new messages.

        Those push others out at its end; here one has left it, or has come between others.

        What a page has seen before it connected again is not known, so there any may have, where
        time alone does it.
        """
        if first:
            return self._view.search.depends_on_time
        told, found = list(self._rows), list(rows)
        new = sum(message_id not in self._rows for message_id in found)
        stayed = found[new:]
        is_full = len(found) == self._view.limit
        return stayed != (told[: len(stayed)] if is_full else told)
