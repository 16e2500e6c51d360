"""A campaign whose workers are killed again and again, at random moments."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import sqlalchemy as sa

from tests.campaigns.crashes.crash_figures import CrashFigures
from tests.campaigns.drafts import phone, write_draft
from tests.campaigns.steps import chunk_rows, recipient_rows
from turbosms_campaigns import RecipientState
from turbosms_campaigns._model.settings import Message
from turbosms_campaigns._sending.control import start
from turbosms_campaigns._storage.tables import CAMPAIGN
from turbosms_campaigns._storage.transitions import count_anew, read_counts
from turbosms_client import Sms

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from tests.campaigns.worker_nursery import Nursery, Worker
    from tests.kit.control import Control
    from tests.kit.postgres import PostgresServer
    from tests.kit.shifted_clock import ShiftedClock
    from turbosms_campaigns._storage.context import CampaignKey
    from turbosms_campaigns._storage.database import Database

_LEASE: Final = 2.0
# A claim of a dead worker is void after moments, so that the test need not wait for it.
SETTINGS: Final = {
    "most_recipients": 5,
    "lease": _LEASE,
    "renewal": 0.5,
    "heartbeat": 0.5,
    "silence": 2.0,
    "dispatch": 0.2,
    "queue_polling": 0.05,
    "retries": (0.1, 0.2, 0.5),
    "first_poll": 0.5,
    "first_poll_of_few": 0.5,
    "longest_poll_pause": 1.0,
}
PERSONAL: Final = Message(text="Hello {name}", sms=Sms(sender="TurboSMS"))
SAME_FOR_ALL: Final = Message(text="Hello", sms=Sms(sender="TurboSMS"))
_LONGEST: Final = 1800.0
# What happens to calls, besides: the answer is lost, comes late, or is none of the service.
_FAULTS: Final[Sequence[tuple[str, dict[str, Any]]]] = (
    ("drop_after", {}),
    ("drop_before", {}),
    ("http_after", {"status": 502}),
    ("http", {"status": 503}),
    ("truncate", {}),
    ("garbage", {}),
    ("delay", {"seconds": 0.3}),
    ("delay", {"seconds": 3.0}),  # longer than a lease
    ("code", {"code": 999}),
    ("code", {"code": 503}),
)
_JUMPS: Final = (-2 * 86_400, -3 * 3_600, -40, 40, 3 * 3_600)
"""Seconds by which the clock is set. Forward in all by less than 14 days."""


class _Mishap(NamedTuple):
    """What may happen, besides, before each kill."""

    share: float
    happen: Callable[[], None]


class _Look(NamedTuple):
    """What stands in the database at one moment."""

    state: str
    counts: dict[RecipientState, int]


class CrashRun:
    """One campaign, and the workers that send it."""

    def __init__(
        self,
        database: Database,
        control: Control,
        nursery: Nursery,
        *,
        chance: random.Random,
        workers: int,
        clock: ShiftedClock,
        server: PostgresServer | None,
    ) -> None:
        self._database = database
        self._control = control
        self._nursery = nursery
        self._chance = chance
        self._workers = workers
        self._clock = clock
        self._ahead = 0
        self._server = server
        self._alive: list[Worker] = []
        self._frozen: dict[Worker, float] = {}
        """Since when, by the monotonic clock."""
        self.figures = CrashFigures()
        self._mishaps = [_Mishap(0.4, self._make_a_fault), _Mishap(0.2, self._set_clock)]
        if server is not None:
            self._mishaps.append(_Mishap(0.2, self._freeze))
            self._mishaps.append(_Mishap(0.1, self._restart_database))

    def prepare(self, recipients: int, message: Message) -> CampaignKey:
        """Start a campaign."""
        self.figures.recipients = recipients
        people: list[dict[str, Any]] = [
            {"columns": f'{{"name": "{index % 97}"}}'} for index in range(recipients)
        ]
        key = write_draft(self._database, people, message=message)
        start(self._database, key)
        return key

    def kill_until(self, key: CampaignKey, kills: int) -> None:
        """Kill workers that often, while there is something to send, and let others finish."""
        began = time.monotonic()
        while self.figures.kills < kills and self._look(key).state == "running":
            self._keep_workers()
            self._wait_a_moment()
            for mishap in self._mishaps:
                if self._chance.random() < mishap.share:
                    mishap.happen()
            self._kill()
        self._control.clear_faults()
        self._keep_workers()
        while not self._is_over(key):
            assert time.monotonic() - began < _LONGEST, chunk_rows(self._database, key)
            self._thaw()
            time.sleep(0.2)
        self._end_workers()
        self.figures.seconds = round(time.monotonic() - began)

    def judge(self, key: CampaignKey) -> None:
        """Check that everybody got exactly one message; fill the figures."""
        figures = self.figures
        chunks = chunk_rows(self._database, key)
        figures.chunks = Counter(row.state for row in chunks)
        figures.calls = sum(row.calls for row in chunks)
        figures.repeated_calls = sum(row.calls - 1 for row in chunks if row.calls > 1)
        figures.states = Counter(
            {str(state): number for state, number in self._look(key).counts.items()}
        )
        sent = Counter(self._control.sent_to())
        figures.messages = sent.total()
        figures.numbers_with_two = sum(number > 1 for number in sent.values())
        everybody = {phone(position) for position in range(1, figures.recipients + 1)}
        figures.numbers_without = len(everybody - set(sent))
        assert figures.numbers_with_two == 0, figures
        assert figures.numbers_without == 0, figures
        assert figures.messages == figures.recipients, figures
        assert figures.states == {"delivered": figures.recipients}, figures
        ids = {row.message_id for row in recipient_rows(self._database, key)}
        assert len(ids) == figures.recipients
        assert set(figures.chunks) <= {"done", "dissolved"}, figures

    def _look(self, key: CampaignKey) -> _Look:
        """At any moment, the counts are the real ones, and who is finished has sent everything."""
        with self._database.reading() as connection:
            state = connection.scalar(sa.select(CAMPAIGN.c.state).where(CAMPAIGN.c.id == key.id))
            counts = read_counts(connection, key.id)
            assert counts == count_anew(connection, key.id)
        there = {state: number for state, number in counts.items() if number}
        if state == "finished":
            assert there.keys().isdisjoint({RecipientState.READY, RecipientState.SENDING})
        return _Look(str(state), there)

    def _is_over(self, key: CampaignKey) -> bool:
        look = self._look(key)
        return look.state == "finished" and set(look.counts) == {RecipientState.DELIVERED}

    def _kill(self) -> None:
        victim = self._alive.pop(self._chance.randrange(len(self._alive)))
        self._frozen.pop(victim, None)
        victim.end(signal.SIGKILL)
        self.figures.kills += 1

    def _keep_workers(self) -> None:
        self._thaw()
        while len(self._alive) < self._workers:
            url = self._database.url.render_as_string(hide_password=False)
            self._alive.append(
                self._nursery.start(
                    database=url, base_url=self._control.url, settings=SETTINGS, concurrency=2
                )
            )

    def _end_workers(self) -> None:
        self._thaw(all_of_them=True)
        for worker in self._alive:
            assert worker.end() == 0
        self._alive.clear()

    def _make_a_fault(self) -> None:
        kind, options = self._chance.choice(_FAULTS)
        method = self._chance.choice(("message/send", "message/sendmulti"))
        self._control.fault(method, kind, **options)
        self.figures.faults[kind] += 1

    def _set_clock(self) -> None:
        self._ahead += self._chance.choice(_JUMPS)
        self._clock.set(self._ahead)
        self.figures.clock_jumps += 1

    def _freeze(self) -> None:
        """Let a worker stand still for longer than its claims hold, so that others take over."""
        awake = [worker for worker in self._alive if worker not in self._frozen]
        if len(awake) > 1:
            victim = self._chance.choice(awake)
            os.kill(victim.pid, signal.SIGSTOP)
            self._frozen[victim] = time.monotonic()
            self.figures.frozen_workers += 1

    def _thaw(self, *, all_of_them: bool = False) -> None:
        """Let those go on that have stood still for long enough."""
        for worker, since in [*self._frozen.items()]:
            if all_of_them or time.monotonic() - since > 2 * _LEASE:
                os.kill(worker.pid, signal.SIGCONT)
                del self._frozen[worker]

    def _restart_database(self) -> None:
        assert self._server is not None
        self._server.restart(self._chance.choice((signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)))
        self.figures.restarts_of_database += 1

    def _wait_a_moment(self) -> None:
        """Until something is under way, and then for a moment, so that each step is cut off."""
        before = self._progress()
        until = time.monotonic() + 20
        while self._progress() == before and time.monotonic() < until:
            self._thaw()
            time.sleep(0.01)
        time.sleep(self._chance.choice((0.0, 0.02, 0.05, 0.1, 0.3, 1.0)) * self._chance.random())

    def _progress(self) -> object:
        with self._database.reading() as connection:
            return connection.exec_driver_sql(
                "SELECT sum(fence), sum(calls), sum(unsettled) FROM turbosms_chunk"
            ).one()
