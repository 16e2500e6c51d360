"""A worker ends when it is told to, also while a call hangs or the database is away."""

from __future__ import annotations

import dataclasses
import json
import logging
import signal
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest

from tests.campaigns.engine.local_workers import QUICK, SAME, everybody, sent, work, working
from tests.campaigns.steps import campaign_row, chunk_rows, counts, write_running
from tests.kit.control import passing_time
from tests.kit.processes import PYTHON, ROOT, environment
from tests.kit.waiting import wait_for
from turbosms_campaigns import RecipientState
from turbosms_campaigns._storage.context import Context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.kit.control import Control
    from tests.kit.postgres import PostgresServer
    from turbosms_campaigns._storage.context import CampaignKey
    from turbosms_campaigns._storage.database import Database

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]
SHORT: Final = dataclasses.replace(QUICK, lease=2.0, renewal=0.5, silence=2.0)
APPLICATION: Final = """
import logging, signal, sys
from turbosms_campaigns import Campaigns
# Even if whoever runs the tests ignores it.
signal.signal(signal.SIGINT, signal.default_int_handler)
logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
with Campaigns(sys.argv[1], token="sandbox", base_url=sys.argv[2]) as campaigns:
    campaigns.run()
"""


@contextmanager
def program(*command: str) -> Iterator[subprocess.Popen[str]]:
    """A Python program, which is killed if it does not end."""
    with subprocess.Popen(
        [PYTHON, *command],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=environment(PYTHONPATH=str(ROOT)),
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for_a_call(database: Database, key: CampaignKey) -> None:
    wait_for(lambda: any(row.calls for row in chunk_rows(database, key)))


def test_a_second_ctrl_c_does_not_wait_for_a_call_that_hangs(
    sqlite_context: Context, rich: Control
) -> None:
    database = sqlite_context.database
    key = write_running(database, 10, message=SAME)
    rich.fault("message/send", "delay", seconds=600)
    with program("-c", APPLICATION, str(database.url), rich.url) as process:
        wait_for_a_call(database, key)
        rich.wait_until_met()
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        while "finishing the chunks at hand" not in process.stdout.readline():
            assert process.poll() is None, "it ended at once"
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == -signal.SIGINT
    assert counts(database, key) == {RecipientState.SENDING: 10}
    with passing_time(rich, seconds=5, every=0.2):
        work(sqlite_context)
    assert sent(rich) == everybody(10)


@pytest.mark.thorough_only
def test_it_ends_while_the_database_is_away(
    postgres: PostgresServer, postgres_database: Database, rich: Control
) -> None:
    key = write_running(postgres_database, 10, message=SAME)
    rich.fault("message/send", "delay", seconds=3)
    order = {
        "database": postgres_database.url.render_as_string(hide_password=False),
        "base_url": rich.url,
        "settings": dataclasses.asdict(SHORT),
    }
    with program("-m", "tests.campaigns.campaign_worker", json.dumps(order)) as process:
        wait_for_a_call(postgres_database, key)
        rich.wait_until_met()
        postgres.stop()
        try:
            process.send_signal(signal.SIGTERM)
            assert process.wait(120) == 0
        finally:
            postgres.start()
    with rich.client() as client, passing_time(rich, seconds=5, every=0.2):
        work(Context(postgres_database, client), settings=SHORT)
    assert sent(rich) == everybody(10)
    assert counts(postgres_database, key) == {RecipientState.DELIVERED: 10}


def test_a_worker_that_begins_while_the_database_is_away_waits(
    postgres: PostgresServer,
    postgres_database: Database,
    rich: Control,
    caplog: pytest.LogCaptureFixture,
) -> None:
    key = write_running(postgres_database, 10, message=SAME)
    postgres.stop()
    try:
        with (
            caplog.at_level(logging.WARNING),
            rich.client() as client,
            working(Context(postgres_database, client)),
        ):
            wait_for(lambda: "the worker waits for the database" in caplog.text)
            postgres.start()
            wait_for(lambda: campaign_row(postgres_database, key).state == "finished")
    finally:
        postgres.start()
    assert sent(rich) == everybody(10)
