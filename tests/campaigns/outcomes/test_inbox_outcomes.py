"""Outcomes and replies from an inbox of webhooks, and people of whom only a report tells."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.campaigns.steps import (
    SETTINGS,
    called,
    change,
    chunk_rows,
    counts,
    lost,
    recipient_rows,
    store,
    write_running,
)
from turbosms_campaigns import RecipientState
from turbosms_campaigns._audience import suppression_list
from turbosms_campaigns._model.settings import Message
from turbosms_campaigns._outcomes.inbox_events import InboxEvents
from turbosms_campaigns._outcomes.message_outcomes import outcome_of_report
from turbosms_campaigns._outcomes.polling import poll_due_chunks
from turbosms_campaigns._outcomes.replies import is_stop
from turbosms_campaigns._outcomes.stray_reports import keep_strays
from turbosms_campaigns._outcomes.unknown_recipients import look_at_strays
from turbosms_campaigns._sending.calling import make_call
from turbosms_campaigns._sending.control import cancel
from turbosms_campaigns._sending.recording import record
from turbosms_campaigns._storage.context import CampaignKey, Context
from turbosms_campaigns._storage.tables import CHUNK, RECIPIENT, STRAY_REPORT
from turbosms_client import Sms, Viber
from turbosms_webhooks import ButtonClick, DeliveryReport, IncomingMessage, UnknownEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.kit.control import Control
    from turbosms_campaigns._storage.database import Database

QUICK = dataclasses.replace(SETTINGS, reports=0.0, strays=0.0)
SMS_ONLY = Message(text="Hi {name}", sms=Sms(sender="TurboSMS"))
ANNA, IVAN = "380501111111", "380502222222"
PEOPLE = [
    {"phone": ANNA, "columns": '{"name": "Anna"}'},
    {"phone": IVAN, "columns": '{"name": "Ivan"}'},
]


@pytest.fixture
def context(database: Database, rich: Control) -> Iterator[Context]:
    with rich.client() as client:
        yield Context(database, client)


def send(context: Context, message: Message = SMS_ONLY) -> CampaignKey:
    key = write_running(context.database, PEOPLE, message=message)
    claimed = called(context.database)
    outcomes = make_call(context.client, claimed.call, claimed.sequence_id)
    assert record(context.database, claimed, outcomes, SETTINGS)
    return key


def send_and_lose_the_answer(context: Context) -> CampaignKey:
    """Messages exist, and nobody knows their ids; the campaign was cancelled."""
    key = write_running(context.database, PEOPLE, message=SMS_ONLY)
    claimed = called(context.database)
    make_call(context.client, claimed.call, claimed.sequence_id)
    store(context.database, claimed, lost())
    cancel(context.database, key)
    assert counts(context.database, key) == {RecipientState.UNKNOWN: 2}
    return key


def report(message_id: str, word: str, channel: Any = "sms") -> DeliveryReport:
    return DeliveryReport(
        type=f"DLR_{channel.upper()}_API",
        channel=channel,
        message_id=message_id,
        status=word,
        raw_status=word,
        at=dt.datetime(2026, 11, 30, 10, tzinfo=dt.UTC),
    )


def strays(database: Database) -> int:
    with database.reading() as connection:
        select = sa.select(sa.func.count()).select_from(STRAY_REPORT)
        return connection.execute(select).scalar_one()


def test_reports_settle_once_they_are_stored(context: Context) -> None:
    key = send(context)
    events = InboxEvents(context, QUICK)
    first, second = recipient_rows(context.database, key)
    events.handle(report(first.message_id, "Sent"))
    events.handle(report(second.message_id.upper(), "Undelivered"))
    events.handle(report(first.message_id, "Delivered"))
    assert counts(context.database, key) == {RecipientState.ACCEPTED: 2}
    events.store_if_due()
    assert [row.state for row in recipient_rows(context.database, key)] == [
        "delivered",
        "undelivered",
    ]
    assert strays(context.database) == 0


def test_many_reports_are_stored_at_once(context: Context) -> None:
    key = send(context)
    events = InboxEvents(context, dataclasses.replace(SETTINGS, reports=3600.0))
    first = recipient_rows(context.database, key)[0]
    for _ in range(999):
        events.handle(report(first.message_id, "Sent"))
    events.store_if_due()
    assert recipient_rows(context.database, key)[0].status is None
    events.handle(report(first.message_id, "Delivered"))
    assert recipient_rows(context.database, key)[0].state == "delivered"


def test_reports_that_cannot_be_stored_stay(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = send(context)
    events = InboxEvents(context, QUICK)
    first = recipient_rows(context.database, key)[0]
    events.handle(report(first.message_id, "Delivered"))
    with monkeypatch.context() as patch:
        patch.setattr(type(context.database), "writing", _no_database)
        with pytest.raises(sa.exc.OperationalError):
            events.store()
    events.store()
    assert recipient_rows(context.database, key)[0].state == "delivered"


def test_while_nothing_can_be_stored_no_more_is_collected_than_fits(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = send(context)
    events = InboxEvents(context, QUICK)
    first, second = recipient_rows(context.database, key)
    for _ in range(999):
        events.handle(report(first.message_id, "Sent"))
    with monkeypatch.context() as patch:
        patch.setattr(type(context.database), "writing", _no_database)
        for message_id in (first.message_id, second.message_id):
            with pytest.raises(sa.exc.OperationalError):
                events.handle(report(message_id, "Delivered"))
    events.store()
    states = [row.state for row in recipient_rows(context.database, key)]
    assert states == ["delivered", "accepted"], "the inbox passes it on again"


def _no_database(_: Database) -> Any:
    raise sa.exc.OperationalError("", None, ConnectionError())


def test_once_all_are_settled_their_prices_are_asked_for_at_once(
    context: Context, rich: Control
) -> None:
    key = send(context)
    events = InboxEvents(context, QUICK)
    rows = recipient_rows(context.database, key)
    rich.advance(60)
    events.handle(report(rows[0].message_id, "Delivered"))
    events.store()
    assert poll_due_chunks(context, SETTINGS) == 0, "somebody is open"
    events.handle(report(rows[1].message_id, "Delivered"))
    events.store()
    assert poll_due_chunks(context, SETTINGS) == 1
    prices = [row.price for row in recipient_rows(context.database, key)]
    assert prices == [Decimal("0.34"), Decimal("0.34")]
    assert chunk_rows(context.database, key)[0].unsettled == 0


def test_events_of_other_kinds_are_passed_over(context: Context) -> None:
    events = InboxEvents(context, QUICK)
    events.handle(ButtonClick(type="VIBER_BUTTON_CLICK", channel="viber"))
    events.handle(UnknownEvent(type="DLR_SMS_SQL", raw={}))
    events.handle(IncomingMessage(type="INBOX_VIBER_SESSION", channel="viber", message="Hello"))
    events.store()
    assert strays(context.database) == 0
    assert suppression_list.count(context.database) == 0


@pytest.mark.parametrize("word", ["STOP", "stop", "Стоп!", "  «ВІДПИСКА» ", "Стоп.", "стоп\n"])
def test_a_reply_that_says_stop_is_one(word: str) -> None:
    assert is_stop(word)


@pytest.mark.parametrize("word", [None, "", "Stop it, call me", "Non-stop", "Дякую", "СТОПА"])
def test_other_replies_are_not(word: str | None) -> None:
    assert not is_stop(word)


def test_who_replies_stop_is_suppressed(context: Context, rich: Control) -> None:
    message = Message(text="Hi", viber=Viber(sender="TurboSMS"))
    key = send(context, message)
    other = write_running(context.database, PEOPLE, name="later")
    rich.advance(10)
    reply = rich.reply(IVAN, "Стоп", sender="TurboSMS")
    event = IncomingMessage(
        type="INBOX_VIBER_SESSION",
        channel="viber",
        chat_id=reply.chat_id,
        message="Стоп",
    )
    InboxEvents(context, QUICK).handle(event)
    (suppressed,) = suppression_list.read_all(context.database)
    assert (suppressed.phone, suppressed.reason) == (IVAN, "reply")
    assert recipient_rows(context.database, other)[1].state == "suppressed"
    assert recipient_rows(context.database, key)[1].state == "accepted"


def test_a_reply_from_a_chat_that_nobody_knows_suppresses_nobody(
    context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    events = InboxEvents(context, QUICK)
    for chat_id in (None, 987_654):
        event = IncomingMessage(
            type="INBOX_VIBER_SESSION", channel="viber", chat_id=chat_id, message="STOP"
        )
        events.handle(event)
    assert suppression_list.count(context.database) == 0
    assert caplog.text.count("their number cannot be found out") == 2


def test_a_report_tells_of_a_message_whose_answer_was_lost(context: Context, rich: Control) -> None:
    key = send_and_lose_the_answer(context)
    rich.advance(60)
    message_ids = {each["recipient"]: each["message_id"] for each in rich.shown()}
    events = InboxEvents(context, QUICK)
    events.handle(report(message_ids[IVAN], "Delivered"))
    events.store()
    assert strays(context.database) == 1
    assert look_at_strays(context, QUICK) == 1
    anna, ivan = recipient_rows(context.database, key)
    assert anna.state == "unknown"
    assert (ivan.state, ivan.message_id) == ("delivered", message_ids[IVAN].lower())
    assert ivan.price == Decimal("0.34")
    assert strays(context.database) == 0
    assert counts(context.database, key)[RecipientState.UNKNOWN] == 1


def test_reports_of_what_others_send_do_not_keep_it_from_being_found(
    context: Context, rich: Control
) -> None:
    key = send_and_lose_the_answer(context)
    # Somebody is being sent to, so that what belongs to nobody is kept.
    write_running(context.database, PEOPLE, name="later")
    called(context.database)
    rich.advance(60)
    message_ids = {each["recipient"]: each["message_id"] for each in rich.shown()}
    others = [report(f"{index:08}-0000-0000-0000-000000000000", "Sent") for index in range(1_000)]
    with context.database.writing() as connection:
        keep_strays(connection, map(outcome_of_report, others))
    events = InboxEvents(context, QUICK)
    events.handle(report(message_ids[IVAN], "Delivered"))
    events.store()
    assert look_at_strays(context, QUICK) == 0
    assert strays(context.database) == 1_001
    assert look_at_strays(context, QUICK) == 1
    assert counts(context.database, key)[RecipientState.DELIVERED] == 1


@pytest.mark.parametrize("difference", ["text", "time", "phone", "twice"])
def test_a_message_that_may_be_another_one_is_given_to_nobody(
    context: Context, rich: Control, difference: str
) -> None:
    key = send_and_lose_the_answer(context)
    rich.advance(60)
    message_ids = {each["recipient"]: each["message_id"] for each in rich.shown()}
    if difference == "text":
        change(
            context.database,
            RECIPIENT,
            RECIPIENT.c.campaign_id == key.id,
            columns='{"name": "Olha"}',
        )
    elif difference == "time":
        later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)
        change(context.database, CHUNK, CHUNK.c.campaign_id == key.id, first_call_at=later)
    elif difference == "phone":
        change(context.database, RECIPIENT, RECIPIENT.c.phone == IVAN, phone="380503333333")
    else:
        twin = write_running(context.database, PEOPLE, message=SMS_ONLY, name="twin")
        store(context.database, called(context.database), lost())
        cancel(context.database, twin)
    events = InboxEvents(context, QUICK)
    events.handle(report(message_ids[IVAN], "Delivered"))
    events.store()
    assert look_at_strays(context, QUICK) == 0
    assert counts(context.database, key) == {RecipientState.UNKNOWN: 2}


def test_a_report_is_kept_while_an_answer_may_still_come_and_not_for_ever(
    context: Context,
) -> None:
    key = write_running(context.database, PEOPLE, message=SMS_ONLY)
    claimed = called(context.database)
    events = InboxEvents(context, QUICK)
    events.handle(report("11111111-2222-3333-4444-555555555555", "Delivered"))
    events.store()
    assert look_at_strays(context, QUICK) == 0
    assert strays(context.database) == 1
    store(context.database, claimed, lost())
    days = dt.datetime.now(dt.UTC) - dt.timedelta(days=14, minutes=1)
    change(context.database, STRAY_REPORT, STRAY_REPORT.c.channel == "sms", received_at=days)
    look_at_strays(context, QUICK)
    assert strays(context.database) == 0
    assert counts(context.database, key) == {RecipientState.SENDING: 2}
