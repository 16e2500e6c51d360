"""The sender: looks at what became due, makes the calls, and writes back what came of them.

It is one task beside the requests, which begins with the first webhook. All that it changes is the
record of attempts, by a command like any other; so handlers never wait for a receiver, unless they
ask to.
"""

from __future__ import annotations

import asyncio
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

import anyio
import anyio.to_thread

from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.engine.changes import NOTE_ATTEMPTS
from turbosms_sandbox.engine.failures import RecordError, log_failure
from turbosms_sandbox.webhook_calls.attempts import AttemptUnderWay, holder_of, turns_of
from turbosms_sandbox.webhooks.changes import recorded_attempt
from turbosms_sandbox.webhooks.events_for_webhooks import Outcome
from turbosms_sandbox.webhooks.requests import request_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anyio.abc import TaskGroup

    from turbosms_sandbox.engine.notifier import Waiter
    from turbosms_sandbox.engine.service import Service
    from turbosms_sandbox.engine.state import State
    from turbosms_sandbox.http.faults import Faults
    from turbosms_sandbox.webhook_calls.http_calls import HttpCalls
    from turbosms_sandbox.webhook_calls.receivers import Receivers
    from turbosms_sandbox.webhooks.settings import Webhook

AT_ONCE: Final = 20
"""How many calls are made at a time."""
HELD_BACK: Final = 60
"""Seconds within which another event has to be due for one to be told after it, by a fault."""
PAUSE_AFTER_FAILURE: Final = 5.0
"""Seconds before the sender works again if it has failed itself, such as with a full disk."""
DROPPED: Final = "dropped"
FAILED: Final = "failed"


class _Finished(NamedTuple):
    attempt: AttemptUnderWay
    outcome: Outcome


class _Awaited(NamedTuple):
    """Somebody waits until everything that is due `until` a moment was attempted."""

    until: float
    may_look: anyio.Event


