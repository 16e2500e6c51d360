"""Which tests one worker runs in a row, and in which order.

What takes longest comes first, so that no worker is still busy when the others are done. A portion
is a file, or a folder whose tests share what takes long to start. Within a file, pytest-randomly
shuffles: no test may need what another one has done before it. Portions are handed out in the order
in which they were collected. How long a file takes stands in durations.json, where it was worth
recording; `pytest --record-durations` renews that.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

ROOT: Final = Path(__file__).parents[1]
RECORD: Final = Path(__file__).with_name("durations.json")
WORTH_RECORDING: Final = 3
"""Seconds. Shorter files are taken to need `SECONDS_PER_TEST` for each of their tests."""
SECONDS_PER_TEST: Final = 0.02
FOLDERS_IN_ONE_PORTION: Final = ("tests/inbox/", "tests/campaigns/report/")
"""Each has one browser for all of its tests."""


def file_of(nodeid: str) -> str:
    return nodeid.partition("::")[0]


def portion_of(nodeid: str) -> str:
    for folder in FOLDERS_IN_ONE_PORTION:
        if nodeid.startswith(folder):
            return folder
    return file_of(nodeid)


class PortionScheduling(LoadFileScheduling):  # type: ignore[misc] # xdist has no types
    """Hands out whole portions."""

    def _split_scope(self, nodeid: str) -> str:
        return portion_of(nodeid)


def recorded() -> dict[str, int]:
    """The seconds of each file that takes long."""
    seconds: dict[str, int] = json.loads(RECORD.read_text("utf-8"))
    return seconds


def sort(items: list[pytest.Item], seconds: Mapping[str, int]) -> None:
    """The portions that take longest first. Within a file, the order stays as it was shuffled."""
    tests = Counter(file_of(item.nodeid) for item in items)
    estimates: defaultdict[str, float] = defaultdict(float)
    for file, count in tests.items():
        estimates[portion_of(file)] += seconds.get(file, count * SECONDS_PER_TEST)

    def place(item: pytest.Item) -> tuple[float, str, str]:
        portion = portion_of(item.nodeid)
        # The names too, since what has the same estimate must not get mixed up.
        return -estimates[portion], portion, file_of(item.nodeid)

    items.sort(key=place)


class Recorder:
    """Adds up what the tests of a run took."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[file_of(report.nodeid)] += report.duration  # type: ignore[assignment]

    def pytest_sessionfinish(self) -> None:
        """Renew the record of the files that ran; forget those that are gone."""
        known = {file: took for file, took in recorded().items() if (ROOT / file).exists()}
        for file, took in self.seconds.items():
            known.pop(file, None)
            if took >= WORTH_RECORDING:
                known[file] = round(took)
        RECORD.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", "utf-8")
