"""The webhooks of an account, what they are told, and what time will add to that.

What lies ahead waits in two queues: what is planned for messages, and callbacks with an attempt to
come. Looking changes nothing but these queues, and always in the same way: what happens follows
from the commands alone.
"""

from __future__ import annotations

import heapq
from collections import deque
from itertools import count, islice
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

from turbosms_sandbox.chats.chat import Reply
from turbosms_sandbox.webhooks.callbacks import Callback
from turbosms_sandbox.webhooks.events import Event, event_id
from turbosms_sandbox.webhooks.planning import (
    PlannedChanges,
    is_still_so,
    plan_of_actions,
    plan_of_chat_entry,
    plan_of_send,
)

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from turbosms_sandbox.chats.all_chats import Chats
    from turbosms_sandbox.delivery.campaigns import StoredMessage
    from turbosms_sandbox.delivery.courses import Course
    from turbosms_sandbox.files.file_store import FileStore
    from turbosms_sandbox.messages.sent_messages import SentMessages
    from turbosms_sandbox.webhooks.callbacks import MadeAttempt, Outcome
    from turbosms_sandbox.webhooks.events import Change
    from turbosms_sandbox.webhooks.settings import Webhook

STEP: Final = 500
"""How many changes happen in one go."""
MAX_IN_ARRAY: Final = 100
"""How many changes stand in one array."""
MAX_ENDED: Final = 50_000
"""How many callbacks are kept that have no attempt to come."""
MAX_ATTEMPTS: Final = 10_000
"""How many attempts are listed."""


class _Planned(NamedTuple):
    at: float
    order: int
    changes: PlannedChanges


class _Due(NamedTuple):
    at: float
    order: int
    callback: Callback


class _Jump(NamedTuple):
    """The virtual time before and after the clock was advanced last."""

    begin: float
    end: float


