"""A sandbox from behind: the product's own `Sandbox`, and what only its own tests ask of one."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import httpx2

from tests.kit.facts import SUCCESS
from turbosms_testing import Sandbox
from turbosms_testing.sandbox import NO_CERTIFICATES, PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from turbosms_testing import Reply

PLAIN_HTTP: Final[Mapping[str, Any]] = {
    "trust_env": False,
    "verify": NO_CERTIFICATES,
    "timeout": 60,
}
"""For calls of httpx2: without the proxies of this machine, and without reading its certificates,
which takes as long as dozens of calls.
"""
RICH: Final = 1_000_000_000
PIXEL: Final = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""An image, as `file/add` takes it."""
ENVELOPE: Final = ["response_code", "response_status", "response_result"]
_MANY: Final = 1_000_000


def phone(number: int) -> str:
    """A number that the sandbox knows nothing special about; each has another one."""
    return f"38050{number:07}"


class Control(Sandbox):
    """The control plane of one sandbox, and its service called without a client of ours."""

    _planned: int = 0

    def reset(self, *, balance: float | None = None) -> None:
        """Everything back to the start, but for the balance if one is given."""
        super().reset()
        self._planned = 0
        if balance is not None:
            self.account(balance=balance)

    def call(
        self, operation: str, data: Any = None, *, authorization: str | None = None
    ) -> dict[str, Any]:
        """The envelope that the service answers to a plain POST."""
        if authorization is None:
            authorization = f"Bearer {self.token}"
        headers = {"Authorization": authorization, "Content-Type": "application/json"}
        # Whatever Python can write as JSON.
        content = b"" if data is None else json.dumps(data).encode()
        request = httpx2.Request(
            "POST",
            f"{self.url}/{operation}.json",
            content=content,
            headers=headers,
            extensions=PATIENCE,
        )
        response = self._control.handle_request(request)
        response.read()
        answer: dict[str, Any] = response.json()
        assert (response.status_code, list(answer)) == (200, ENVELOPE)
        return answer

    def result(self, operation: str, data: Any = None) -> Any:
        """What a call answers that has to succeed."""
        answer = self.call(operation, data)
        assert answer["response_code"] in SUCCESS, (operation, data, answer)
        return answer["response_result"]

    def writes(self, number: int = 1) -> Reply:
        """The recipient with the phone of this number writes to the sender `TurboSMS`."""
        return self.reply(phone(number), "Hello", sender="TurboSMS")

    def shown(self, **query: Any) -> list[dict[str, Any]]:
        """The messages that were sent, newest first, as the control plane shows them."""
        found: list[dict[str, Any]] = self.control("GET", "messages", query=query)["messages"]
        return found

    def sent_to(self, **query: Any) -> list[str]:
        """The recipients of the messages that were sent, newest first."""
        return [message["recipient"] for message in self.shown(**{"limit": 100_000, **query})]

    def calls(self) -> list[dict[str, Any]]:
        """What was asked of the service, newest first: the last thousand."""
        found: list[dict[str, Any]] = self.control("GET", "calls", query={"limit": 1000})["calls"]
        return found

    def faults(self) -> list[dict[str, Any]]:
        """Those that have not happened yet."""
        found: list[dict[str, Any]] = self.control("GET", "faults")["faults"]
        return found

    def wait_until_met(self, seconds: float = 60.0) -> None:
        """Wait until every fault has happened, which it has once its request has arrived."""
        until = time.monotonic() + seconds
        while self.faults():
            assert time.monotonic() < until, "no such request has arrived"
            time.sleep(0.02)

    def plan(
        self, operation: str, schedule: Sequence[Mapping[str, Any]], *, count: bool = True
    ) -> None:
        """What the next calls of an operation meet, one fault each, in place of earlier plans.

        With `count`, there stands one behind them that does nothing but count: an answer that is 0
        seconds late.
        """
        if self._planned:
            self.clear_faults()
        for fault in schedule:
            self.control("POST", "faults", {"method": operation, **fault})
        if count:
            self.fault(operation, "delay", seconds=0, times=_MANY)
        self._planned = len(schedule) + count * _MANY

    def arrived(self) -> int:
        """How many calls of the planned operation have arrived since.

        Without `count`, those that met a fault.
        """
        if not self._planned:
            return 0
        left: int = sum(fault["times"] for fault in self.faults())
        arrived = self._planned - left
        self._planned = left
        return arrived

    def clear_faults(self) -> None:
        super().clear_faults()
        self._planned = 0


def http_client(url: str = "", **options: Any) -> httpx2.Client:
    """For plain HTTP."""
    return httpx2.Client(base_url=url, **{**PLAIN_HTTP, **options})


@contextmanager
def passing_time(control: Sandbox, *, seconds: float, every: float) -> Iterator[None]:
    """Let the sandbox's clock gain so many seconds again and again: nobody waits for delivery."""
    over = threading.Event()

    def pass_time() -> None:
        while not over.wait(every):
            control.advance(seconds)

    thread = threading.Thread(target=pass_time)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
