"""Tables of any length are read in bounded memory: no row is kept that has been stored."""

from __future__ import annotations

import os
import threading
import weakref
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tests.campaigns.audience.making import ROWS_AT_ONCE, counts, database_of, make
from tests.campaigns.drafts import phone
from tests.kit.waiting import wait_for
from turbosms_campaigns._storage.tables import RECIPIENT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from turbosms_campaigns import Campaigns


class Person(dict[str, Any]):
    """A row of which it can be seen whether somebody still has it."""


def test_rows_that_are_passed_are_let_go(campaigns: Campaigns) -> None:
    alive: weakref.WeakSet[Person] = weakref.WeakSet()
    most = 0

    class Counted(Person):
        __hash__ = object.__hash__  # type: ignore[assignment]

    def people() -> Iterator[Person]:
        nonlocal most
        for index in range(3 * ROWS_AT_ONCE):
            person = Counted(phone=phone(index), name=f"Person {index}")
            alive.add(person)
            yield person
            del person
            if index % 1_000 == 0:
                most = max(most, len(alive))

    sale = make(campaigns, people(), text="Hi {name}")
    assert counts(sale) == {"ready": 3 * ROWS_AT_ONCE}
    assert most < 2 * ROWS_AT_ONCE


def test_a_file_is_stored_while_it_is_read(campaigns: Campaigns, tmp_path: Path) -> None:
    """What comes out of a pipe is stored before its end."""
    pipe = tmp_path / "people"
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: make(campaigns, pipe))
    reader.start()
    with pipe.open("w") as writer:
        writer.write("phone\n")
        for part in range(3):
            first = part * ROWS_AT_ONCE
            writer.writelines(
                f"{phone(index)}\n" for index in range(first, first + 2 * ROWS_AT_ONCE)
            )
            writer.flush()
            wait_for(lambda: _stored(campaigns) > first)  # noqa: B023 - it is asked at once
    reader.join(120)
    assert counts(campaigns.get("sale")) == {
        "ready": 4 * ROWS_AT_ONCE,
        "duplicate": 2 * ROWS_AT_ONCE,
    }


def _stored(campaigns: Campaigns) -> int:
    with database_of(campaigns).reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(RECIPIENT)) or 0
