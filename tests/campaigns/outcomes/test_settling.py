"""What became of messages: states, prices, failures, whoever tells it, and in whatever order."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.campaigns.drafts import phone
from tests.campaigns.steps import (
    accepted,
    called,
    campaign_row,
    claim_next,
    counts,
    recipient_rows,
    store,
    write_running,
)
from turbosms_campaigns import Limits, RecipientState
from turbosms_campaigns._model.settings import Message
from turbosms_campaigns._outcomes.message_outcomes import MessageOutcome, outcome_of_report
from turbosms_campaigns._outcomes.settling import settle
from turbosms_campaigns._outcomes.stray_reports import keep_strays
from turbosms_campaigns._sending.control import pause, resume
from turbosms_client import Sms, Viber
from turbosms_webhooks import DeliveryReport

if TYPE_CHECKING:
    from turbosms_campaigns._storage.context import CampaignKey
    from turbosms_campaigns._storage.database import Database

PRICES = {"sms": Decimal("0.5"), "promotional": Decimal("0.8")}
SMS_ONLY = Message(text="Hi", sms=Sms(sender="Shop"), prices=PRICES)
HYBRID = Message(
    text="Hi",
    viber=Viber(sender="Shop"),
    sms=Sms(sender="Shop"),
    prices=PRICES,
    viber_rate="promotional",
)
AT = dt.datetime(2026, 11, 30, 10, tzinfo=dt.UTC)


def send(database: Database, message: Message = SMS_ONLY, people: int = 3) -> CampaignKey:
    """A campaign that has been accepted for everybody, except that one person waits."""
    key = write_running(database, people, message=message)
    claimed = called(database)
    store(database, claimed, accepted(claimed.call.phones()))
    return key


def outcome(position: int, status: str, **values: Any) -> MessageOutcome:
    """The outcome of one person's message on SMS."""
    delivered = status in {"Delivered", "Read"}
    final = status not in {"Sent", "Accepted", "Queued"}
    channel = values.pop("channel", "sms")
    failed = channel == "viber" and final and not delivered
    return MessageOutcome(
        message_id=f"id-{phone(position)}",
        channel=channel,
        status=status,
        final=final,
        delivered=delivered,
        sms_may_follow=failed and status != "Cancelled",
        at=AT,
        **values,
    )


def tell(database: Database, *outcomes: MessageOutcome) -> set[str]:
    with database.writing() as connection:
        return settle(connection, outcomes)


def test_final_statuses_settle_and_others_are_shown(database: Database) -> None:
    key = send(database)
    told = tell(database, outcome(1, "Delivered"), outcome(2, "Expired"), outcome(3, "Sent"))
    assert told == set()
    rows = recipient_rows(database, key)
    assert [(row.state, row.status, row.channel) for row in rows] == [
        ("delivered", "Delivered", "sms"),
        ("undelivered", "Expired", "sms"),
        ("accepted", "Sent", "sms"),
    ]
    assert [row.settled_at for row in rows] == [AT, AT, None]
    assert counts(database, key) == {
        RecipientState.DELIVERED: 1,
        RecipientState.UNDELIVERED: 1,
        RecipientState.ACCEPTED: 1,
    }


def test_what_is_final_stays_but_that_it_may_be_read(database: Database) -> None:
    key = send(database)
    tell(database, outcome(1, "Delivered"), outcome(2, "Expired"))
    for status in ("Sent", "Expired", "Delivered"):
        tell(database, outcome(1, status), outcome(2, status))
        rows = recipient_rows(database, key)
        assert [row.status for row in rows[:2]] == ["Delivered", "Expired"]
        assert [row.state for row in rows[:2]] == ["delivered", "undelivered"]
    tell(database, outcome(1, "Read", channel="viber"))
    row = recipient_rows(database, key)[0]
    assert (row.state, row.status, row.settled_at) == ("delivered", "Read", AT)


def test_each_price_counts_once_and_frees_what_was_reserved(database: Database) -> None:
    key = send(database)
    assert campaign_row(database, key).cost_reserved == Decimal("1.5")
    tell(database, outcome(1, "Delivered"))  # a webhook: without a price
    assert campaign_row(database, key).cost_reserved == Decimal("1.5")
    for _ in range(2):
        tell(
            database,
            outcome(1, "Delivered", price=Decimal("0.34")),
            outcome(2, "Expired", price=Decimal(0)),
        )
        row = campaign_row(database, key)
        assert (row.cost_spent, row.cost_reserved) == (Decimal("0.34"), Decimal("0.5"))
    assert [row.price for row in recipient_rows(database, key)] == [Decimal("0.34"), 0, None]


