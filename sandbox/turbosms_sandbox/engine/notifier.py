"""Waiting for changes without polling.

Waiters are woken by what concerns them and by nothing else, and only a few at a time: a thousand at
once would delay the next request.
"""

from __future__ import annotations

from collections import deque
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

import anyio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

    from starlette.types import Receive

    from turbosms_sandbox.delivery.sends import ExecutedSend, StoredMessage

AT_ONCE: Final = 8
"""How many are woken at a time; each of them wakes the next one when it continues."""
STAGGER: Final = 0.005
"""Seconds between those who wait for the same moment, in groups of `STAGGERED`."""
STAGGERED: Final = 64

SendFilter: TypeAlias = "Callable[[ExecutedSend], bool]"
"""Says whether messages of a send concern somebody."""


class Waiter:
    """Somebody who waits, again and again. `index` spreads those who wait for the same moment."""

    def __init__(self, notifier: Notifier, index: int = 0) -> None:
        self._notifier = notifier
        self._woken: anyio.Event | None = None
        self._stagger = index % STAGGERED * STAGGER
        self.is_called = False
        """Whether something has happened since it was woken last."""
        self.must_look_again = False
        """Whether earlier messages may have changed too. Whoever waits resets it."""

    async def wait(self, seconds: float) -> None:
        """Wait for a call, but no longer than that; return at once after an earlier call."""
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
        """Wake it soon, or if it does not wait, keep it from waiting the next time."""
        if not self.is_called:
            self.is_called = True
            if self._woken is not None:
                self._notifier.wake_soon(self)

    def wake(self) -> bool:
        """Wake it now; returns whether it was waiting."""
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
        """How many were woken and have not continued yet."""
        self._listeners: set[Waiter] = set()
        """Those who are called after every change."""
        self._uncalled_listeners: set[Waiter] = set()
        """The listeners who have not been called since they were woken last."""
        self._expecting: dict[str | None, dict[Waiter, SendFilter]] = {}
        """Those who wait for messages, by number; under None for messages to any number."""

    @contextmanager
    def listening(self) -> Iterator[Waiter]:
        """A waiter who is called after every change."""
        waiter = Waiter(self, len(self._listeners))
        self._listeners.add(waiter)
        self._uncalled_listeners.add(waiter)
        try:
            yield waiter
        finally:
            self._listeners.discard(waiter)
            self._uncalled_listeners.discard(waiter)

    @contextmanager
    def expecting(self, phone: str | None, concerns: SendFilter) -> Iterator[Waiter]:
        """A waiter who is called for new messages to `phone`, or to any, that concern it."""
        waiters = self._expecting.setdefault(phone, {})
        waiter = Waiter(self, len(waiters))
        waiters[waiter] = concerns
        try:
            yield waiter
        finally:
            del waiters[waiter]
            if not waiters and self._expecting.get(phone) is waiters:
                del self._expecting[phone]

    def changed(self) -> None:
        """Something has changed, or a call was answered."""
        if self._uncalled_listeners:
            listeners = self._uncalled_listeners
            self._uncalled_listeners = set()
            for waiter in listeners:
                waiter.call()

    @property
    def is_expecting(self) -> bool:
        """Whether anybody waits for messages."""
        return bool(self._expecting)

    def arrived(self, messages: Iterable[StoredMessage]) -> None:
        """Call those whom new messages concern."""
        send: ExecutedSend | None = None
        for message in messages:
            self._call_concerned(message.recipient, message.send)
            if message.send is not send:
                send = message.send
                self._call_concerned(None, send)

    def _call_concerned(self, phone: str | None, send: ExecutedSend) -> None:
        for waiter, concerns in self._expecting.get(phone, {}).items():
            if not waiter.is_called and concerns(send):
                waiter.call()

    def reconsider(self) -> None:
        """Call all who wait for messages, because earlier messages have changed as well."""
        for waiters in self._expecting.values():
            for waiter in waiters:
                waiter.must_look_again = True
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
        """A waiter waits from now on."""
        self._waiting.add(waiter)

    def end(self, waiter: Waiter, *, was_woken: bool) -> None:
        """A waiter continues, and wakes the next."""
        self._waiting.discard(waiter)
        if waiter in self._listeners:
            self._uncalled_listeners.add(waiter)
        if was_woken:
            self._waking = max(0, self._waking - 1)  # `stop` wakes without counting
            self._wake_some()


class Connection:
    """The connection of a caller who waits."""

    def __init__(self) -> None:
        self.is_lost = False


@asynccontextmanager
async def while_connected(receive: Receive, waiter: Waiter) -> AsyncIterator[Connection]:
    """Call `waiter` when its caller disconnects. The body of the request must have been read."""
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
            failure = problem  # raised outside of the group, which would wrap it
        finally:
            group.cancel_scope.cancel()
    if failure is not None:
        raise failure