class Webhooks:
    """The webhooks of one account."""

    def __init__(self, seed: int, sent: SentMessages, chats: Chats, files: FileStore) -> None:
        self.webhooks: tuple[Webhook, ...] = ()
        self.is_used = False
        """Whether a webhook was ever set. Before that, nothing is planned for messages."""
        self.attempt_count = 0
        """How many attempts were made in all."""
        self._seed = seed
        self._sent = sent
        self._chats = chats
        self._files = files
        self._base_url = ""
        """The address by which the sandbox was reached when the webhooks were set."""
        self._noticed_sends = 0
        self._noticed_entries = 0
        self._planned: list[_Planned] = []
        self._due: list[_Due] = []
        self._order = count()
        self._callbacks: dict[str, dict[str, Callback]] = {}
        """By the id of the event, then by the URL of the webhook."""
        self._by_message: dict[str, list[Callback]] = {}
        self._ended: deque[Callback] = deque()
        self._attempts: deque[tuple[Callback, MadeAttempt]] = deque(maxlen=MAX_ATTEMPTS)
        self._jump = _Jump(inf, -inf)

    def set(self, webhooks: Iterable[Webhook], now: float, base_url: str) -> None:
        """Replace the webhooks. What one that is gone has not been told, it never will be."""
        self.settle(now)
        if not self.is_used:
            self._noticed_sends = self._sent.send_count
            self._noticed_entries = len(self._chats.entries)
        self.webhooks = tuple(webhooks)
        self._base_url = base_url
        self.is_used = self.is_used or bool(self.webhooks)
        for callback in [*self._callbacks_of_gone_webhooks()]:
            callback.give_up()
            self._end(callback)

    def webhook_at(self, url: str) -> Webhook | None:
        return next((webhook for webhook in self.webhooks if webhook.url == url), None)

    def callback(self, event: str, url: str) -> Callback | None:
        return self._callbacks.get(event, {}).get(url)

    def callbacks_of_event(self, event: str) -> list[Callback]:
        return [*self._callbacks.get(event, {}).values()]

    def callbacks_about(self, message: StoredMessage) -> list[Callback]:
        """In the order in which they came about."""
        return [*self._by_message.get(message.id, ())]

    def latest_attempts(self, limit: int) -> list[tuple[Callback, MadeAttempt]]:
        """The latest attempts, newest first."""
        return [*islice(reversed(self._attempts), limit)]

    def notice(self) -> None:
        """Plan for what was sent since the last time, before anything else can happen to it."""
        if not self.is_used:
            return
        sent, entries = self._sent, self._chats.entries
        if self._noticed_sends < sent.send_count:
            for messages in sent.sends_after(self._noticed_sends):
                self._plan(plan_of_send(messages))
            self._noticed_sends = sent.send_count
        if self._noticed_entries < len(entries):
            for entry in entries[self._noticed_entries :]:
                self._plan(plan_of_chat_entry(entry))
            self._noticed_entries = len(entries)

    def notice_action(
        self, message: StoredMessage, course_before: Course | None, now: float
    ) -> None:
        """A tester had a recipient read or click; before, the message had another course."""
        if self.is_used:
            self._plan(plan_of_actions(message, course_before, now))

    def notice_jump(self, begin: float, end: float) -> None:
        """The clock was advanced: attempts that came due meanwhile are made as of then."""
        self._jump = _Jump(begin, end)

    def moment_of_attempt(self, due: float, now: float) -> float:
        """The virtual time of an attempt that is made at last, and was due before."""
        if due > self._jump.end:
            return now
        return max(due, self._jump.begin)

    def settle(self, now: float) -> None:
        """Have everything happen that is due at the moment `now`."""
        for _ in self.settle_in_steps(now):
            pass

    def settle_in_steps(self, now: float) -> Generator[None, None, None]:
        """Like `settle`, in steps between which others are served, who may settle too."""
        if not self.is_used:
            return
        yield from self._chats.settle_in_steps(now)
        self.notice()
        while self._planned and self._planned[0].at <= now:
            self._happen_next()
            yield

    def next_due(self) -> float:
        """When something is due next, or was due already; infinity if there is nothing."""
        if not self.is_used:
            return inf
        self.notice()
        self._drop_outdated()
        moments = [self._chats.next_due()]
        if self._planned:
            moments.append(self._planned[0].at)
        if self._due:
            moments.append(self._due[0].at)
        return min(moments)

    def take_due(self, now: float) -> Callback | None:
        """A callback whose attempt is due, which is then no longer in the queue; None if none is.

        `settle` first. It comes back when the attempt is noted.
        """
        self._drop_outdated()
        if not self._due or self._due[0].at > now:
            return None
        callback = heapq.heappop(self._due).callback
        callback.queued_for = None
        return callback

    def put_back(self, callback: Callback) -> None:
        """A callback was taken, but no attempt made: it is due as before."""
        self._queue(callback)

    def note_attempt(self, callback: Callback, outcome: Outcome) -> None:
        attempt = callback.note(outcome)
        self._attempts.append((callback, attempt))
        self.attempt_count += 1
        self._queue(callback)
        if callback.next_moment is None:
            self._end(callback)

    def resend(self, callback: Callback, now: float) -> None:
        """Have another attempt made, whatever became of the earlier ones."""
        callback.resend_at = now
        self._queue(callback)

    def _callbacks_of_gone_webhooks(self) -> Iterator[Callback]:
        """Those with an attempt to come, whether it is under way or not."""
        remaining = {webhook.url for webhook in self.webhooks}
        for callbacks in self._callbacks.values():
            for callback in callbacks.values():
                if callback.url not in remaining and callback.next_moment is not None:
                    yield callback

    def _plan(self, planned: Iterable[PlannedChanges]) -> None:
        for changes in planned:
            heapq.heappush(self._planned, _Planned(changes.at, next(self._order), changes))

    def _happen_next(self) -> None:
        """Have the next changes happen, or a part of them if they are many."""
        first = heapq.heappop(self._planned)
        planned = first.changes
        if len(planned.changes) > STEP:
            rest = planned._replace(changes=planned.changes[STEP:])
            heapq.heappush(self._planned, first._replace(changes=rest))
        webhooks = [webhook for webhook in self.webhooks if planned.type in webhook.events]
        if not webhooks:
            return
        changes = [
            self._with_file_url(change)
            for change in planned.changes[:STEP]
            if is_still_so(planned, change)
        ]
        self._tell_one_by_one(planned, changes, [each for each in webhooks if not each.array])
        self._tell_in_arrays(planned, changes, [each for each in webhooks if each.array])

    def _with_file_url(self, change: Change) -> Change:
        if not isinstance(change.subject, Reply):
            return change
        return change._replace(file_url=self._files.link(change.subject.file_id, self._base_url))

    def _tell_one_by_one(
        self, planned: PlannedChanges, changes: Iterable[Change], webhooks: Sequence[Webhook]
    ) -> None:
        for change in changes:
            self._tell(planned, [change], webhooks, is_array=False)

    def _tell_in_arrays(
        self, planned: PlannedChanges, changes: Sequence[Change], webhooks: Sequence[Webhook]
    ) -> None:
        for start in range(0, len(changes), MAX_IN_ARRAY):
            some = changes[start : start + MAX_IN_ARRAY]
            self._tell(planned, some, webhooks, is_array=True)

    def _tell(
        self,
        planned: PlannedChanges,
        changes: Sequence[Change],
        webhooks: Sequence[Webhook],
        *,
        is_array: bool,
    ) -> None:
        """Have webhooks told about changes as one event, from now on."""
        if not webhooks:
            return
        new_id = event_id(self._seed, planned.type, changes[0], is_array=is_array)
        event = Event(new_id, planned.type, planned.at, changes, is_array)
        for webhook in webhooks:
            callback = Callback(event, webhook.url, planned.at)
            self._callbacks.setdefault(new_id, {})[webhook.url] = callback
            for message_id in event.message_ids():
                self._by_message.setdefault(message_id, []).append(callback)
            self._queue(callback)

    def _queue(self, callback: Callback) -> None:
        moment = callback.next_moment
        if moment is not None and moment != callback.queued_for:
            callback.queued_for = moment
            heapq.heappush(self._due, _Due(moment, next(self._order), callback))

    def _drop_outdated(self) -> None:
        """Drop what leads the queue of attempts, but was taken or queued for another moment."""
        while self._due and self._due[0].callback.queued_for != self._due[0].at:
            heapq.heappop(self._due)

    def _end(self, callback: Callback) -> None:
        """Forget the oldest callbacks that have ended, if there are too many."""
        self._ended.append(callback)
        while len(self._ended) > MAX_ENDED:
            oldest = self._ended.popleft()
            if oldest.next_moment is None:
                self._forget(oldest)

    def _forget(self, callback: Callback) -> None:
        event = callback.event
        told = self._callbacks.get(event.id, {})
        told.pop(callback.url, None)
        if not told:
            self._callbacks.pop(event.id, None)
        for message_id in event.message_ids():
            about = self._by_message.get(message_id, [])
            remaining = [other for other in about if other is not callback]
            if remaining:
                self._by_message[message_id] = remaining
            else:
                self._by_message.pop(message_id, None)
