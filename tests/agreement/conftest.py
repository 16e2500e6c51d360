"""A sandbox in this process, whose clock the tests hold, and the clients that talk to it."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.agreement.draws import PNG
from tests.kit.control import PIXEL, RICH, Control
from turbosms_client import RetryPolicy, TurboSMS
from turbosms_client._formats import times
from turbosms_sandbox import create_app
from turbosms_testing.bridge import Bridge, event_loop

if TYPE_CHECKING:
    from collections.abc import Iterator

START: Final = dt.datetime(2026, 3, 20, 10, tzinfo=dt.UTC).timestamp()
"""Within two weeks of it, Kyiv puts its clocks forward."""


class World:
    """A sandbox in which time stands still unless it is moved, and the clients that talk to it."""

    def __init__(self, stack: ExitStack) -> None:
        self.now = START
        app = create_app(read_clock=lambda: self.now)
        bridge = Bridge(app, stack.enter_context(event_loop()))
        self.control = stack.enter_context(Control(transport=bridge))
        self._stack = stack
        self._clients: dict[Any, TurboSMS] = {}
        self.serial = 0
        """The number of the example."""

    def begin(self, fraction: float = 0.0) -> None:
        """Another example.

        Some time later, when nothing counts as a repeat, and this far into a second.
        """
        self.serial += 1
        self.now = int(self.now) + 97 + fraction
        if self.serial % 200 == 1:
            self.control.account(balance=RICH)

    def moment(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.now, dt.UTC)

    def client(self, sms_sender: str | None = None, viber_sender: str | None = None) -> TurboSMS:
        if (sms_sender, viber_sender) not in self._clients:
            made = self.control.client(
                sms_sender=sms_sender, viber_sender=viber_sender, retry=RetryPolicy(attempts=1)
            )
            self._clients[sms_sender, viber_sender] = self._stack.enter_context(made)
        return self._clients[sms_sender, viber_sender]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with ExitStack() as stack:
        made = World(stack)
        assert made.control.result("file/add", {"data": PIXEL})["id"] == PNG
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(times, "now", made.moment)
        yield made
