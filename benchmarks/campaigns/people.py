# ruff: noqa: RUF001 - the letters of Ukrainian
"""Tables of people as campaigns get them: numbers in no order, and not all written alike."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NAMES = ("Олена", "Тарас", "Ганна", "Іван", "Софія", "Дмитро", "Юлія", "Богдан", "Марія", "Олег")
_CITIES = ("Київ", "Львів", "Одеса", "Харків", "Дніпро")
_ALL_NUMBERS = 10_000_000
_SEED = 1


def write_people(path: Path, number: int) -> None:
    """Write a file with the columns phone, name, city and code, which is each person's own."""
    chance = random.Random(_SEED)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["phone", "name", "city", "code"])
        for row, drawn in enumerate(chance.sample(range(_ALL_NUMBERS), number)):
            name = _NAMES[drawn % len(_NAMES)]
            city = _CITIES[drawn % len(_CITIES)]
            writer.writerow([_written(f"{drawn:07}", row), name, city, f"A{drawn:X}"])


def _written(digits: str, row: int) -> str:
    """One of the ways in which people write a number."""
    if row % 3 == 0:
        return f"+38 (050) {digits[:3]}-{digits[3:5]}-{digits[5:]}"
    if row % 3 == 1:
        return f"38050{digits}"
    return f"050 {digits}"
