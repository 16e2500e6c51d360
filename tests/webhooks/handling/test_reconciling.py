"""What no final report came for is asked for, and comes to the handler like a report."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.webhooks.calls import as_json, call, report
from tests.webhooks.inboxes import handled
from turbosms_client import MessageStatus, ResultCode, Sms
from turbosms_webhooks import DeliveryReport

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from turbosms_client import TurboSMS
    from turbosms_testing import Sandbox
    from turbosms_webhooks import WebhookInbox

pytestmark = pytest.mark.rules

AT = dt.datetime(2026, 11, 28, 10, 0, 3, tzinfo=dt.UTC)


class Answers:
    """A client with prepared answers."""

    def __init__(self, *rows: MessageStatus) -> None:
        self.asked: list[list[str]] = []
        self._rows = rows
        self.message = self

    def status(self, messages: Sequence[str]) -> dict[str, MessageStatus]:
        self.asked.append(list(messages))
        return {row.message_id: row for row in self._rows if row.message_id in messages}


def row(
    message_id: str,
    status: str | None,
    channel: str | None = "sms",
    *,
    code: ResultCode = ResultCode.OK,
    at: dt.datetime = AT,
) -> MessageStatus:
    return MessageStatus(message_id=message_id, code=code, status=status, type=channel, updated=at)


def run(inbox: WebhookInbox) -> list[DeliveryReport]:
    events = handled(inbox)
    reports = [event for event in events if isinstance(event, DeliveryReport)]
    assert len(reports) == len(events)
    return reports


def test_only_what_has_no_final_status_is_asked_for(inbox: WebhookInbox) -> None:
    for number, word in enumerate(["Sent", "DELIVRD", "Accepted"]):
        inbox.accept(as_json(call(f"e{number}", report(word, f"m-{number}"))))
    run(inbox)
    assert inbox.open_messages() == ["m-0", "m-2"]
    client = Answers(row("m-0", "Delivered"), row("m-2", "Expired"))
    assert inbox.reconcile(client) == 2
    assert client.asked == [["m-0", "m-2"]]
    assert [(each.message_id, each.status, each.final) for each in run(inbox)] == [
        ("m-0", "Delivered", True),
        ("m-2", "Expired", True),
    ]
    assert inbox.open_messages() == []


def test_the_time_is_that_of_the_answer(inbox: WebhookInbox) -> None:
    inbox.expect(["m-1"])
    inbox.reconcile(Answers(row("m-1", "Delivered", "viber")))
    (event,) = run(inbox)
    assert event.at == AT
    assert (event.type, event.channel) == ("DLR_VIBER_API", "viber")


def test_an_expected_message_of_which_no_report_came(inbox: WebhookInbox) -> None:
    inbox.expect(["M-1", "m-2"])
    inbox.accept(as_json(call("e", report("DELIVRD", "m-1"))))
    run(inbox)
    assert inbox.open_messages() == ["m-2"]


def test_a_message_that_the_service_does_not_know_is_asked_for_once(inbox: WebhookInbox) -> None:
    inbox.expect(["m-1"])
    unknown = row("m-1", None, None, code=ResultCode.NOT_ALLOWED_MESSAGE_ID)
    assert inbox.reconcile(Answers(unknown)) == 0
    assert inbox.open_messages() == []
    assert run(inbox) == []


def test_the_same_answer_again_is_not_handled_twice(inbox: WebhookInbox) -> None:
    inbox.expect(["m-1"])
    assert inbox.reconcile(Answers(row("m-1", "Sent"))) == 1
    assert inbox.reconcile(Answers(row("m-1", "Sent"))) == 0
    assert len(run(inbox)) == 1
    assert inbox.open_messages() == ["m-1"]


def test_a_late_answer_does_not_overwrite_a_report(inbox: WebhookInbox) -> None:
    inbox.expect(["m-1"])
    inbox.reconcile(Answers(row("m-1", "Sent")))
    inbox.accept(as_json(call("e", report("DELIVRD", "m-1"))))
    assert [each.status for each in run(inbox)] == ["Sent", "Delivered"]
    inbox.expect(["m-2"])
    inbox.accept(as_json(call("f", report("DELIVRD", "m-2"))))
    inbox.reconcile(Answers(row("m-2", "Accepted")))
    assert [each.status for each in run(inbox)] == ["Delivered"]


def test_what_is_known_already_is_no_news(inbox: WebhookInbox) -> None:
    """The report of the service and the answer to our question say the same."""
    inbox.accept(as_json(call("e", report("Sent", "m-1"))))
    run(inbox)
    assert inbox.reconcile(Answers(row("m-1", "Sent"))) == 0
    assert run(inbox) == []
    assert inbox.reconcile(Answers(row("m-1", "Accepted"))) == 0
    assert inbox.reconcile(Answers(row("m-1", "Delivered"))) == 1
    assert [each.status for each in run(inbox)] == ["Delivered"]


def test_a_report_that_comes_meanwhile_is_final(inbox: WebhookInbox) -> None:
    class Slow(Answers):
        def status(self, messages: Sequence[str]) -> dict[str, MessageStatus]:
            inbox.accept(as_json(call("e", report("DELIVRD", "m-1"))))
            run(inbox)
            return super().status(messages)

    inbox.expect(["m-1"])
    assert inbox.reconcile(Slow(row("m-1", "Sent"))) == 0
    assert run(inbox) == []
    assert inbox.open_messages() == []


def test_the_hour_that_comes_twice(inbox: WebhookInbox) -> None:
    """At four in the night of 25 October 2026, Kyiv sets its clocks back to three."""
    times = [dt.datetime(2026, 10, 25, hour, 30, tzinfo=dt.UTC) for hour in (0, 1)]
    inbox.expect(["m-0", "m-1"])
    rows = [row(f"m-{index}", "Delivered", at=time) for index, time in enumerate(times)]
    inbox.reconcile(Answers(*rows))
    reports = run(inbox)
    assert [each.at for each in reports] == times
    assert [each.at.hour for each in reports if each.at is not None] == [3, 3]


def test_a_message_that_the_service_knows_no_longer_is_not_asked_for_again(
    inbox: WebhookInbox,
) -> None:
    inbox.accept(as_json(call("e", report("Sent", "m-1"))))
    run(inbox)
    assert inbox.open_messages() == ["m-1"]
    inbox.reconcile(Answers(row("m-1", None, None, code=ResultCode.NOT_ALLOWED_MESSAGE_ID)))
    assert inbox.open_messages() == []


@pytest.mark.parametrize("is_expected_first", [True, False])
def test_what_is_expected_and_has_come_takes_no_room(
    path: Path, inbox: WebhookInbox, is_expected_first: bool
) -> None:
    if is_expected_first:
        inbox.expect(["m-1"])
    inbox.accept(as_json(call("e", report("DELIVRD", "m-1"))))
    run(inbox)
    if not is_expected_first:
        inbox.expect(["m-1"])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT * FROM expected_messages").fetchall() == []


def test_answers_before_an_error_are_stored(inbox: WebhookInbox) -> None:
    class Failing(Answers):
        def status(self, messages: Sequence[str]) -> dict[str, MessageStatus]:
            if self.asked:
                raise ConnectionError
            return super().status(messages)

    ids = [f"m-{number:05}" for number in range(5_010)]
    inbox.expect(ids)
    with pytest.raises(ConnectionError):
        inbox.reconcile(Failing(*(row(message_id, "Delivered") for message_id in ids)))
    assert inbox.count_waiting() == 5_000


def test_a_single_text_is_no_list_of_ids(inbox: WebhookInbox) -> None:
    with pytest.raises(TypeError, match="list of ids"):
        inbox.expect("f83f8868-5e46-c6cf-e4fb-615e5a293754")
    assert inbox.open_messages() == []


def test_any_text_can_be_expected(inbox: WebhookInbox) -> None:
    inbox.expect(["\ud800", "'; DROP TABLE calls; --"])
    assert inbox.open_messages() == ["'; drop table calls; --", "?"]


def test_a_failed_viber_message_is_open_until_its_sms_is_settled(inbox: WebhookInbox) -> None:
    inbox.expect(["m-1"])
    inbox.accept(as_json(call("e", report("REJECTD", "m-1"), type="DLR_VIBER_API")))
    run(inbox)
    assert inbox.open_messages() == ["m-1"]
    inbox.accept(as_json(call("f", report("UNDELIV", "m-1"))))
    run(inbox)
    assert inbox.open_messages() == []


def test_messages_of_chats_are_not_asked_for(inbox: WebhookInbox) -> None:
    data = {"message_id": 31, "status": "Sent"}
    inbox.accept(as_json(call(data=data, type="DLR_VIBER_SESSION")))
    run(inbox)
    assert inbox.open_messages() == []


def test_no_more_at_once_than_a_call_may_ask_for(inbox: WebhookInbox) -> None:
    inbox.expect(f"m-{number:05}" for number in range(5_001))
    client = Answers()
    assert inbox.reconcile(client) == 0
    assert [len(asked) for asked in client.asked] == [5_000, 1]


def test_with_the_client_and_the_sandbox(
    turbosms: TurboSMS, turbosms_sandbox: Sandbox, inbox: WebhookInbox
) -> None:
    sms = Sms(sender="TurboSMS", text="Hi")
    (message_id,) = turbosms.message.send(["380501234567"], sms=sms).message_ids
    inbox.expect([message_id])
    turbosms_sandbox.advance(60)
    assert inbox.reconcile(turbosms) == 1
    (event,) = run(inbox)
    assert (event.message_id, event.channel, event.final) == (message_id, "sms", True)
    assert inbox.open_messages() == []
