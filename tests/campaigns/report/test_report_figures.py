"""The figures of a report: by channel, by reason, in money, as plain types."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.campaigns.report.filled import START, FilledCampaign, fill_with_everything
from turbosms_campaigns import CampaignNotFoundError, ChunkState, CostRange, RecipientState, Report
from turbosms_campaigns._report.figures import ChannelFigures, Figures, ReasonFigures, read_figures
from turbosms_client import ResultCode

if TYPE_CHECKING:
    from turbosms_campaigns._storage.database import Database


def _figures(campaign: FilledCampaign) -> Figures:
    return read_figures(campaign.database, campaign.key)


def test_messages_are_counted_by_the_channel_that_counted(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add("delivered", 5, channel="viber", price=Decimal("0.5"))
    campaign.add("undelivered", 1, channel="viber", rejected_status="SRVC_NOT_VIBER_USER")
    campaign.add(
        "delivered",
        3,
        channel="sms",
        price=Decimal("0.8"),
        rejected_status="SRVC_NOT_VIBER_USER",
    )
    campaign.add("accepted", 4, channel="sms")
    campaign.add("accepted", 2)
    campaign.add("refused", 9, code=404)
    campaign.add("unknown", 9)
    FilledCampaign(database, "another").add("delivered", 70, channel="sms")
    zero = Decimal(0)
    assert _figures(campaign).channels == (
        ChannelFigures(
            channel="sms",
            messages=7,
            delivered=3,
            undelivered=0,
            pending=4,
            after_viber=3,
            spent=Decimal("2.4"),
        ),
        ChannelFigures(
            channel="viber",
            messages=6,
            delivered=5,
            undelivered=1,
            pending=0,
            after_viber=0,
            spent=Decimal("2.5"),
        ),
        ChannelFigures(
            channel=None,
            messages=2,
            delivered=0,
            undelivered=0,
            pending=2,
            after_viber=0,
            spent=zero,
        ),
    )


def test_equal_reasons_are_one_and_the_most_frequent_comes_first(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add("refused", 2, code=404)
    campaign.add("refused", 1, code=406)
    campaign.add("refused", 2, code=404, channel="sms")
    campaign.add("excluded", 8, reason="file:staff.csv")
    campaign.add("delivered", 100, channel="viber", status="Read")
    assert _figures(campaign).reasons == (
        ReasonFigures(RecipientState.EXCLUDED, "In the exclusion file staff.csv.", None, 8),
        ReasonFigures(RecipientState.REFUSED, ResultCode(404).meaning, 404, 4),
        ReasonFigures(RecipientState.REFUSED, ResultCode(406).meaning, 406, 1),
    )


def test_the_cost_stands_beside_its_estimate(database: Database) -> None:
    campaign = FilledCampaign(
        database,
        check_figures={"lowest_cost": "100.5", "highest_cost": "200"},
        cost_spent=Decimal(120),
        cost_reserved=Decimal("1.25"),
        max_cost=Decimal(300),
        balance=Decimal(17),
    )
    campaign.add("delivered", 3, price=Decimal(40))
    campaign.add("delivered", 2)
    campaign.add("accepted", 2)
    cost = _figures(campaign).cost
    assert cost.estimate == CostRange(Decimal("100.5"), Decimal(200))
    assert (cost.spent, cost.reserved) == (Decimal(120), Decimal("1.25"))
    assert cost.max_cost == 300
    assert cost.balance == 17
    assert cost.unpriced == 2


def test_without_prices_there_is_no_estimate(database: Database) -> None:
    cost = _figures(FilledCampaign(database)).cost
    assert cost.estimate is None
    assert cost.max_cost is None


def test_chunks_are_counted_with_their_calls(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add_chunk(calls=1)
    campaign.add_chunk(calls=3)
    campaign.add_chunk(state="in_doubt", calls=2)
    FilledCampaign(database, "another").add_chunk(calls=50)
    chunks = _figures(campaign).chunks
    assert chunks.by_state == {ChunkState.DONE: 2, ChunkState.IN_DOUBT: 1}
    assert chunks.calls == 6


def test_all_events_are_there_in_order(database: Database) -> None:
    campaign = fill_with_everything(database)
    kinds = [event.kind for event in _figures(campaign).events]
    assert kinds[0] == "created"
    assert kinds[-1] == "finished"
    assert len(kinds) == 8


def test_before_anything_was_sent_there_are_figures_too(database: Database) -> None:
    campaign = FilledCampaign(database, state="draft")
    campaign.add("ready", 3)
    figures = _figures(campaign)
    assert figures.timeline is None
    assert figures.channels == ()
    assert figures.reasons == ()
    assert figures.progress.rows == 3


def test_a_deleted_campaign_has_no_figures(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.remove()
    with pytest.raises(CampaignNotFoundError):
        _figures(campaign)


def test_plain_figures_are_ready_for_json(database: Database) -> None:
    campaign = fill_with_everything(database)
    figures = Report(database, campaign.key).to_dict()
    assert json.loads(json.dumps(figures)) == figures
    assert figures["name"] == "autumn-sale"
    assert figures["state"] == "finished"
    assert figures["counts"]["delivered"] == 34 * 13
    assert sum(figures["counts"].values()) == figures["rows"]
    assert figures["spent"] == "289.00"
    assert figures["started_at"] == "2026-10-01T10:00:00+03:00"
    assert figures["limits"] == {
        "rate": 3000,
        "window": "09:00-21:00",
        "max_cost": "800.00",
        "max_failures": 20,
        "start_at": None,
    }
    assert figures["cost"]["estimate"] == {"lowest": "289.00", "highest": "751.40"}
    assert figures["channels"][0]["channel"] == "viber"
    assert figures["chunks"] == {"by_state": {"done": 1, "given_up": 1}, "calls": 12}
    assert figures["timeline"]["step_seconds"] == 60
    assert figures["reasons"][0] == {
        "state": "held_out",
        "reason": "Held out, for comparison.",
        "code": None,
        "recipients": 60,
    }
    assert figures["source"] == "customers.csv"


def test_figures_are_those_of_one_moment(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add("accepted", 10, sent_at=START)
    late = iter([5])

    def write_between(*_: object) -> None:
        for how_many in late:
            campaign.add("delivered", how_many, sent_at=START, settled_at=START)

    sa.event.listen(database.engine, "after_cursor_execute", write_between)
    figures = _figures(campaign)
    assert next(late, None) is None, "nothing was written between"
    assert figures.timeline is not None
    in_steps = sum(step.sent for step in figures.timeline.steps)
    in_channels = sum(channel.messages for channel in figures.channels)
    assert in_steps == in_channels == figures.progress.rows
    assert _figures(campaign).progress.rows == 15
