"""The tables of webhooks have to agree with each other and with the webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from generator.spec.agreement import webhooks
from tests.generator.versioning.planted_changes import edited
from tests.unchecked_models import model_of

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.checkout

REPORT = "components/schemas/WebhookReport/properties"
BROKEN: dict[str, tuple[str, Callable[[Any], object], str]] = {
    "an event without a class": (
        "x-webhook-types/0",
        lambda at: at.update(event="Report"),
        "no class of events is called Report",
    ),
    "a type without a webhook": (
        "webhooks",
        lambda at: at.pop("VIBER_BUTTON_CLICK"),
        "VIBER_BUTTON_CLICK has a class of events, or stands in webhooks, but not both",
    ),
    "a webhook without a type": (
        "webhooks",
        lambda at: at.update(NEW=at["DLR_SMS_API"]),
        "NEW is no type of event",
    ),
    "a word twice": (
        "x-webhook-statuses",
        lambda at: at.append(at[0]),
        "word DELIVRD stands here a second time",
    ),
    "a word for no status": (
        "x-webhook-statuses/0",
        lambda at: at.update(status="Arrived"),
        "no delivery status is called Arrived",
    ),
    "a key that is no field": (
        "x-webhook-events/0",
        lambda at: at.update(keys=["id"]),
        "none of WebhookReport, WebhookSessionReport has id",
    ),
    "a field of a reserved name": (
        REPORT,
        lambda at: at.update(raw={"type": "string", "description": "Raw."}),
        "raw cannot be the name of a field of DeliveryReport",
    ),
    "a field that nothing reads": (
        REPORT,
        lambda at: at.update(parts={"type": "array", "items": {"type": "string"}}),
        "nothing reads a value of the type of parts",
    ),
    "a key that is no text": (
        REPORT,
        lambda at: at.update(message_id={"type": "integer"}),
        "message_id is no text, and so no key",
    ),
}


def test_the_spec_keeps_the_rules() -> None:
    assert list(webhooks.problems(model_of(edited()))) == []


@pytest.mark.parametrize("case", BROKEN)
def test_what_breaks_one_is_told(case: str) -> None:
    place, edit, message = BROKEN[case]
    (problem,) = webhooks.problems(model_of(edited((place, edit))))
    assert problem.message.startswith(message)
