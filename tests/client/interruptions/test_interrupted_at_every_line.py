"""An exception at any line that a call executes leaves the caller the means to finish it.

An exception is raised at each line of the client that a call comes to, one run a line, as a signal
handler could raise it there. From the line on at which the request may leave, the error has an
`OutcomeUnknownError` as its cause, which is in `client.interrupted` too, and which finishes the
call: the service has executed it once.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import turbosms_client
from tests.effort import THOROUGH
from tests.kit.batches import batches_of
from turbosms_client import (
    AsyncTurboSMS,
    OutcomeUnknownError,
    RetryPolicy,
    TurboSMS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from tests.kit.control import Control

pytestmark = [
    pytest.mark.one_interpreter,
    # A connection on which nobody can be told to close it any more is closed as it is forgotten.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PACKAGE = str(Path(turbosms_client.__file__).parent)
DRIVER = str(Path(PACKAGE, "_http", "connections.py"))
A = "380501111111"
B = "380502222222"
QUICK = RetryPolicy(attempts=4, pause=0, max_pause=0)


class TimeLimitError(Exception):
    """Of a task queue, raised by its signal handler."""


@dataclass
class Injection:
    """Raises an exception at a line, counted from the beginning."""

    at: int
    exception: type[BaseException]
    lines: int = 0
    first_line_of_driver: int | None = None

    def __enter__(self) -> Injection:
        sys.settrace(self._call)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _call(self, frame: FrameType, _event: str, _argument: object) -> Any:
        return self._line if frame.f_code.co_filename.startswith(PACKAGE) else None

    def _line(self, frame: FrameType, event: str, _argument: object) -> Any:
        if event != "line":
            return self._line
        self.lines += 1
        if self.first_line_of_driver is None and frame.f_code.co_filename == DRIVER:
            self.first_line_of_driver = self.lines
        if self.lines == self.at:
            sys.settrace(None)
            raise self.exception
        return self._line


class Calls:
    """Calls that create something, each with a text and a `sequence_id` of its own."""

    def __init__(self, client: Any, control: Control) -> None:
        self._client = client
        self._control = control
        self._chat = control.writes(1).chat_id

    def send(self, number: str) -> Any:
        return self._client.message.send([A], text=number, sequence_id=number)

    def send_again_after_a_lost_answer(self, number: str) -> Any:
        self._control.clear_faults()  # one that the call before did not come to
        self._control.fault("message/send", "drop_after")
        return self.send(number)

    def send_in_batches(self, number: str) -> Any:
        recipients = [A, B, "380503333333"]
        return self._client.message.send(recipients, text=number, sequence_id=number)

    def send_multi(self, number: str) -> Any:
        messages = {phone: {"recipients": [phone], "text": number} for phone in (A, B)}
        return self._client.message.send_multi(messages, sequence_id=number)

    def write_in_a_chat(self, number: str) -> Any:
        self._control.writes(1)  # or there are too many without an answer
        return self._client.chat.send(self._chat, text=number, sequence_id=number)

    def add_a_file(self, number: str) -> Any:
        content = b"GIF89a" + number.encode()
        return self._client.file.add(content, name="a.gif", sequence_id=number)


NAMES = sorted(name for name in vars(Calls) if not name.startswith("_"))


def step(name: str) -> int:
    """How many lines lie between two that are tried: a thorough run tries every line."""
    if THOROUGH:
        return 1
    return 67 if name == "send" else 97


@pytest.fixture(autouse=True)
def _small_batches() -> Iterator[None]:
    with batches_of(2):
        yield


@pytest.fixture(autouse=True)
def _forgotten_here() -> Iterator[None]:
    """It is known here why connections are forgotten."""
    yield
    gc.collect()


def what_is_left(
    injection: Injection, number: str, raised: BaseException, client: Any
) -> OutcomeUnknownError | None:
    """The means to finish the call; None if it surely had not left."""
    where = f"line {injection.at}"
    if isinstance(raised, OutcomeUnknownError):
        # While a token is fetched, nothing tells the exception from one of whoever gives the token.
        assert isinstance(raised.__cause__, injection.exception), where
        assert not client.interrupted
        return raised
    left = raised.__cause__
    if injection.first_line_of_driver is None and left is None:
        assert not client.interrupted
        return None
    assert isinstance(left, OutcomeUnknownError), f"{where}: {left!r}"
    assert [*client.interrupted] == [left], where
    assert left.sequence_id == number, where
    client.interrupted.clear()
    return left


def summary(name: str, exception: type[BaseException], lines: int, finished: int) -> str:
    return f"\n{name}, {exception.__name__}: {lines} lines, {finished} when it might have left"


def nothing_was_created_twice(control: Control) -> bool:
    messages = control.messages(limit=100_000)
    texts = Counter((message.recipient, str(message.channels)) for message in messages)
    return all(times == 1 for times in texts.values())


@pytest.mark.one_case_in(3)
@pytest.mark.parametrize("exception", [KeyboardInterrupt, TimeLimitError])
@pytest.mark.parametrize("name", NAMES)
def test_blocking(
    name: str, exception: type[BaseException], rich: Control, capsys: pytest.CaptureFixture[str]
) -> None:
    finished = 0
    injection = Injection(0, exception)
    with TurboSMS("sandbox", rich.url, viber_sender="TurboSMS", retry=QUICK) as client:
        call = getattr(Calls(client, rich), name)
        for at in itertools.count(1, step(name)):
            number = f"{name[:20]} {at}"
            injection = Injection(at, exception)
            try:
                with injection:
                    call(number)
            except (exception, OutcomeUnknownError) as raised:
                left = what_is_left(injection, number, raised, client)
                if left is not None:
                    left.resume()
                    finished += 1
            else:
                break
    with capsys.disabled():
        print(summary(name, exception, injection.lines, finished))
    assert injection.lines < at
    assert finished > 2
    assert nothing_was_created_twice(rich)


@pytest.mark.one_case_in(3)
@pytest.mark.parametrize("exception", [asyncio.CancelledError, TimeLimitError])
@pytest.mark.parametrize("name", NAMES)
def test_awaiting(
    name: str, exception: type[BaseException], rich: Control, capsys: pytest.CaptureFixture[str]
) -> None:
    async def main() -> tuple[int, int]:
        finished = 0
        client = AsyncTurboSMS("sandbox", rich.url, viber_sender="TurboSMS", retry=QUICK)
        async with client:
            call = getattr(Calls(client, rich), name)
            for at in itertools.count(1, step(name)):
                number = f"{name[:20]} {at}"
                injection = Injection(at, exception)
                try:
                    with injection:
                        await call(number)
                except (exception, OutcomeUnknownError) as raised:
                    left = what_is_left(injection, number, raised, client)
                    if left is not None:
                        await left.resume()
                        finished += 1
                else:
                    return injection.lines, finished
        raise AssertionError

    lines, finished = asyncio.run(main())
    with capsys.disabled():
        print(summary(name, exception, lines, finished))
    assert finished > 2
    assert nothing_was_created_twice(rich)
