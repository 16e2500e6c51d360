"""Workers of this process, for tests."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from tests.campaigns.drafts import phone
from turbosms_campaigns._engine.worker import WorkerOptions, run_worker
from turbosms_campaigns._model.settings import Message
from turbosms_campaigns._model.worker_settings import WorkerSettings
from turbosms_campaigns._storage.tables import WORKER
from turbosms_client import Sms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.kit.control import Control
    from turbosms_campaigns._storage.context import Context
    from turbosms_campaigns._storage.database import Database

QUICK: Final = WorkerSettings(
    most_recipients=10,
    dispatch=0.1,
    queue_polling=0.1,
    heartbeat=0.2,
    retries=(0.1, 0.2),
    first_poll=0.2,
    first_poll_with_inbox=0.2,
    longest_poll_pause=1.0,
    reports=0.2,
    strays=0.2,
)
ONLY_TOLD: Final = dataclasses.replace(
    QUICK, first_poll_with_inbox=3600.0, longest_poll_pause=3600.0
)
"""Nothing is asked for before the webhooks have told everything."""
NEVER_ASKS: Final = dataclasses.replace(
    QUICK, first_poll=3600.0, first_poll_of_few=3600.0, longest_poll_pause=3600.0
)
"""Whoever has been accepted stays so, however long the test takes."""
MESSAGE: Final = Message(text="Hi {name}", sms=Sms(sender="TurboSMS"))
SAME: Final = Message(text="Hi", sms=Sms(sender="TurboSMS"))


def people(number: int) -> list[dict[str, Any]]:
    return [{"columns": f'{{"name": "{index % 7}"}}'} for index in range(number)]


def work(context: Context, **options: Any) -> None:
    run_worker(context, WorkerOptions(**{"settings": QUICK, "until_idle": True, **options}))


@contextlib.contextmanager
def working(context: Context, **options: Any) -> Iterator[threading.Event]:
    """A worker in a thread, until the block ends or sets the event."""
    stop = threading.Event()
    failures: list[BaseException] = []

    def run() -> None:
        try:
            work(context, until_idle=False, stop=stop, **options)
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join()
    assert failures == []


def registered_workers(database: Database) -> int:
    """How many workers the database knows, also of those that have ended."""
    with database.reading() as connection:
        return len(connection.execute(sa.select(WORKER)).all())


def sent(control: Control) -> Counter[str]:
    return Counter(control.sent_to())


def everybody(number: int) -> Counter[str]:
    return Counter(phone(position) for position in range(1, number + 1))
