"""An inbox on a disk that is full for a while, as a process: `unwritable_program.py FOLDER`.

The limit for the size of files is one of the process. Each step prints a line.
"""

from __future__ import annotations

import logging
import resource
import signal
import sqlite3
import sys
from pathlib import Path

from tests.webhooks.calls import SECRET, as_json, call
from tests.webhooks.inboxes import handled
from turbosms_webhooks import WebhookInbox, WebhookReceiver
from turbosms_webhooks._storing import database

NEARLY_FULL = 200_000
FULL = 0
RECEIVER = WebhookReceiver(SECRET)


def limit_files(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def body(number: int) -> bytes:
    return as_json(call(f"e{number}", {"number": number, "more": "x" * 5_000}, type="NEW"))


def stored_until_full(inbox: WebhookInbox) -> int:
    """Store calls until one is refused; how many were stored."""
    stored = 0
    while inbox.accept(body(stored)) == 200:
        stored += 1
    return stored


def main(folder: str) -> None:
    logging.basicConfig(stream=sys.stdout, format="%(message)s")
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with WebhookInbox(Path(folder, "webhooks.db"), RECEIVER) as inbox:
        limit_files(NEARLY_FULL)
        stored = stored_until_full(inbox)
        print("some were stored:", stored > 0, flush=True)
        limit_files(FULL)
        print("full:", inbox.accept(body(stored)), flush=True)
        try:
            handled(inbox)
        except sqlite3.OperationalError:
            print("full: no event can be taken away", flush=True)
        limit_files(resource.RLIM_INFINITY)
        print("room again:", inbox.accept(body(stored)), flush=True)
        numbers = [event.raw["number"] for event in handled(inbox)]
        print("all are handled:", numbers == list(range(stored + 1)), flush=True)
    # Nobody is in the way, so nothing is worth waiting for.
    vars(database)["_SECONDS_OF_PATIENCE"] = 3_600
    limit_files(FULL)
    try:
        WebhookInbox(Path(folder, "new.db"), RECEIVER)
    except sqlite3.OperationalError:
        print("full: no file can be made", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
