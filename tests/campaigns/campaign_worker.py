"""A worker as a program: `python -m tests.campaigns.campaign_worker ORDER`.

ORDER is JSON: `database`, `base_url`, `settings`, `until_idle`, `concurrency`. SIGTERM ends it
after the chunks at hand.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from turbosms_campaigns._engine.worker import WorkerOptions, run_worker
from turbosms_campaigns._model.worker_settings import WorkerSettings
from turbosms_campaigns._storage.context import Context
from turbosms_campaigns._storage.database import Database
from turbosms_client import TurboSMS

if TYPE_CHECKING:
    from collections.abc import Mapping


def work(order: Mapping[str, Any]) -> None:
    """Work until SIGTERM, or until nothing is left to do."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    options = WorkerOptions(
        stop=stop,
        until_idle=order.get("until_idle", False),
        concurrency=order.get("concurrency", 2),
        settings=WorkerSettings(**order["settings"]),
    )
    client = TurboSMS(token="sandbox", base_url=order["base_url"])
    database = Database(order["database"])
    run_worker(Context(database, client), options)
    database.close()
    client.close()


if __name__ == "__main__":
    work(json.loads(sys.argv[1]))
