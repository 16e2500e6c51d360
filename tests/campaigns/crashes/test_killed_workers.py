"""Workers that are killed at any moment: everybody gets exactly one message, and no count lies.

Before each kill, calls meet faults, the clock of workers and database is set forward and back, and
on PostgreSQL, workers freeze while they call, and the server is restarted. `make test` kills a few.
A thorough run kills hundreds, on either kind of database, and prints the figures.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.campaigns.crashes.crash_run import PERSONAL, SAME_FOR_ALL, CrashRun
from tests.campaigns.worker_nursery import Nursery
from tests.effort import SEED, THOROUGH, examples
from tests.kit.postgres import PostgresServer
from tests.kit.shifted_clock import ShiftedClock
from turbosms_campaigns._storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.kit.control import Control

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]
KILLS = examples(2, 60)
"""Of each of the four runs."""
RECIPIENTS = 25 * KILLS
MESSAGES = {"same": SAME_FOR_ALL, "personal": PERSONAL}


@pytest.fixture(scope="module")
def clock() -> Iterator[ShiftedClock]:
    """The clock of workers and database."""
    with ShiftedClock() as started:
        yield started


@pytest.fixture(scope="module")
def nursery(clock: ShiftedClock) -> Iterator[Nursery]:
    with Nursery(clock.environment) as started:
        yield started


@pytest.fixture(scope="module")
def server(clock: ShiftedClock) -> Iterator[PostgresServer]:
    """A server that nobody else needs, since it is restarted."""
    with PostgresServer(clock.environment) as started:
        yield started


@pytest.fixture
def run(
    kind: str,
    request: pytest.FixtureRequest,
    rich: Control,
    nursery: Nursery,
    clock: ShiftedClock,
) -> Iterator[CrashRun]:
    """A run with an empty database."""
    server = None
    # On a file, the second one waits for the end of the first.
    workers = 2
    url = f"sqlite:///{request.getfixturevalue('tmp_path')}/campaigns.db"
    if kind == "postgresql":
        server = request.getfixturevalue("server")
        workers = 3
        url = server.create_database()
    clock.set(0)
    database = Database(url)
    chance = random.Random(f"{SEED} {request.node.name}")
    yield CrashRun(
        database, rich, nursery, chance=chance, workers=workers, clock=clock, server=server
    )
    database.close()


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("sqlite", "same"),
        pytest.param("sqlite", "personal", marks=pytest.mark.thorough_only),
        pytest.param("postgresql", "same", marks=pytest.mark.thorough_only),
        ("postgresql", "personal"),
    ],
)
def test_everybody_gets_exactly_one_message(
    run: CrashRun, kind: str, message: str, tell: Callable[..., None]
) -> None:
    key = run.prepare(RECIPIENTS, MESSAGES[message])
    run.kill_until(key, KILLS)
    run.judge(key)
    figures = run.figures
    tell(f"campaigns, {kind}, {message}: {figures}")
    assert figures.kills == KILLS
    if THOROUGH:
        assert min(figures.clock_jumps, figures.faults.total(), figures.repeated_calls) > 0
    if THOROUGH and kind == "postgresql":
        assert min(figures.frozen_workers, figures.restarts_of_database) > 0
