"""Several processes receive into one file, as the workers of a server do."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.effort import THOROUGH, examples
from tests.webhooks.calls import SECRET, as_json, call, report
from tests.webhooks.processes.receivers import starting_receivers
from turbosms_webhooks import DeliveryReport, Event, WebhookInbox, WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.webhooks.processes.receivers import Receiver

WORKERS = 3
MESSAGES = 30 if THOROUGH else 15
WORDS = ("Accepted", "Sent", "DELIVRD")
STATUSES = ["Accepted", "Sent", "Delivered"]


@pytest.mark.parametrize("seed", range(examples(1, 40)))
def test_workers_lose_nothing_and_keep_the_order_while_some_are_killed(
    tmp_path: Path, seed: int
) -> None:
    with starting_receivers(tmp_path) as start:
        kills = send_all(start, random.Random(seed))
    lines = (tmp_path / "handled").read_text("utf-8").splitlines()
    lines += left_over(tmp_path)
    seen: dict[str, list[str]] = {}
    for line in lines:
        message_id, status = line.split()
        seen.setdefault(message_id, []).append(status)
    assert len(seen) == MESSAGES
    twice = 0
    for statuses in seen.values():
        assert list(dict.fromkeys(statuses)) == STATUSES, "each, in the order of arrival"
        assert statuses == sorted(statuses, key=STATUSES.index)
        twice += sum(Counter(statuses).values()) - len(STATUSES)
    assert twice <= kills, "a second time only what was being handled at a kill"


def send_all(start: Callable[[], Receiver], choice: random.Random) -> int:
    """Send reports on all messages to some of the workers; how many of these were killed."""
    workers = [start() for _ in range(WORKERS)]
    kills = 0
    for word in WORDS:
        for number in range(MESSAGES):
            body = as_json(call(f"{word}-{number}", report(word, f"m{number}")))
            index = choice.randrange(WORKERS)
            assert workers[index].send(body) == 200
            # The service may repeat what it had an answer to, and another worker gets it.
            assert workers[choice.randrange(WORKERS)].send(body) == 200
            if choice.random() < 0.05:
                workers[index].kill()
                workers[index] = start()
                kills += 1
    for worker in workers:
        worker.end()
    return kills


def left_over(folder: Path) -> list[str]:
    """What the last of them had not come to."""
    events: list[Event] = []
    with WebhookInbox(folder / "webhooks.db", WebhookReceiver(SECRET)) as inbox:
        inbox.run(events.append, until_idle=True)
        assert inbox.count_waiting() == 0
    reports = [event for event in events if isinstance(event, DeliveryReport)]
    return [f"{event.message_id} {event.status}" for event in reports]