class WebhookSender:
    """Calls the webhooks of one service, on its receivers only."""

    def __init__(self, service: Service, faults: Faults, receivers: Receivers) -> None:
        self._service = service
        self._faults = faults
        self._receivers = receivers
        self._task: asyncio.Task[None] | None = None
        self._waiter: Waiter | None = None
        self._calls: HttpCalls | None = None
        self._awaited: list[_Awaited] = []
        self._cannot_record = False
        self._begin_anew(service.state)

    def _begin_anew(self, state: State) -> None:
        """Work for another state, such as that after a reset. Calls under way lead to nothing."""
        self._state = state
        self._under_way: list[AttemptUnderWay] = []
        self._held: list[AttemptUnderWay] = []
        """Attempts that a fault has told to come after another one."""
        self._finished: list[_Finished] = []
        """What has ended, and is not written down yet."""

    def start_if_needed(self) -> None:
        """Send from now on, in the event loop that is running, until the service stops.

        This does nothing if it was done before, or if there never was a webhook.
        """
        service = self._service
        if self._task is not None or not service.state.webhooks.is_used or service.notifier.stopped:
            return
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def check_hosts(self, webhooks: Iterable[Webhook]) -> None:
        """ControlError if one of them is on a host that must not be called."""
        await anyio.to_thread.run_sync(_check_hosts, webhooks, self._receivers)

    async def attempt_everything_due(self) -> None:
        """Return when everything that is due at this moment has been attempted."""
        until = self._service.now()
        self.start_if_needed()
        while self._task is not None and not self._has_attempted(until):
            awaited = _Awaited(until, anyio.Event())
            self._awaited.append(awaited)
            self._wake()
            await awaited.may_look.wait()

    def _has_attempted(self, until: float) -> bool:
        service = self._service
        if service.notifier.stopped or self._cannot_record:
            return True
        if service.state is not self._state or self._finished or self._held:
            return False
        if any(attempt.due <= until for attempt in self._under_way):
            return False
        return service.state.webhooks.next_due() > until

    async def _run(self) -> None:
        service = self._service
        try:
            # Not a thread of anyio, which would end with this task only, and keep a program from
            # ending that never closes its event loop.
            loop = asyncio.get_running_loop()
            self._calls = await loop.run_in_executor(None, _make_http_calls, self._receivers)
            async with anyio.create_task_group() as group:
                with service.notifier.listening() as self._waiter:
                    while not service.notifier.stopped:
                        await self._waiter.wait(await self._work(group))
                    group.cancel_scope.cancel()
        finally:
            self._task = self._waiter = None
            self._let_look()
            if self._calls is not None:
                with anyio.CancelScope(shield=True):
                    await self._calls.close()

    async def _work(self, group: TaskGroup) -> float:
        """Do what can be done now; returns the seconds until there may be something again."""
        try:
            return await self._make_progress(group)
        except Exception as problem:
            self._cannot_record = isinstance(problem, RecordError)
            log_failure("Sending of webhooks", problem)
            return PAUSE_AFTER_FAILURE
        finally:
            self._let_look()

    async def _make_progress(self, group: TaskGroup) -> float:
        service = self._service
        if service.state is not self._state:
            self._begin_anew(service.state)
        self._record_finished(group)
        now = service.now()
        state = self._state
        await service.background.do(state.webhooks.settle_in_steps(now))
        if service.state is not state:
            return 0
        self._begin_due(group, now)
        next_due = state.webhooks.next_due()
        self._release_held_in_vain(group, next_due, now)
        if next_due <= now:
            return inf  # as many calls as can be are under way, and each wakes the sender
        return min(next_due - now, service.clock_poll)

    def _record_finished(self, group: TaskGroup) -> None:
        """Write down what came of the calls that have ended, and let others follow them."""
        if not self._finished:
            return
        finished = self._finished
        rows = [recorded_attempt(each.attempt.event_for_webhook, each.outcome) for each in finished]
        self._service.control(NOTE_ATTEMPTS, {"attempts": rows})
        self._cannot_record = False
        self._finished = []
        for each in finished:
            self._under_way.remove(each.attempt)
            for event_for_webhook in each.attempt.followers:
                self._state.webhooks.put_back(event_for_webhook)
        self._release_held(group)

    def _begin_due(self, group: TaskGroup, now: float) -> None:
        webhooks = self._state.webhooks
        while len(self._under_way) < AT_ONCE:
            event_for_webhook = webhooks.take_due(now)
            if event_for_webhook is None:
                return
            webhook = webhooks.webhook_at(event_for_webhook.url)
            due = event_for_webhook.next_moment
            if webhook is None or due is None:
                continue
            turns = turns_of(event_for_webhook)
            holder = holder_of(turns, self._under_way)
            if holder is not None:
                holder.add_follower(event_for_webhook, turns)
                continue
            fault = self._faults.take_for_webhook()
            kind = "" if fault is None else fault.kind
            at = webhooks.moment_of_attempt(due, now)
            attempt = AttemptUnderWay(event_for_webhook, webhook, due, at, kind, turns)
            if kind == "reorder":
                self._held.append(attempt)
            else:
                self._begin(group, attempt)

    def _release_held_in_vain(self, group: TaskGroup, next_due: float, now: float) -> None:
        """Tell what was held back, if nothing will come before it in good time."""
        if self._under_way or not self._held:
            return
        until = max((awaited.until for awaited in self._awaited), default=now + HELD_BACK)
        if next_due > until:
            self._release_held(group)

    def _release_held(self, group: TaskGroup) -> None:
        held, self._held = self._held, []
        for attempt in held:
            self._begin(group, attempt)

    def _begin(self, group: TaskGroup, attempt: AttemptUnderWay) -> None:
        self._under_way.append(attempt)
        group.start_soon(self._make, attempt, self._state)

    async def _make(self, attempt: AttemptUnderWay, state: State) -> None:
        """Make an attempt, whatever becomes of it."""
        try:
            outcome = await self._call(attempt)
        except Exception as problem:
            log_failure("A call of a webhook", problem)
            outcome = Outcome(attempt.at, None, FAILED, attempt.fault)
        if state is self._state:
            self._finished.append(_Finished(attempt, outcome))
        self._wake()

    async def _call(self, attempt: AttemptUnderWay) -> Outcome:
        at, fault = attempt.at, attempt.fault
        if fault == "drop":
            return Outcome(at, None, DROPPED, fault)
        assert self._calls is not None  # noqa: S101 - calls are made while the sender runs
        url = attempt.webhook.url
        request = request_of(
            attempt.event_for_webhook,
            attempt.webhook,
            at,
            signed_wrongly=fault == "wrong_signature",
        )
        result = await self._calls.post(url, request, hangs_up=fault == "hang_up")
        if fault == "duplicate":
            result = await self._calls.post(url, request)
        return Outcome(at, result.status, result.failure, fault)

    def _wake(self) -> None:
        if self._waiter is not None:
            self._waiter.call()

    def _let_look(self) -> None:
        """Let those who wait see whether everything due was attempted."""
        awaited, self._awaited = self._awaited, []
        for each in awaited:
            each.may_look.set()


# These two import httpx2, which is slow: they are called in a thread.


def _check_hosts(webhooks: Iterable[Webhook], receivers: Receivers) -> None:
    from turbosms_sandbox.webhook_calls.http_calls import may_be_called  # noqa: PLC0415

    for index, webhook in enumerate(webhooks):
        if not may_be_called(webhook.url, receivers.hosts):
            raise ControlError(
                f"webhooks[{index}].url: a webhook is on this machine (localhost, 127.0.0.1, "
                "[::1]), or on a host that was named with --webhook-host"
            )


def _make_http_calls(receivers: Receivers) -> HttpCalls:
    from turbosms_sandbox.webhook_calls.http_calls import HttpCalls  # noqa: PLC0415

    return HttpCalls(receivers)
