"""The webhooks of an account, what they are told, and what time will add to that.

What lies ahead waits in two queues: what is planned for messages, and events for webhooks with an
attempt to come. Looking changes nothing but these queues, and always in the same way: what happens
follows from the commands alone.
"""

from __future__ import annotations

import heapq
from collections import deque
from itertools import count, islice
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

from turbosms_sandbox.chats.chat import Reply
from turbosms_sandbox.webhooks.events import Event, event_id
from turbosms_sandbox.webhooks.events_for_webhooks import EventForWebhook
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
    from turbosms_sandbox.delivery.courses import Course
    from turbosms_sandbox.delivery.sends import StoredMessage
    from turbosms_sandbox.files.file_store import FileStore
    from turbosms_sandbox.messages.sent_messages import SentMessages
    from turbosms_sandbox.webhooks.events import Change
    from turbosms_sandbox.webhooks.events_for_webhooks import MadeAttempt, Outcome
    from turbosms_sandbox.webhooks.settings import Webhook

STEP: Final = 500
"""How many changes happen in one go."""
MAX_IN_ARRAY: Final = 100
"""How many changes stand in one array."""
MAX_ENDED: Final = 50_000
"""How many events for webhooks are kept that have no attempt to come."""
MAX_ATTEMPTS: Final = 10_000
"""How many attempts are listed."""


class _Planned(NamedTuple):
    at: float
    order: int
    changes: PlannedChanges


class _Due(NamedTuple):
    at: float
    order: int
    event_for_webhook: EventForWebhook


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
        self._events_for_webhooks: dict[str, dict[str, EventForWebhook]] = {}
        """By the id of the event, then by the URL of the webhook."""
        self._by_message: dict[str, list[EventForWebhook]] = {}
        self._ended: deque[EventForWebhook] = deque()
        self._attempts: deque[tuple[EventForWebhook, MadeAttempt]] = deque(maxlen=MAX_ATTEMPTS)
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
        for event_for_webhook in [*self._events_for_gone_webhooks()]:
            event_for_webhook.give_up()
            self._end(event_for_webhook)

    def webhook_at(self, url: str) -> Webhook | None:
        return next((webhook for webhook in self.webhooks if webhook.url == url), None)

    def event_for_webhook(self, event: str, url: str) -> EventForWebhook | None:
        return self._events_for_webhooks.get(event, {}).get(url)

    def events_for_webhooks(self, event: str) -> list[EventForWebhook]:
        """This event, for each of its webhooks."""
        return [*self._events_for_webhooks.get(event, {}).values()]

    def events_for_webhooks_about(self, message: StoredMessage) -> list[EventForWebhook]:
        """In the order in which they came about."""
        return [*self._by_message.get(message.id, ())]

    def latest_attempts(self, limit: int) -> list[tuple[EventForWebhook, MadeAttempt]]:
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

    def take_due(self, now: float) -> EventForWebhook | None:
        """The next event for a webhook whose attempt is due; None if none is.

        `settle` first. It is no longer in the queue then, and comes back when the attempt is noted.
        """
        self._drop_outdated()
        if not self._due or self._due[0].at > now:
            return None
        event_for_webhook = heapq.heappop(self._due).event_for_webhook
        event_for_webhook.queued_for = None
        return event_for_webhook

    def put_back(self, event_for_webhook: EventForWebhook) -> None:
        """It was taken, but no attempt made: it is due as before."""
        self._queue(event_for_webhook)

    def note_attempt(self, event_for_webhook: EventForWebhook, outcome: Outcome) -> None:
        attempt = event_for_webhook.note(outcome)
        self._attempts.append((event_for_webhook, attempt))
        self.attempt_count += 1
        self._queue(event_for_webhook)
        if event_for_webhook.next_moment is None:
            self._end(event_for_webhook)

    def resend(self, event_for_webhook: EventForWebhook, now: float) -> None:
        """Have another attempt made, whatever became of the earlier ones."""
        event_for_webhook.resend_at = now
        self._queue(event_for_webhook)

    def _events_for_gone_webhooks(self) -> Iterator[EventForWebhook]:
        """Those with an attempt to come, whether it is under way or not."""
        remaining = {webhook.url for webhook in self.webhooks}
        for event_by_url in self._events_for_webhooks.values():
            for each in event_by_url.values():
                if each.url not in remaining and each.next_moment is not None:
                    yield each

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
            event_for_webhook = EventForWebhook(event, webhook.url, planned.at)
            self._events_for_webhooks.setdefault(new_id, {})[webhook.url] = event_for_webhook
            for message_id in event.message_ids():
                self._by_message.setdefault(message_id, []).append(event_for_webhook)
            self._queue(event_for_webhook)

    def _queue(self, event_for_webhook: EventForWebhook) -> None:
        moment = event_for_webhook.next_moment
        if moment is not None and moment != event_for_webhook.queued_for:
            event_for_webhook.queued_for = moment
            heapq.heappush(self._due, _Due(moment, next(self._order), event_for_webhook))

    def _drop_outdated(self) -> None:
        """Drop what leads the queue of attempts, but was taken or queued for another moment."""
        while self._due and self._due[0].event_for_webhook.queued_for != self._due[0].at:
            heapq.heappop(self._due)

    def _end(self, event_for_webhook: EventForWebhook) -> None:
        """Forget the oldest that have ended, if there are too many."""
        self._ended.append(event_for_webhook)
        while len(self._ended) > MAX_ENDED:
            oldest = self._ended.popleft()
            if oldest.next_moment is None:
                self._forget(oldest)

    def _forget(self, event_for_webhook: EventForWebhook) -> None:
        event = event_for_webhook.event
        told = self._events_for_webhooks.get(event.id, {})
        told.pop(event_for_webhook.url, None)
        if not told:
            self._events_for_webhooks.pop(event.id, None)
        for message_id in event.message_ids():
            about = self._by_message.get(message_id, [])
            remaining = [other for other in about if other is not event_for_webhook]
            if remaining:
                self._by_message[message_id] = remaining
            else:
                self._by_message.pop(message_id, None)
