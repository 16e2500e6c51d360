"""What must hold of a consumer.

It gets exactly as far as declared, and what it says of its messages is true.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tests.consumers.running import recompile, run

if TYPE_CHECKING:
    from tests.consumers.declarations import Consumer
    from tests.consumers.running import Outcome

RECIPIENTS: Final = {"380678998668": "viber", "380001000001": "sms"}
"""Whom every program sends to, and the channel that delivers: the second has no Viber."""


def check(consumer: Consumer) -> Outcome:
    """Run it; AssertionError if something is not as declared."""
    outcome = run(consumer)
    assert outcome.reached == consumer.reached, (
        f"{consumer.name} is declared as {consumer.outcome}\n{outcome.report()}"
    )
    if consumer.outcome == "sent":
        check_delivery(outcome.messages)
        told = json.loads(outcome.ran[-1].output.splitlines()[-1])
        # What the program read is what the sandbox has.
        assert told == {message["message_id"]: message["status"] for message in outcome.messages}, (
            outcome.report()
        )
    return outcome


def check_types(consumer: Consumer) -> None:
    """The types that it generated reach the program.

    A parameter that does not exist is refused, with its name.
    """
    refused = recompile(consumer, "caption", "captoin")
    assert refused.status != 0, "a wrong name compiles"
    assert "captoin" in refused.output + refused.errors, refused


def check_delivery(messages: list[dict[str, Any]]) -> None:
    """A hybrid message to each of `RECIPIENTS` was delivered.

    One by Viber, one by SMS after Viber failed.
    """
    delivered = {
        message["recipient"]: message["type"]
        for message in messages
        if message["status"] == "Delivered"
    }
    assert delivered == RECIPIENTS, messages
    assert len(messages) == len(RECIPIENTS), messages
    for message in messages:
        first, *others = (channel["type"] for channel in message["channels"])
        assert (first, others) == ("viber", ["sms"] if message["type"] == "sms" else []), message
        assert (message["fallback"] is not None) == bool(others), message
