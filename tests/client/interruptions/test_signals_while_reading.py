"""An exception of a signal handler is no unreadable answer, whatever class it has."""

from __future__ import annotations

import json
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.effort import THOROUGH
from tests.kit.answers import envelope
from turbosms_api import reading
from turbosms_client import OutcomeUnknownError, RetryPolicy, TurboSMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType

    from tests.kit.service import Service

A, B = "380501111111", "380502222222"
READING = ("json/decoder.py", "turbosms_api/reading.py", "turbosms_api/results/message.py")
KINDS = (ValueError, KeyError, IndexError, TypeError, RecursionError, ArithmeticError)
EVERY = 1 if THOROUGH else len(KINDS)
"""At one line in how many a kind is raised; the kinds together come to every line."""


@contextmanager
def interrupting(place: int, error: Exception) -> Iterator[list[int]]:
    """Run a signal handler that raises, at the so-manieth line of the reading of an answer."""
    lines = [0]

    def handle(_: int, __: FrameType | None) -> None:
        raise error

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.endswith(READING):
            return trace
        if event == "line":
            lines[0] += 1
            if lines[0] == place:
                signal.raise_signal(signal.SIGUSR1)
        return trace

    before = signal.signal(signal.SIGUSR1, handle)
    sys.settrace(trace)
    try:
        yield lines
    finally:
        sys.settrace(None)
        signal.signal(signal.SIGUSR1, before)


def answer() -> bytes:
    rows = []
    for phone, code in ((A, 0), (B, 305)):
        rows.append(
            {
                "phone": phone,
                "response_code": code,
                "message_id": f"id-{phone}" if code == 0 else None,
                "response_status": "OK",
                "cost": 0.5,
            }
        )
    answer = envelope(802, rows, "SUCCESS_MESSAGE_PARTIAL_ACCEPTED")
    return json.dumps(answer).encode()


def count_of_lines(client: TurboSMS) -> int:
    with interrupting(0, ValueError()) as lines:
        client.message.send([A, B], text="x")
    return lines[0]


@pytest.mark.parametrize("base", KINDS, ids=lambda kind: kind.__name__)
def test_at_every_line_of_the_reading(service: Service, base: type[Exception]) -> None:
    class TimeLimitError(base):  # type: ignore[misc, valid-type]
        pass

    service.answers(answer())
    retry = RetryPolicy(attempts=1)
    with TurboSMS("t", service.url, sms_sender="Shop", retry=retry) as client:
        first = 1 + KINDS.index(base) % EVERY
        for place in range(first, count_of_lines(client) + 1, EVERY):
            error = TimeLimitError(place)
            with pytest.raises(TimeLimitError) as caught, interrupting(place, error):
                client.message.send([A, B], text="x")
            assert caught.value is error
            assert isinstance(error.__cause__, OutcomeUnknownError), place
            assert client.interrupted.pop() is error.__cause__


@pytest.mark.parametrize(
    ("read", "unreadable"),
    [
        (reading.read_number, "x"),
        (reading.read_money, "x"),
        (reading.read_time, "x"),
        (reading.read_day, "x"),
    ],
)
def test_what_cannot_be_read_still_is_nothing(
    read: Callable[[object], object], unreadable: str
) -> None:
    assert read(unreadable) is None


def test_a_file_that_is_being_read(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"png")
    limit = TimeoutError("time limit")

    def handle(_: int, __: FrameType | None) -> None:
        raise limit

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line" and frame.f_code.co_name == "_read":
            sys.settrace(None)
            signal.raise_signal(signal.SIGUSR1)
        return trace

    before = signal.signal(signal.SIGUSR1, handle)
    sys.settrace(trace)
    try:
        with TurboSMS("t") as client, pytest.raises(TimeoutError) as caught:
            client.file.add(path)
    finally:
        sys.settrace(None)
        signal.signal(signal.SIGUSR1, before)
    assert caught.value is limit
