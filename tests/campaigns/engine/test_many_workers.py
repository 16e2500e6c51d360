"""Several workers on one database: they share the work, keep its limits, and relieve the dead."""

from __future__ import annotations

import datetime as dt
import signal
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import pytest
import sqlalchemy as sa

from tests.campaigns.engine.local_workers import SAME, everybody, sent
from tests.campaigns.steps import (
    SETTINGS,
    called,
    campaign_row,
    change,
    chunk_rows,
    claim_next,
    counts,
    write_running,
)
from tests.campaigns.worker_nursery import Nursery
from tests.effort import THOROUGH, examples
from tests.kit.waiting import wait_for
from turbosms_campaigns import Limits, RecipientState
from turbosms_campaigns._model.worker_settings import WorkerSettings
from turbosms_campaigns._sending.calling import make_call
from turbosms_campaigns._sending.claiming import begin_call
from turbosms_campaigns._sending.leases import relieve
from turbosms_campaigns._sending.recording import record
from turbosms_campaigns._storage.tables import CAMPAIGN, CHUNK, WORKER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.campaigns.worker_nursery import Worker
    from tests.kit.control import Control
    from turbosms_campaigns._sending.claiming import Claim
    from turbosms_campaigns._storage.context import CampaignKey
    from turbosms_campaigns._storage.database import Database

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]
QUICK: Final = {"most_recipients": 10, "dispatch": 0.2, "queue_polling": 0.1}
QUICK.update(first_poll=3600.0, first_poll_of_few=3600.0)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as started:
        yield started


class Team:
    """Workers of one database."""

    def __init__(self, nursery: Nursery, database: Database, control: Control) -> None:
        self._nursery = nursery
        self._database = database
        self._control = control

    def start(self, **settings: Any) -> Worker:
        return self._nursery.start(
            database=self._database.url.render_as_string(hide_password=False),
            base_url=self._control.url,
            settings={**QUICK, **settings},
        )

    def wait_until_finished(self, key: CampaignKey) -> None:
        wait_for(lambda: campaign_row(self._database, key).state == "finished", 600)


@pytest.fixture
def team(nursery: Nursery, postgres_database: Database, rich: Control) -> Team:
    return Team(nursery, postgres_database, rich)


def test_three_workers_share_a_campaign(
    team: Team, postgres_database: Database, rich: Control, tell: Callable[..., None]
) -> None:
    number = examples(600, 6000)
    # As long as the service takes: otherwise whoever happens to look first would take everything.
    rich.fault("message/send", "delay", seconds=0.2, times=number)
    workers = [team.start() for _ in range(3)]
    wait_for(lambda: _running_workers(postgres_database) == 3)
    key = write_running(postgres_database, number, message=SAME)
    team.wait_until_finished(key)
    for worker in workers:
        assert worker.end() == 0
    assert sent(rich) == everybody(number)
    shares = Counter(row.owner for row in chunk_rows(postgres_database, key) if row.calls)
    total = shares.total()
    tell(f"campaigns, chunks of each of three workers: {sorted(shares.values())}")
    assert len(shares) == 3
    tolerance = 0.10 if THOROUGH else 0.40
    for share in shares.values():
        assert abs(share / (total / 3) - 1) <= tolerance


def _running_workers(database: Database) -> int:
    with database.reading() as connection:
        count: int = connection.exec_driver_sql(
            "SELECT count(*) FROM turbosms_worker WHERE ended_at IS NULL"
        ).scalar_one()
    return count


@pytest.mark.thorough_only
def test_three_workers_keep_the_rate_together(
    team: Team, postgres_database: Database, rich: Control, tell: Callable[..., None]
) -> None:
    number = examples(300, 3000)
    rate = 1800
    key = write_running(postgres_database, number, message=SAME, limits=Limits(rate=rate))
    began = time.monotonic()
    workers = [team.start() for _ in range(3)]
    team.wait_until_finished(key)
    seconds = time.monotonic() - began
    for worker in workers:
        worker.end()
    assert sent(rich) == everybody(number)
    # The last chunk goes out at the beginning of its time. Workers that are late may catch up on
    # some seconds.
    least = (number - 10) * 60 / rate - 3
    assert seconds >= least
    measured = _rate(chunk_rows(postgres_database, key))
    # How near it comes from below is a matter of the machine, and only told.
    tell(f"campaigns, rate of three workers with a limit of {rate} a minute: {measured:.0f}")
    assert measured <= 1.05 * rate
    assert len({row.owner for row in chunk_rows(postgres_database, key) if row.calls}) > 1


