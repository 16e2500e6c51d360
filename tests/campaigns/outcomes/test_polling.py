"""Outcomes that are asked for: with growing pauses, by one worker at a time, until all is known."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.campaigns.steps import (
    SETTINGS,
    called,
    campaign_row,
    change,
    chunk_rows,
    counts,
    recipient_rows,
    write_running,
)
from turbosms_campaigns import RecipientState
from turbosms_campaigns._model.settings import Message
from turbosms_campaigns._model.worker_settings import WorkerSettings
from turbosms_campaigns._outcomes.polling import poll_due_chunks
from turbosms_campaigns._sending.calling import make_call
from turbosms_campaigns._sending.recording import record
from turbosms_campaigns._storage.context import CampaignKey, Context
from turbosms_campaigns._storage.tables import CHUNK, RECIPIENT
from turbosms_client import APIError, Sms, Viber

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.kit.control import Control
    from turbosms_campaigns._storage.database import Database

PRICES = {"sms": Decimal("0.34"), "promotional": Decimal("0.50")}
SMS_ONLY = Message(text="Hi", sms=Sms(sender="TurboSMS"), prices=PRICES)
HYBRID = Message(
    text="Hi",
    viber=Viber(sender="TurboSMS"),
    sms=Sms(sender="TurboSMS"),
    prices=PRICES,
    viber_rate="promotional",
)


@pytest.fixture
def context(database: Database, rich: Control) -> Iterator[Context]:
    with rich.client() as client:
        yield Context(database, client)


def send(context: Context, phones: list[str], message: Message = SMS_ONLY) -> CampaignKey:
    """A campaign whose only chunk has been sent to the sandbox."""
    key = write_running(context.database, [{"phone": each} for each in phones], message=message)
    claimed = called(context.database)
    outcomes = make_call(context.client, claimed.call, claimed.sequence_id)
    assert record(context.database, claimed, outcomes, SETTINGS)
    return key


def poll(context: Context) -> int:
    """Ask now, whatever the pause."""
    past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    change(context.database, CHUNK, CHUNK.c.next_poll_at.is_not(None), next_poll_at=past)
    return poll_due_chunks(context, SETTINGS)


def test_statuses_prices_and_channels_are_those_of_the_service(
    context: Context, rich: Control
) -> None:
    phones = ["380501111111", "380002000002", "380002000006", "380002000007"]
    key = send(context, phones)
    assert poll_due_chunks(context, SETTINGS) == 0, "not before its time"
    rich.advance(90_000)
    assert poll(context) == 1
    rows = recipient_rows(context.database, key)
    assert [(row.state, row.status) for row in rows] == [
        ("delivered", "Delivered"),
        ("undelivered", "Expired"),
        ("undelivered", "Cancelled"),
        ("accepted", "Accepted"),
    ]
    assert rows[0].price == Decimal("0.34")
    assert rows[0].channel == "sms"
    chunk = chunk_rows(context.database, key)[0]
    assert (chunk.unsettled, chunk.polls) == (1, 1)


def test_a_hybrid_is_told_with_the_channel_that_counts(context: Context, rich: Control) -> None:
    key = send(context, ["380501111111", "380001000001"], HYBRID)
    rich.advance(60)
    poll(context)
    first, second = recipient_rows(context.database, key)
    assert (first.channel, first.state, first.price) == ("viber", "delivered", Decimal("0.5"))
    assert (second.channel, second.state, second.price) == ("sms", "delivered", Decimal("0.34"))
    assert (first.rejected_status, second.rejected_status) == (None, "SRVC_NOT_VIBER_USER")
    row = campaign_row(context.database, key)
    assert (row.cost_spent, row.cost_reserved) == (Decimal("0.84"), 0)


def test_pauses_double_up_to_the_longest(context: Context) -> None:
    key = send(context, ["380002000007"])
    pauses: list[float] = []
    for _ in range(12):
        before = dt.datetime.now(dt.UTC)
        assert poll(context) == 1
        next_time = chunk_rows(context.database, key)[0].next_poll_at
        pauses.append((next_time - before).total_seconds())
    expected = [4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0, 2048.0, 3600.0, 3600.0]
    for pause, least in zip(pauses, expected, strict=True):
        assert least <= pause < least + 60


@pytest.mark.parametrize(("recipients", "first"), [(1, 2), (100, 2), (101, 10), (5_000, 10)])
def test_few_recipients_are_asked_about_sooner(recipients: int, first: int) -> None:
    pauses = [WorkerSettings().poll_pause(polls, recipients) for polls in range(3)]
    assert pauses == [dt.timedelta(seconds=first * doubled) for doubled in (1, 2, 4)]


def test_nothing_is_asked_once_all_is_known(context: Context, rich: Control) -> None:
    key = send(context, ["380501111111", "380502222222"])
    rich.advance(60)
    assert poll(context) == 1
    chunk = chunk_rows(context.database, key)[0]
    assert (chunk.unsettled, chunk.next_poll_at) == (0, None)
    assert poll(context) == 0


def test_after_14_days_what_is_not_known_stays_so(context: Context) -> None:
    key = send(context, ["380002000007"])
    days = dt.datetime.now(dt.UTC) - dt.timedelta(days=14, minutes=1)
    change(context.database, CHUNK, CHUNK.c.campaign_id == key.id, first_call_at=days)
    assert poll(context) == 0
    chunk = chunk_rows(context.database, key)[0]
    assert (chunk.unsettled, chunk.next_poll_at) == (0, None)
    assert counts(context.database, key) == {RecipientState.ACCEPTED: 1}


def test_what_a_webhook_has_settled_is_asked_for_its_price(context: Context, rich: Control) -> None:
    key = send(context, ["380501111111"])
    change(
        context.database,
        RECIPIENT,
        RECIPIENT.c.campaign_id == key.id,
        state="delivered",
        status="Delivered",
    )
    # The service itself is behind.
    assert poll(context) == 1
    assert chunk_rows(context.database, key)[0].unsettled == 1
    rich.advance(60)
    assert poll(context) == 1
    assert recipient_rows(context.database, key)[0].price == Decimal("0.34")
    assert chunk_rows(context.database, key)[0].unsettled == 0


def test_if_the_service_does_not_answer_it_is_asked_again_later(
    context: Context, rich: Control
) -> None:
    key = send(context, ["380501111111"])
    rich.advance(60)
    rich.fault("message/details", "code", code=105)
    with pytest.raises(APIError):
        poll(context)
    chunk = chunk_rows(context.database, key)[0]
    assert (chunk.unsettled, chunk.polls) == (1, 1)
    assert chunk.next_poll_at > dt.datetime.now(dt.UTC)
    assert poll(context) == 1
    assert counts(context.database, key) == {RecipientState.DELIVERED: 1}


def test_a_message_that_the_service_does_not_know_stays_accepted(context: Context) -> None:
    key = send(context, ["380501111111"])
    unknown = "11111111-2222-3333-4444-555555555555"
    change(context.database, RECIPIENT, RECIPIENT.c.campaign_id == key.id, message_id=unknown)
    assert poll(context) == 1
    assert counts(context.database, key) == {RecipientState.ACCEPTED: 1}
    assert chunk_rows(context.database, key)[0].unsettled == 1


def test_a_time_that_lies_far_ahead_since_the_clock_was_set_back_holds_nothing_up(
    context: Context, rich: Control
) -> None:
    key = send(context, ["380501111111"])
    rich.advance(60)
    year = dt.datetime.now(dt.UTC) + dt.timedelta(days=365)
    change(context.database, CHUNK, CHUNK.c.campaign_id == key.id, next_poll_at=year)
    assert poll_due_chunks(context, SETTINGS) == 1
    assert counts(context.database, key) == {RecipientState.DELIVERED: 1}


def test_who_is_stopped_asks_about_no_further_chunk(context: Context) -> None:
    key = send(context, ["380501234567"])
    past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    change(context.database, CHUNK, CHUNK.c.campaign_id == key.id, next_poll_at=past)
    stop = threading.Event()
    stop.set()
    assert poll_due_chunks(context, SETTINGS, stop) == 0
    assert chunk_rows(context.database, key)[0].polls == 0
    stop.clear()
    assert poll_due_chunks(context, SETTINGS, stop) == 1
