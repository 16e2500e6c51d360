"""The shop as programs that are killed, on both kinds of databases, with a real sandbox."""

from __future__ import annotations

import signal
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest

from tests.django.shop_site import ShopSite
from tests.effort import examples
from tests.kit.control import Control, http_client, phone
from tests.kit.postgres import PostgresServer
from tests.kit.waiting import wait_for
from tests.webhooks.calls import JSON, SECRET, as_json, call, report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

PATH: Final = "/webhooks/turbosms/"
PHONES: Final = [phone(number) for number in range(8)]
KILLS: Final = examples(1, 5)
STEPS: Final = ("Queued", "Accepted", "Sent", "Delivered")
AN_HOUR: Final = 3600
LONG: Final = 600
"""Seconds that an answer takes: much longer than until its reader is killed."""


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.fixture
def on_sqlite(tmp_path: Path, rich: Control) -> ShopSite:
    return ShopSite(str(tmp_path / "shop.db"), rich.url)


@pytest.fixture
def on_postgres(postgres: PostgresServer, rich: Control) -> ShopSite:
    return ShopSite(postgres.create_database(), rich.url)


@pytest.fixture(params=["on_sqlite", "on_postgres"])
def site(request: pytest.FixtureRequest) -> ShopSite:
    chosen: ShopSite = request.getfixturevalue(request.param)
    return chosen


@pytest.mark.one_case_in(2)
def test_an_outbox_that_is_killed_sends_each_message_once(site: ShopSite, rich: Control) -> None:
    site.run("-m", "tests.django.shop.notifying", *PHONES)
    for _ in range(KILLS):
        # The service executes the send, and whoever makes it never learns of that.
        rich.fault("message/send", "delay", seconds=LONG)
        with site.manage("turbosms_send", "--stay") as worker:
            wait_for(lambda: not rich.faults())
            worker.stop(signal.SIGKILL)
        # Each one begins with the message of which the last one learned nothing.
        assert rich.sent_to() == PHONES[:1]
    with site.manage("turbosms_send") as first, site.manage("turbosms_send") as second:
        assert (first.wait().code, second.wait().code) == (0, 0)
    assert sorted(rich.sent_to()) == PHONES
    assert sorted(site.notes()) == [(number, "sent") for number in PHONES]


@pytest.mark.thorough_only
def test_workers_take_different_messages(on_postgres: ShopSite, rich: Control) -> None:
    """One that waits for the service keeps its message, and holds up no other."""
    on_postgres.run("-m", "tests.django.shop.notifying", *PHONES[:3])
    rich.fault("message/send", "delay", seconds=LONG)
    with on_postgres.manage("turbosms_send") as slow:
        wait_for(lambda: not rich.faults())
        assert on_postgres.run("-m", "django", "turbosms_send") == "2 sent\n"
        slow.stop(signal.SIGKILL)
    # As soon as it is dead, another one takes over.
    assert on_postgres.run("-m", "django", "turbosms_send") == "1 sent\n"


@pytest.mark.thorough_only
def test_a_worker_that_stays_sends_what_comes_later(
    postgres: PostgresServer, on_postgres: ShopSite, rich: Control
) -> None:
    """Even after the database was gone."""
    with on_postgres.manage("turbosms_send", "--stay") as worker:
        for number in PHONES[:2]:
            on_postgres.run("-m", "tests.django.shop.notifying", number)
            assert worker.line() == "1 sent"
            postgres.restart()
        assert worker.stop(signal.SIGINT).code == 0
    assert sorted(rich.sent_to()) == PHONES[:2]


def test_every_report_is_handled_and_none_goes_back(
    on_sqlite: ShopSite, rich: Control, tmp_path: Path
) -> None:
    """Behind Django's own server, on SQLite."""
    with on_sqlite.served() as url:
        message_ids = report_to(url + PATH, rich)
    with hanging_in_receiver(on_sqlite, tmp_path):
        pass
    on_sqlite.run("-m", "django", "turbosms_events")
    check_told(on_sqlite, message_ids)


@pytest.mark.thorough_only
def test_several_workers_share_the_events(
    on_postgres: ShopSite, rich: Control, tmp_path: Path
) -> None:
    """Behind uvicorn and the view that is awaited, on PostgreSQL."""
    with on_postgres.served_by_uvicorn() as url:
        message_ids = report_to(f"{url}{PATH}async/", rich)
        call_at_once(url)
    with hanging_in_receiver(on_postgres, tmp_path):
        workers = [on_postgres.manage("turbosms_events") for _ in range(3)]
        for worker in workers:
            ended = worker.wait()
            assert (ended.code, ended.stderr) == (0, "")
        told = {message_id for message_id, _ in on_postgres.notes()}
        assert len(told) == len(message_ids)  # with the simultaneous one, without the one at hand
    on_postgres.run("-m", "django", "turbosms_events")
    check_told(on_postgres, message_ids | {"simultaneous"})


def report_to(url: str, sandbox: Control) -> set[str]:
    """Send, have everything reported over a bad line; the ids of what was sent."""
    sandbox.webhooks.set(url, secret=SECRET)
    with sandbox.client() as client:
        sent = client.message.send(PHONES, text="Paid")
    for kind in ("duplicate", "reorder", "hang_up", "drop", "wrong_signature"):
        sandbox.fault("webhook", kind, times=2)
    sandbox.advance(AN_HOUR)
    answers = {each.status for each in sandbox.webhooks.calls()}
    assert {200, 401} <= answers <= {200, 401, None}
    return set(sent.message_ids)


def call_at_once(url: str) -> None:
    """Of calls with the same id, one kind of data is stored, and the other is refused."""
    bodies = [
        as_json(call("same", data=report("DELIVRD", "simultaneous"))),
        as_json(call("same", data=report("EXPIRED", "simultaneous"))),
    ]

    def post(index: int) -> tuple[int, int]:
        with http_client(timeout=120) as client:
            path = PATH if index % 4 < 2 else f"{PATH}async/"
            headers = {"Content-Type": JSON}
            answer = client.post(url + path, content=bodies[index % 2], headers=headers)
            return index % 2, answer.status_code

    with ThreadPoolExecutor(12) as pool:
        answers = set(pool.map(post, range(24)))
    assert answers in ({(0, 200), (1, 400)}, {(0, 400), (1, 200)})


@contextmanager
def hanging_in_receiver(site: ShopSite, folder: Path) -> Iterator[None]:
    """A worker whose receiver has written a note and hangs; it is killed, and the note undone."""
    mark = folder / "hangs"
    with site.manage("turbosms_events", "--stay", SHOP_HANGS=str(mark)) as worker:
        wait_for(mark.exists)
        yield
        worker.stop(signal.SIGKILL)


def check_told(site: ShopSite, message_ids: set[str]) -> None:
    """Receivers were told of every message to the end, of each status once, and in order."""
    told: dict[str, list[str]] = defaultdict(list)
    for message_id, status in site.notes():
        told[message_id].append(status)
    assert set(told) == message_ids
    for message_id, statuses in told.items():
        if message_id != "simultaneous":
            assert statuses == [step for step in STEPS if step in statuses]
            assert statuses[-1] == "Delivered"
