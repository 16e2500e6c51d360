"""The threads that do the work for chunks, without the rest of a worker."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tests.campaigns.engine.local_workers import QUICK, SAME, people, sent
from tests.campaigns.steps import write_running
from tests.kit.waiting import wait_for
from turbosms_campaigns._engine.chunk_work import ChunkWork
from turbosms_campaigns._sending.claiming import Claimant
from turbosms_campaigns._sending.leases import Leases
from turbosms_campaigns._storage.chunk_rows import ChunkKey

if TYPE_CHECKING:
    from tests.kit.control import Control
    from turbosms_campaigns._storage.context import Context


def _threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "turbosms-chunks"]


def test_abandoned_without_a_stop_it_leaves_no_thread_and_begins_nothing_more(
    context: Context, rich: Control
) -> None:
    """As after an engine that could not be started as a whole."""
    campaign = write_running(context.database, people(1), message=SAME)
    leases = Leases(context.database, QUICK)
    work = ChunkWork(context, Claimant("worker", QUICK), leases, at_once=2)
    missing = ChunkKey(campaign.id, 99)
    work.do(missing)
    assert work.done.is_set()
    assert len(_threads()) == 1
    work.abandon()
    work.abandon()
    wait_for(lambda: not _threads())
    work.do(missing)
    assert not _threads()
    assert not sent(rich)
