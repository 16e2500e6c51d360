"""How long a table takes to become a campaign."""

from __future__ import annotations

import csv
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.campaigns.people import write_people
from turbosms_campaigns import Campaigns
from turbosms_client import Sms, normalize_phone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROWS = 100_000
ROUNDS = 5
NOBODY = "http://127.0.0.1:9"
"""Nothing is asked of the service."""
SAME_FOR_ALL = "Знижка 20 % до неділі"
PERSONAL = "Вітаємо, {name}! Ваш код {code}"


def same_text() -> Iterator[float]:
    """A campaign with one text for everybody, against `csv.DictReader` and `normalize_phone`.

    Seconds of processor time: neither the disk nor what else the machine does counts.
    """
    return _against_reading(SAME_FOR_ALL)


def personal_texts() -> Iterator[float]:
    """The same with a text of their own for each, of two columns, which are stored and measured."""
    return _against_reading(PERSONAL)


def _against_reading(text: str) -> Iterator[float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "people.csv")
        write_people(path, ROWS)
        for number in range(ROUNDS):
            database = f"sqlite:///{folder}/{number}.db"
            with Campaigns(database, token="sandbox", base_url=NOBODY) as campaigns:
                yield _ratio(path, campaigns, text, reads_first=number % 2 == 0)


def _ratio(path: Path, campaigns: Campaigns, text: str, *, reads_first: bool) -> float:
    def create() -> None:
        campaigns.create("sale", recipients=path, text=text, sms=Sms(sender="Shop"))

    reading = 0.0
    if reads_first:
        reading = _processor_seconds(lambda: _read(path))
    creating = _processor_seconds(create)
    if not reads_first:
        reading = _processor_seconds(lambda: _read(path))
    return creating / reading


def _read(path: Path) -> None:
    """What a script does with the file before it could send anything."""
    phones = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            phones += normalize_phone(row["phone"]) is not None
    assert phones == ROWS


def _processor_seconds(action: Callable[[], None]) -> float:
    began = time.process_time()
    action()
    return time.process_time() - began