def _rate(chunks: Sequence[sa.Row[Any]]) -> float:
    """Recipients a minute: those of all chunks but the last one, until that began."""
    called = sorted((row.first_call_at, row.recipients) for row in chunks if row.calls)
    minutes = (called[-1][0] - called[0][0]) / dt.timedelta(minutes=1)
    return float(sum(recipients for _, recipients in called[:-1]) / minutes)


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"lease": 3.0, "renewal": 1.0, "heartbeat": 0.5, "silence": 3.0}, id="short"),
        pytest.param({}, id="as-they-are", marks=pytest.mark.thorough_only),
    ],
)
def test_a_worker_that_dies_is_relieved(
    team: Team,
    postgres_database: Database,
    rich: Control,
    settings: dict[str, float],
    tell: Callable[..., None],
) -> None:
    key = write_running(postgres_database, 60, message=SAME)
    rich.fault("message/send", "delay", seconds=600, times=2)
    victim = team.start(**settings)
    wait_for(lambda: _in_calls(postgres_database, key) == 2)
    rich.wait_until_met()
    helper = team.start(**settings)
    wait_for(lambda: counts(postgres_database, key).get(RecipientState.ACCEPTED, 0) >= 30)
    assert victim.end(signal.SIGKILL) == -signal.SIGKILL
    died = time.monotonic()
    team.wait_until_finished(key)
    seconds = time.monotonic() - died
    if not settings:
        tell(f"campaigns, a dead worker was relieved after {seconds:.0f} s")
        assert seconds < 90
    helper.end()
    assert sent(rich) == everybody(60)
    assert counts(postgres_database, key) == {RecipientState.ACCEPTED: 60}


def test_what_a_worker_that_has_ended_had_taken_is_taken_over_at_once(
    team: Team, postgres_database: Database, rich: Control
) -> None:
    settings = {"lease": 2.0, "renewal": 0.5, "silence": 3600.0}
    key = write_running(postgres_database, 20, message=SAME)
    rich.fault("message/send", "delay", seconds=600, times=2)
    victim = team.start(**settings)
    wait_for(lambda: _in_calls(postgres_database, key) == 2)
    rich.wait_until_met()
    victim.end(signal.SIGKILL)
    now = dt.datetime.now(dt.UTC)
    change(postgres_database, WORKER, WORKER.c.pid == victim.pid, ended_at=now)
    helper = team.start(**settings)
    team.wait_until_finished(key)
    helper.end()
    assert sent(rich) == everybody(20)


@pytest.mark.thorough_only
def test_a_worker_that_freezes_with_a_lock_is_relieved(
    team: Team, postgres_database: Database, rich: Control, tell: Callable[..., None]
) -> None:
    """As if its machine had lost its power: nobody closes its connection."""
    key = write_running(postgres_database, 60, message=SAME)
    helper = team.start()
    engine = postgres_database.engine
    with engine.connect() as connection:
        connection.execute(sa.select(CAMPAIGN.c.id).with_for_update())
        froze = time.monotonic()
        team.wait_until_finished(key)
        seconds = time.monotonic() - froze
        connection.invalidate()
    tell(f"campaigns, a frozen worker with a lock was relieved after {seconds:.0f} s")
    assert seconds < 90
    assert helper.end() == 0
    assert sent(rich) == everybody(60)


def _in_calls(database: Database, key: CampaignKey) -> int:
    return sum(row.state == "sending" and row.calls > 0 for row in chunk_rows(database, key))


def test_two_workers_that_call_for_one_chunk_send_it_once(
    database: Database, rich: Control
) -> None:
    """The lease of the first one ends while its call hangs."""
    key = write_running(database, 10, message=SAME)
    recorded: dict[str, bool] = {}

    def call(name: str, claimed: Claim) -> None:
        with rich.client() as client:
            outcomes = make_call(client, claimed.call, claimed.sequence_id)
        recorded[name] = record(database, claimed, outcomes, SETTINGS)

    rich.fault("message/send", "delay", seconds=3)
    first = called(database, owner="first")
    slow = threading.Thread(target=call, args=("first", first))
    slow.start()
    wait_for(lambda: rich.faults() == [])
    change(database, CHUNK, CHUNK.c.campaign_id == key.id, leased_until=_long_ago())
    assert relieve(database, SETTINGS) == 1
    second = claim_next(database, owner="second")
    assert second is not None
    assert begin_call(database, second)
    call("second", second)
    slow.join()
    assert recorded == {"first": False, "second": True}
    assert sent(rich) == everybody(10)
    assert counts(database, key) == {RecipientState.ACCEPTED: 10}


def _long_ago() -> dt.datetime:
    return dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)


def test_the_usual_settings_relieve_a_dead_worker_in_time() -> None:
    """What the long test above measures, as a sum: for every run of the tests."""
    settings = WorkerSettings()
    until_void = settings.lease + settings.dispatch
    until_taken_over = settings.silence + settings.heartbeat + settings.dispatch
    assert max(until_void, until_taken_over) + 10 < 90
    assert settings.renewal * 3 < settings.lease
    assert settings.heartbeat * 3 < settings.silence
