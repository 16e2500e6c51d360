"""Waiting for what concerns one, without asking again and again.

Those who wait are woken by what concerns them and by nothing else, and few of them at a time: a
thousand at once would keep the next request waiting.
"""

from __future__ import annotations

from collections import deque
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

import anyio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

    from starlette.types import Receive

    from turbosms_sandbox.delivery.campaigns import Campaign, Message

AT_ONCE: Final = 8
"""How many are woken at a time; each of them wakes the next one when it goes on."""
STAGGER: Final = 0.005
"""Seconds between those who wait for the same moment, of whom there are up to `STAGGERED`."""
STAGGERED: Final = 64

_Concerns: TypeAlias = "Callable[[Campaign], bool]"


class Waiter:
    """Somebody who waits, again and again."""

    def __init__(self, notifier: Notifier, number: int = 0) -> None:
        self._notifier = notifier
        self._woken: anyio.Event | None = None
        self._stagger = number % STAGGERED * STAGGER
        self.is_called = False
        """Whether something has happened since this one was woken last."""
        self.looks_anew = False
        """Whether what was there before may have changed too. Whoever waits takes it back."""

    async def wait(self, seconds: float) -> None:
        """Wait to be called, but no longer than that; not at all if that has happened already."""
        notifier = self._notifier
        try:
            if not (self.is_called or notifier.stopped or seconds <= 0):
                self._woken = anyio.Event()
                notifier.begin(self)
                with anyio.move_on_after(seconds + self._stagger):
                    await self._woken.wait()
        finally:
            was_woken = self._woken is not None and self._woken.is_set()
            self._woken, self.is_called = None, False
            notifier.end(self, was_woken=was_woken)

    def call(self) -> None:
        """Wake this one soon, or do not let it wait the next time."""
        if not self.is_called:
            self.is_called = True
            if self._woken is not None:
                self._notifier.wake_soon(self)

    def wake(self) -> bool:
        """Wake this one now; whether it was asleep."""
        if self._woken is None or self._woken.is_set():
            return False
        self._woken.set()
        return True


class Notifier:
    """Knows who waits for what."""

    def __init__(self) -> None:
        self.stopped = False
        self.woken = 0
        """How often anybody was woken."""
        self._waiting: set[Waiter] = set()
        self._called: deque[Waiter] = deque()
        """Those who will be woken."""
        self._waking = 0
        """How many were woken and have not gone on yet."""
        self._listeners: set[Waiter] = set()
        """Everybody who is told of every change."""
        self._quiet: set[Waiter] = set()
        """Those of them who have not been called since they were woken last."""
        self._expecting: dict[str | None, dict[Waiter, _Concerns]] = {}
        """Those who wait for messages: to a number, or under None to any."""

    @contextmanager
    def listening(self) -> Iterator[Waiter]:
        """One who is called at every change."""
        waiter = Waiter(self, len(self._listeners))
        self._listeners.add(waiter)
        self._quiet.add(waiter)
        try:
            yield waiter
        finally:
            self._listeners.discard(waiter)
            self._quiet.discard(waiter)

    @contextmanager
    def expecting(self, number: str | None, concerns: _Concerns) -> Iterator[Waiter]:
        """One who is called for new messages to `number`, or to any, whose campaign concerns it."""
        same = self._expecting.setdefault(number, {})
        waiter = Waiter(self, len(same))
        same[waiter] = concerns
        try:
            yield waiter
        finally:
            del same[waiter]
            if not same and self._expecting.get(number) is same:
                del self._expecting[number]

    def changed(self) -> None:
        """Something has changed, or a call was answered."""
        if self._quiet:
            quiet, self._quiet = self._quiet, set()
            for waiter in quiet:
                waiter.call()

    @property
    def is_expecting(self) -> bool:
        """Whether anybody waits for messages."""
        return bool(self._expecting)

    def arrived(self, messages: Iterable[Message]) -> None:
        """Call those whom new messages concern."""
        campaign: Campaign | None = None
        for message in messages:
            self._call_concerned(message.recipient, message.campaign)
            if message.campaign is not campaign:
                campaign = message.campaign
                self._call_concerned(None, campaign)

    def _call_concerned(self, number: str | None, campaign: Campaign) -> None:
        for waiter, concerns in self._expecting.get(number, {}).items():
            if not waiter.is_called and concerns(campaign):
                waiter.call()

    def reconsider(self) -> None:
        """Call all who wait for messages: those that were there before have changed as well."""
        for same in self._expecting.values():
            for waiter in same:
                waiter.looks_anew = True
                waiter.call()

    def stop(self) -> None:
        """Wake everybody, and let nobody wait any more."""
        self.stopped = True
        for waiter in self._waiting:
            waiter.wake()

    def wake_soon(self, waiter: Waiter) -> None:
        self._called.append(waiter)
        self._wake_some()

    def _wake_some(self) -> None:
        while self._called and self._waking < AT_ONCE:
            if self._called.popleft().wake():
                self._waking += 1
                self.woken += 1

    def begin(self, waiter: Waiter) -> None:
        """One sleeps from now on."""
        self._waiting.add(waiter)

    def end(self, waiter: Waiter, *, was_woken: bool) -> None:
        """One goes on, and wakes the next."""
        self._waiting.discard(waiter)
        if waiter in self._listeners:
            self._quiet.add(waiter)
        if was_woken:
            self._waking = max(0, self._waking - 1)  # `stop` wakes without counting
            self._wake_some()


class Connection:
    """The connection of somebody who waits."""

    def __init__(self) -> None:
        self.is_lost = False


@asynccontextmanager
async def while_connected(receive: Receive, waiter: Waiter) -> AsyncIterator[Connection]:
    """Call `waiter` when its caller goes away; the body of the request has been read before."""
    connection = Connection()
    failure: Exception | None = None

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        connection.is_lost = True
        waiter.call()

    async with anyio.create_task_group() as group:
        group.start_soon(watch)
        try:
            yield connection
        except Exception as problem:
            failure = problem  # outside of the group, which would wrap it
        finally:
            group.cancel_scope.cancel()
    if failure is not None:
        raise failure
