"""The sandbox calls the shop behind real servers, and workers that are killed handle the events."""

from __future__ import annotations

import signal
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx2
import pytest

from tests.django.databases import new_database
from tests.django.shop_site import ShopSite
from tests.kit.control import Control, phone
from tests.kit.waiting import wait_for
from tests.webhooks.calls import JSON, SECRET, as_json, call, report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

PATH = "/webhooks/turbosms/"
PHONES = [phone(number) for number in range(8)]
AN_HOUR = 3600


@pytest.fixture
def on_sqlite(tmp_path: Path, rich: Control) -> Iterator[ShopSite]:
    with new_database("sqlite", tmp_path) as database:
        yield ShopSite(database, rich.url)


@pytest.fixture
def on_postgres(tmp_path: Path, rich: Control) -> Iterator[ShopSite]:
    with new_database("postgresql", tmp_path) as database:
        yield ShopSite(database, rich.url)


def report_to(site_url: str, sandbox: Control) -> set[str]:
    """Send, have everything reported over a bad line; the ids of what was sent."""
    sandbox.webhooks.set(site_url, secret=SECRET)
    with sandbox.client() as client:
        sent = client.message.send(PHONES, text="Paid")
    for kind in ("duplicate", "reorder", "hang_up", "drop", "wrong_signature"):
        sandbox.fault("webhook", kind, times=2)
    sandbox.advance(AN_HOUR)
    calls = sandbox.webhooks.calls()
    assert {each.status for each in calls} >= {200, 401}
    assert all(each.next_attempt is None for each in calls if each.status == 200)
    return set(sent.message_ids)


def statuses(site: ShopSite) -> dict[str, list[str]]:
    """By message, what the receiver was told, in order."""
    told: dict[str, list[str]] = defaultdict(list)
    for message_id, status in site.notes():
        told[message_id].append(status)
    return told


def kill_in_receiver(site: ShopSite, folder: Path) -> None:
    """Start a worker, and kill it while a receiver has written a note, which is undone."""
    mark = folder / "hangs"
    with site.manage("turbosms_events", "--stay", SHOP_HANGS=str(mark)) as worker:
        wait_for(mark.exists)
        worker.stop(signal.SIGKILL)


def test_every_report_is_handled_and_none_goes_back(
    on_sqlite: ShopSite, rich: Control, tmp_path: Path
) -> None:
    """On Django's own server and SQLite."""
    with on_sqlite.served() as url:
        message_ids = report_to(url + PATH, rich)
    kill_in_receiver(on_sqlite, tmp_path)
    on_sqlite.run("-m", "django", "turbosms_events")
    told = statuses(on_sqlite)
    assert set(told) == message_ids
    assert {tuple(each) for each in told.values()} <= {("Sent", "Delivered"), ("Delivered",)}


def test_several_workers_share_the_events(
    on_postgres: ShopSite, rich: Control, tmp_path: Path
) -> None:
    """Behind uvicorn and on PostgreSQL, each event of each message once and in order."""
    with on_postgres.served_by_uvicorn() as url:
        message_ids = report_to(f"{url}{PATH}async/", rich)
        check_simultaneous_calls(url)
    kill_in_receiver(on_postgres, tmp_path)
    workers = [on_postgres.manage("turbosms_events") for _ in range(3)]
    for worker in workers:
        ended = worker.wait()
        assert (ended.code, ended.stderr) == (0, "")
    told = statuses(on_postgres)
    assert set(told) == {*message_ids, "simultaneous"}
    assert {tuple(each) for each in told.values()} <= {("Sent", "Delivered"), ("Delivered",)}


def check_simultaneous_calls(url: str) -> None:
    """Of calls with the same id, one kind of data is stored, once, and the other is refused."""
    bodies = [
        as_json(call("same", data=report("DELIVRD", "simultaneous"))),
        as_json(call("same", data=report("EXPIRED", "simultaneous"))),
    ]

    def post(index: int) -> tuple[int, int]:
        with httpx2.Client(timeout=120, trust_env=False) as client:
            headers = {"Content-Type": JSON}
            path = PATH if index % 4 < 2 else f"{PATH}async/"
            answer = client.post(url + path, content=bodies[index % 2], headers=headers)
            return index % 2, answer.status_code

    with ThreadPoolExecutor(12) as pool:
        answers = set(pool.map(post, range(24)))
    assert answers in ({(0, 200), (1, 400)}, {(0, 400), (1, 200)})
