"""A receiver that is killed loses nothing that it answered with 200."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.effort import examples
from tests.webhooks.calls import SECRET, as_json, call, report
from tests.webhooks.processes.receivers import starting_receivers
from turbosms_webhooks import DeliveryReport, WebhookInbox, WebhookReceiver

if TYPE_CHECKING:
    from pathlib import Path

    from turbosms_webhooks import Event

CALLS = 120


@pytest.mark.parametrize("seed", range(examples(1, 60)))
def test_every_call_that_was_answered_is_handled(tmp_path: Path, seed: int) -> None:
    choice = random.Random(seed)
    bodies = [as_json(call(f"e{n}", report("DELIVRD", f"m{n}"))) for n in range(CALLS)]
    answered: set[str] = set()
    waiting = list(enumerate(bodies))
    with starting_receivers(tmp_path) as start:
        while waiting:
            receiver = start()
            for _ in range(min(choice.randint(10, 60), len(waiting))):
                number, body = waiting[0]
                assert receiver.send(body) == 200
                answered.add(f"m{number}")
                del waiting[0]
            if waiting:
                # Whether this one is stored, nobody knows: the service repeats it.
                receiver.send_only(waiting[0][1])
            receiver.kill()
    handled_before = (tmp_path / "handled").read_text("utf-8").splitlines()
    events: list[Event] = []
    with WebhookInbox(tmp_path / "webhooks.db", WebhookReceiver(SECRET)) as inbox:
        assert {inbox.accept(body) for body in bodies} == {200}, "the same again is known"
        assert inbox.counts["repeated"] == CALLS
        inbox.run(events.append, until_idle=True)
    later = [event.message_id for event in events if isinstance(event, DeliveryReport)]
    before = [line.split()[0] for line in handled_before if line.endswith(" Delivered")]
    assert answered == {*before, *later}
    # At least once, and a second time for no more than what was being handled.
    assert len(before) + len(later) <= CALLS + 20
