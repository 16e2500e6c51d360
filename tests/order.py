"""In which order the files of tests run: what takes longest first, so that no worker ends alone.

Within a file, pytest-randomly shuffles: no test may need what another one has done before it.
`--dist loadfile` hands out files in the order in which they were collected. How long a file takes
stands in durations.json, where it was worth recording; `pytest --record-durations` renews that.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

ROOT: Final = Path(__file__).parents[1]
RECORD: Final = Path(__file__).with_name("durations.json")
WORTH_RECORDING: Final = 3
"""Seconds. Shorter files are taken to need `SECONDS_PER_TEST` for each of their tests."""
SECONDS_PER_TEST: Final = 0.02


def file_of(nodeid: str) -> str:
    return nodeid.partition("::")[0]


def recorded() -> dict[str, int]:
    """The seconds of each file that takes long."""
    seconds: dict[str, int] = json.loads(RECORD.read_text("utf-8"))
    return seconds


def sort(items: list[pytest.Item], seconds: Mapping[str, int]) -> None:
    """The files that take longest first. Within a file, the order stays as it was shuffled."""
    tests = Counter(file_of(item.nodeid) for item in items)

    def estimate(item: pytest.Item) -> float:
        file = file_of(item.nodeid)
        return seconds.get(file, tests[file] * SECONDS_PER_TEST)

    # The name too, since files with the same estimate must not get mixed up.
    items.sort(key=lambda item: (-estimate(item), file_of(item.nodeid)))


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
