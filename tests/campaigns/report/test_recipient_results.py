"""Each row of the audience, and why it has what it has."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.campaigns.report.filled import START, FilledCampaign, fill_with_everything, phone
from turbosms_api.tables.statuses import DELIVERY_STATUSES, REJECTION_REASONS
from turbosms_campaigns import CampaignNotFoundError, RecipientResult, RecipientState
from turbosms_campaigns._report.reasons import (
    STATUS_WORDS,
    VIBER_REFUSALS,
    Outcome,
    reason_in_words,
)
from turbosms_campaigns._report.recipient_results import read_recipients
from turbosms_client import ResultCode

if TYPE_CHECKING:
    from turbosms_campaigns._storage.database import Database


def _results(
    campaign: FilledCampaign, state: RecipientState | None = None
) -> list[RecipientResult]:
    return list(read_recipients(campaign.database, campaign.key, state=state))


def _reason(state: str, **known: Any) -> str | None:
    nothing = dict.fromkeys(Outcome._fields)
    return reason_in_words(Outcome(**{**nothing, "state": RecipientState(state), **known}))


def test_a_row_has_all_that_is_known(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add(
        "delivered",
        input="050 000-00-01",
        columns={"name": "Олена", "код": ""},
        message_id="0A1B",
        channel="sms",
        status="Delivered",
        rejected_status="SRVC_NOT_VIBER_USER",
        segments=2,
        price=Decimal("0.805"),
        sent_at=START,
        settled_at=START + dt.timedelta(seconds=7),
    )
    (row,) = _results(campaign)
    assert row == RecipientResult(
        row=1,
        phone=phone(1),
        input="050 000-00-01",
        state=RecipientState.DELIVERED,
        columns={"name": "Олена", "код": ""},
        reason=None,
        code=None,
        message_id="0A1B",
        channel="sms",
        status="Delivered",
        rejected_status="SRVC_NOT_VIBER_USER",
        segments=2,
        price=Decimal("0.805"),
        sent_at=START,
        settled_at=START + dt.timedelta(seconds=7),
    )
    assert row.sent_at is not None
    assert row.sent_at.isoformat() == "2026-10-01T10:00:00+03:00"


def test_a_duplicate_has_the_number_that_stands_in_its_row(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add("duplicate", phone=None, input="+38 (050) 123-45-67")
    campaign.add("invalid", phone=None, input="12-34")
    duplicate, invalid = _results(campaign)
    assert (duplicate.phone, duplicate.input) == ("380501234567", "+38 (050) 123-45-67")
    assert (invalid.phone, invalid.input) == (None, "12-34")


def test_rows_come_in_order_over_many_pages(database: Database) -> None:
    campaign = FilledCampaign(database)
    FilledCampaign(database, "another").add("ready", 10)
    for state in ("delivered", "refused", "delivered"):
        campaign.add(state, 1_500)
    rows = _results(campaign)
    assert [row.row for row in rows] == list(range(1, 4_501))
    refused = _results(campaign, RecipientState.REFUSED)
    assert [row.row for row in refused] == list(range(1_501, 3_001))


def test_a_full_last_page_is_the_end(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add("ready", 4_000)
    assert len(_results(campaign)) == 4_000


def test_a_campaign_without_rows_has_none(database: Database) -> None:
    assert _results(FilledCampaign(database)) == []


def test_others_can_write_while_rows_are_read(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add("ready", 2_500)
    rows = read_recipients(database, campaign.key, state=None)
    next(rows)
    campaign.add("delivered")
    assert [row.state for row in rows][-1] is RecipientState.DELIVERED


def test_a_deleted_campaign_has_no_rows_to_read(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add("ready")
    campaign.remove()
    with pytest.raises(CampaignNotFoundError):
        read_recipients(database, campaign.key, state=None)


@pytest.mark.parametrize(
    ("state", "known", "reason"),
    [
        ("suppressed", {"reason": "reply"}, "this person asked for no more messages"),
        ("suppressed", {"reason": "stop_list"}, "the service has this number in a stop list"),
        ("suppressed", {"reason": "moved away"}, "moved away"),
        ("excluded", {"reason": "file:staff.csv"}, "In the exclusion file staff.csv."),
        ("excluded", {"reason": "campaign:a:b"}, "Reached by the campaign a:b."),
        ("excluded", {"reason": "no_consent"}, "Without consent."),
        ("invalid", {}, "Not a phone number."),
        ("duplicate", {}, "earlier row"),
        ("held_out", {}, "Held out"),
        ("unknown", {}, "It is never sent again."),
        ("cancelled", {}, "cancelled before its turn"),
        ("refused", {"code": 404}, ResultCode(404).meaning),
        ("refused", {"code": 9999}, "The service refused it with the code 9999."),
        ("refused", {}, "The service refused it."),
        ("undelivered", {"status": "Expired", "channel": "sms"}, "Its time to live ran out"),
        ("undelivered", {"status": "Lost", "channel": "sms"}, "Its status is Lost."),
        ("undelivered", {}, "It failed."),
        (
            "undelivered",
            {"status": "Rejected", "channel": "viber", "rejected_status": "SRVC_USER_BLOCKED"},
            "Viber: the recipient has blocked this sender, or every business message.",
        ),
        (
            "undelivered",
            {"status": "Failed", "channel": "sms", "rejected_status": "SRVC_NEW"},
            "It could not be sent at all. Before that, Viber: SRVC_NEW.",
        ),
    ],
)
def test_a_reason_is_a_sentence(state: str, known: dict[str, Any], reason: str) -> None:
    assert reason in (_reason(state, **known) or "")


@pytest.mark.parametrize("state", ["ready", "sending", "accepted", "delivered"])
def test_who_has_a_message_or_waits_for_one_needs_no_reason(state: str) -> None:
    assert _reason(state, status="Delivered", rejected_status="SRVC_NOT_VIBER_USER") is None


def test_every_documented_failure_has_words() -> None:
    failures = {
        name for name, status in DELIVERY_STATUSES.items() if status.final and not status.delivered
    }
    assert set(STATUS_WORDS) == failures
    assert set(VIBER_REFUSALS) == set(REJECTION_REASONS)
    for status, words in VIBER_REFUSALS.items():
        assert f"{words}.".casefold() == REJECTION_REASONS[status].meaning.casefold()


def test_states_and_counts_agree_in_a_campaign_of_everything(database: Database) -> None:
    campaign = fill_with_everything(database)
    states = [row.state for row in _results(campaign)]
    assert set(states) >= set(RecipientState) - {
        RecipientState.READY,
        RecipientState.SENDING,
        RecipientState.CANCELLED,
    }
