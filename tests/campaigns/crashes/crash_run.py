"""A campaign whose workers are killed again and again, at random moments."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.campaigns.drafts import phone, write_draft
from tests.campaigns.steps import campaign_row, chunk_rows, counts, recipient_rows
from turbosms_campaigns import RecipientState
from turbosms_campaigns._model.settings import Message
from turbosms_campaigns._sending.control import start
from turbosms_client import Sms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.campaigns.worker_nursery import Nursery, Worker
    from tests.kit.control import Control
    from tests.kit.postgres import PostgresServer
    from turbosms_campaigns._storage.context import CampaignKey
    from turbosms_campaigns._storage.database import Database

# A claim of a dead worker is void after moments, so that the test need not wait for it.
SETTINGS: Final = {
    "most_recipients": 5,
    "lease": 2.0,
    "renewal": 0.5,
    "heartbeat": 0.5,
    "silence": 2.0,
    "dispatch": 0.2,
    "queue_polling": 0.05,
    "retries": (0.1, 0.2, 0.5),
    "first_poll": 0.5,
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
)


@dataclass
class CrashFigures:
    """What happened, to be printed."""

    recipients: int = 0
    kills: int = 0
    restarts_of_database: int = 0
    faults: int = 0
    seconds: float = 0.0
    chunks: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    repeated_calls: int = 0
    states: dict[str, int] = field(default_factory=dict)
    messages: int = 0
    numbers_with_two: int = 0
    numbers_without: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{name} {value}" for name, value in vars(self).items())


class CrashRun:
    """One campaign, and the workers that send it."""

    def __init__(
        self,
        database: Database,
        control: Control,
        nursery: Nursery,
        *,
        seed: int,
        workers: int,
        message: Message,
        server: PostgresServer | None = None,
    ) -> None:
        self._database = database
        self._control = control
        self._nursery = nursery
        self._chance = random.Random(seed)
        self._workers = workers
        self._message = message
        self._server = server
        self._alive: list[Worker] = []
        self.figures = CrashFigures()

    def prepare(self, recipients: int) -> CampaignKey:
        """Start a campaign."""
        self.figures.recipients = recipients
        people: list[dict[str, Any]] = [
            {"columns": f'{{"name": "{index % 97}"}}'} for index in range(recipients)
        ]
        key = write_draft(self._database, people, message=self._message)
        start(self._database, key)
        return key

    def kill_until(self, key: CampaignKey, kills: int) -> None:
        """Kill workers that often, while there is something to send, and let others finish."""
        began = time.monotonic()
        while self.figures.kills < kills and campaign_row(self._database, key).state == "running":
            self._keep_workers()
            self._make_a_fault()
            self._wait_a_moment()
            if self._server is not None and self._chance.random() < 0.2:
                self._restart_database(self._server)
            victim = self._alive.pop(self._chance.randrange(len(self._alive)))
            victim.end(signal.SIGKILL)
            self.figures.kills += 1
        self._control.clear_faults()
        self._keep_workers()
        while not self._is_over(key):
            assert time.monotonic() - began < _LONGEST, chunk_rows(self._database, key)
            time.sleep(0.2)
        self.end_workers()
        self.figures.seconds = round(time.monotonic() - began, 1)

    def end_workers(self) -> None:
        """End them in order."""
        for worker in self._alive:
            assert worker.end() == 0
        self._alive.clear()

    def judge(self, key: CampaignKey) -> None:
        """Fill the figures, and check that everybody got exactly one message and no count lies."""
        figures = self.figures
        chunks = chunk_rows(self._database, key)
        figures.chunks = Counter(row.state for row in chunks)
        figures.calls = sum(row.calls for row in chunks)
        figures.repeated_calls = sum(row.calls - 1 for row in chunks if row.calls > 1)
        figures.states = {
            str(state): number for state, number in counts(self._database, key).items()
        }
        sent = Counter(self._control.sent_to())
        figures.messages = sent.total()
        figures.numbers_with_two = sum(number > 1 for number in sent.values())
        everybody = {phone(position) for position in range(1, figures.recipients + 1)}
        figures.numbers_without = len(everybody - set(sent))
        print(figures)
        assert figures.numbers_with_two == 0
        assert figures.numbers_without == 0
        assert figures.messages == figures.recipients
        assert campaign_row(self._database, key).state == "finished"
        assert figures.states == {"delivered": figures.recipients}
        ids = {row.message_id for row in recipient_rows(self._database, key)}
        assert len(ids) == figures.recipients
        assert {row.state for row in chunks} <= {"done", "dissolved"}

    def _keep_workers(self) -> None:
        while len(self._alive) < self._workers:
            url = self._database.url.render_as_string(hide_password=False)
            self._alive.append(
                self._nursery.start(
                    database=url, base_url=self._control.url, settings=SETTINGS, concurrency=2
                )
            )

    def _restart_database(self, server: PostgresServer) -> None:
        server.restart(self._chance.choice((signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)))
        self.figures.restarts_of_database += 1
        # A worker that was just being started may have given up.
        self._keep_workers()

    def _make_a_fault(self) -> None:
        if self._chance.random() < 0.3:
            kind, options = self._chance.choice(_FAULTS)
            method = self._chance.choice(("message/send", "message/sendmulti"))
            self._control.fault(method, kind, **options)
            self.figures.faults += 1

    def _wait_a_moment(self) -> None:
        """Until something is under way, and then for a moment, so that each step is cut off."""
        before = self._progress()
        until = time.monotonic() + 20
        while self._progress() == before and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(self._chance.choice((0.0, 0.02, 0.05, 0.1, 0.3, 1.0)) * self._chance.random())

    def _progress(self) -> object:
        with self._database.reading() as connection:
            return connection.exec_driver_sql(
                "SELECT sum(fence), sum(calls), sum(unsettled) FROM turbosms_chunk"
            ).one()

    def _is_over(self, key: CampaignKey) -> bool:
        is_settled = set(counts(self._database, key)) <= {RecipientState.DELIVERED}
        return campaign_row(self._database, key).state == "finished" and is_settled
