"""Reading statuses takes memory for the answer and its rows.

The same for each row, and none that stays.
"""

from __future__ import annotations

import gc
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from tests.effort import THOROUGH, examples
from turbosms_client import TurboSMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.kit.control import Control

pytestmark = pytest.mark.one_interpreter

ROWS = examples(1_000, 100_000)
PART = ROWS // (20 if THOROUGH else 10)


@pytest.fixture
def client(control: Control) -> Iterator[TurboSMS]:
    control.account(balance=1e9)
    with TurboSMS("sandbox", control.url, viber_sender="TurboSMS") as made:
        yield made


@pytest.fixture
def ids(client: TurboSMS, control: Control) -> list[str]:
    """The ids of that many messages, whose rows no longer change."""
    found: list[str] = []
    for start in range(0, ROWS, PART):
        numbers = [f"38050{number:07}" for number in range(start, start + PART)]
        found += client.message.send(numbers, text="Hello").message_ids
    assert len(found) == ROWS
    control.advance(3600)
    return found


@pytest.fixture
def _nothing_else_to_collect() -> None:
    """What earlier tests have left is looked through once, not at every measurement."""
    gc.collect()
    gc.freeze()


def measure(client: TurboSMS, ids: Sequence[str]) -> tuple[int, int]:
    """The most bytes that asking for statuses takes at a time, and those that stay afterwards."""
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    assert len(client.message.status(ids)) == len(ids)
    _, peak = tracemalloc.get_traced_memory()
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    return peak - before, after - before


@pytest.mark.usefixtures("_nothing_else_to_collect")
def test_statuses_take_the_same_for_each_row_and_leave_nothing(
    client: TurboSMS, ids: list[str]
) -> None:
    parts = [ids[start : start + PART] for start in range(0, ROWS, PART)]
    tracemalloc.start()
    try:
        measure(client, parts[0])  # what is loaded once and stays
        measured = [measure(client, part) for part in parts]
        whole, left = measure(client, ids)
    finally:
        tracemalloc.stop()
    peaks = [peak for peak, _ in measured]
    assert max(peaks) < 1.05 * min(peaks), "one answer after the other takes more"
    assert sum(stays for _, stays in measured) < 64 * 1024, "answers leave something behind"
    assert left < 64 * 1024, "a large answer leaves something behind"
    assert whole / ROWS < 1.1 * peaks[0] / PART, "a row takes more where there are many"