def test_a_hybrid_waits_for_its_sms(database: Database) -> None:
    key = send(database, HYBRID)
    assert campaign_row(database, key).cost_reserved == Decimal("2.4")
    tell(
        database,
        outcome(1, "Rejected", channel="viber", price=Decimal(0), rejected_status="SRVC_NO"),
        outcome(2, "Delivered", channel="viber", price=Decimal("0.8")),
        outcome(3, "Cancelled", channel="viber", price=Decimal(0)),
    )
    rows = recipient_rows(database, key)
    assert [row.state for row in rows] == ["accepted", "delivered", "undelivered"]
    assert (rows[0].status, rows[0].channel, rows[0].price) == ("Rejected", "viber", None)
    tell(database, outcome(1, "Delivered", channel="sms", price=Decimal("0.5")))
    row = recipient_rows(database, key)[0]
    assert (row.state, row.channel, row.rejected_status) == ("delivered", "sms", "SRVC_NO")
    assert campaign_row(database, key).cost_spent == Decimal("1.3")
    assert campaign_row(database, key).cost_reserved == 0


def test_viber_alone_that_fails_is_undelivered(database: Database) -> None:
    key = send(database, Message(text="Hi", viber=Viber(sender="Shop")))
    tell(database, outcome(1, "Rejected", channel="viber"))
    assert recipient_rows(database, key)[0].state == "undelivered"


def test_undelivered_messages_are_failures_since_the_last_resume(database: Database) -> None:
    key = write_running(database, 40, limits=Limits(max_failures=20))
    for _ in range(2):
        claimed = called(database)
        store(database, claimed, accepted(claimed.call.phones()))
    tell(database, outcome(1, "Expired"), outcome(2, "Delivered"))
    row = campaign_row(database, key)
    assert (row.results_since, row.failures_since) == (20, 1)
    pause(database, key)
    resume(database, key)
    # Of those that had left before, the user knows.
    tell(database, outcome(3, "Expired"))
    assert campaign_row(database, key).failures_since == 0
    claimed = called(database)
    store(database, claimed, accepted(claimed.call.phones()))
    tell(database, outcome(21, "Expired"))
    row = campaign_row(database, key)
    assert (row.results_since, row.failures_since) == (10, 1)


def test_a_campaign_of_failures_pauses_by_itself(database: Database) -> None:
    key = write_running(database, 130)
    for _ in range(12):
        claimed = called(database)
        store(database, claimed, accepted(claimed.call.phones()))
    tell(database, *(outcome(position, "Expired") for position in range(1, 25)))
    assert claim_next(database) is None
    assert campaign_row(database, key).pause_reason == "failures"


def test_messages_of_several_campaigns_are_told_together(database: Database) -> None:
    first = send(database)
    second = write_running(
        database, [{"phone": phone(position)} for position in (11, 12)], name="second"
    )
    claimed = called(database)
    store(database, claimed, accepted(claimed.call.phones()))
    tell(database, outcome(1, "Delivered"), outcome(12, "Delivered"))
    assert recipient_rows(database, first)[0].state == "delivered"
    assert recipient_rows(database, second)[1].state == "delivered"


def test_messages_that_nobody_has_are_named(database: Database) -> None:
    send(database)
    stranger = outcome(9, "Delivered")
    assert tell(database, outcome(1, "Delivered"), stranger) == {stranger.message_id}
    assert tell(database) == set()


@pytest.mark.parametrize(
    ("reports", "state", "status"),
    [
        ([("sms", "Delivered")], "delivered", "Delivered"),
        ([("sms", "Sent")], "accepted", "Sent"),
        ([("viber", "Expired"), ("sms", "Delivered")], "delivered", "Delivered"),
        ([("sms", "Expired"), ("viber", "Rejected")], "undelivered", "Expired"),
    ],
)
def test_a_report_that_comes_before_the_answer_counts_after_it(
    database: Database, reports: list[tuple[Any, str]], state: str, status: str
) -> None:
    key = write_running(database, 3, message=HYBRID)
    claimed = called(database)
    for channel, word in reports:
        report = DeliveryReport(
            type="",
            channel=channel,
            message_id=f"ID-{phone(1)}",
            status=word,
            raw_status=word,
            at=AT,
        )
        told = outcome_of_report(report)
        with database.writing() as connection:
            assert settle(connection, [told]) == {f"id-{phone(1)}"}
            keep_strays(connection, [told])
    store(database, claimed, accepted(claimed.call.phones()))
    row = recipient_rows(database, key)[0]
    assert (row.state, row.status) == (state, status)
