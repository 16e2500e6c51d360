"""Workers that are killed at any moment: everybody gets exactly one message, and no count lies.

`make test` kills a few. A thorough run kills hundreds, on either kind of database. The figures are
printed (`pytest -s`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.campaigns.crashes.crash_run import PERSONAL, SAME_FOR_ALL, CrashRun
from tests.campaigns.worker_nursery import Nursery
from tests.effort import SEED, examples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.kit.control import Control
    from tests.kit.postgres import PostgresServer
    from turbosms_campaigns._model.settings import Message
    from turbosms_campaigns._storage.database import Database

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]
KILLS = examples(4, 100)
RECIPIENTS = 25 * KILLS


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as started:
        yield started


@pytest.mark.parametrize("message", [SAME_FOR_ALL, PERSONAL], ids=["same", "personal"])
def test_everybody_gets_exactly_one_message(
    database: Database, rich: Control, nursery: Nursery, message: Message
) -> None:
    workers = 1 if database.is_sqlite else 3
    run = CrashRun(database, rich, nursery, seed=SEED, workers=workers, message=message)
    key = run.prepare(recipients=RECIPIENTS)
    run.kill_until(key, KILLS)
    run.judge(key)
    assert run.figures.kills == KILLS


def test_the_database_is_restarted_as_well(
    postgres: PostgresServer, postgres_database: Database, rich: Control, nursery: Nursery
) -> None:
    run = CrashRun(
        postgres_database,
        rich,
        nursery,
        seed=SEED,
        workers=3,
        message=SAME_FOR_ALL,
        server=postgres,
    )
    key = run.prepare(recipients=RECIPIENTS)
    run.kill_until(key, KILLS)
    run.judge(key)
    assert run.figures.restarts_of_database > 0
