"""What a call is answered with, and which calls are the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.webhooks.calls import (
    FORM,
    JSON,
    OTHER_MESSAGE,
    SECRET,
    as_form,
    as_json,
    call,
    login,
    report,
    signed,
)
from tests.webhooks.inboxes import RECEIVER, handled
from turbosms_webhooks import DeliveryReport, UnknownEvent, WebhookInbox, WebhookReceiver

if TYPE_CHECKING:
    from pathlib import Path


class TestAnswers:
    def test_a_call_is_answered_with_200_and_handled_once(self, inbox: WebhookInbox) -> None:
        assert inbox.accept(as_json(call()), JSON) == 200
        (event,) = handled(inbox)
        assert isinstance(event, DeliveryReport)
        assert handled(inbox) == []

    @pytest.mark.parametrize("webhook_type", ["DLR_SMS_SQL", "NEW", "", None])
    def test_so_is_one_of_an_unknown_type(self, inbox: WebhookInbox, webhook_type: Any) -> None:
        assert inbox.accept(as_json(call(type=webhook_type))) == 200
        (event,) = handled(inbox)
        assert isinstance(event, UnknownEvent)

    def test_so_is_one_about_an_unknown_message(self, inbox: WebhookInbox) -> None:
        """Others answer 404, and the call is repeated nine times for nothing."""
        assert inbox.accept(as_json(call(data=report(message_id="not-ours")))) == 200

    @pytest.mark.parametrize(
        ("body", "status", "counted"),
        [
            (b"", 400, "malformed"),
            (as_json(call(id=None)), 400, "no_id"),
            (as_json(call(signature=None)), 401, "no_signature"),
            (as_json(call(signature="x")), 401, "bad_signature"),
        ],
    )
    def test_what_is_refused_is_counted_by_its_reason(
        self, inbox: WebhookInbox, body: bytes, status: int, counted: str
    ) -> None:
        """A wrong secret has to look different from a wrong body."""
        assert inbox.accept(body) == status
        assert dict(inbox.counts) == {counted: 1}
        assert handled(inbox) == []

    def test_a_wrong_login(self, path: Path) -> None:
        receiver = WebhookReceiver(SECRET, basic_auth=("shop", "password"))
        with WebhookInbox(path, receiver) as inbox:
            assert inbox.accept(as_json(call()), JSON) == 401
            assert inbox.accept(as_json(call()), JSON, login("shop", "password")) == 200
            assert inbox.counts["basic_auth"] == 1


class TestEventIds:
    def test_the_same_again_is_answered_with_200_and_not_handled_twice(
        self, inbox: WebhookInbox
    ) -> None:
        assert inbox.accept(as_json(call())) == 200
        assert len(handled(inbox)) == 1
        repeated = {**call(), "date": "2026-11-28 12:01:05", "try": 2}
        assert inbox.accept(as_json(repeated)) == 200
        assert handled(inbox) == []
        assert inbox.counts["repeated"] == 1

    def test_in_the_other_format_it_is_still_the_same(self, inbox: WebhookInbox) -> None:
        data = [{"message_id": 31, "status": "Sent", "more": None, "flag": True, "list": []}]
        fields = call(data=data, type="DLR_VIBER_SESSION")
        assert inbox.accept(as_json(fields), JSON) == 200
        assert inbox.accept(as_form(fields), FORM) == 200
        assert inbox.counts["repeated"] == 1

    @pytest.mark.parametrize(
        "changes",
        [
            {"data": report("UNDELIV")},
            {"data": report(message_id=OTHER_MESSAGE)},
            {"data": [report(), report()]},
            {"type": "DLR_VIBER_API"},
        ],
    )
    @pytest.mark.parametrize("is_handled", [False, True])
    def test_other_data_under_a_used_id_is_refused_and_counted(
        self, inbox: WebhookInbox, changes: dict[str, Any], is_handled: bool
    ) -> None:
        """The signature does not cover the data: whoever saw one call could send any other."""
        assert inbox.accept(as_json(call())) == 200
        if is_handled:
            handled(inbox)
        assert inbox.accept(as_json({**call(), **changes})) == 400
        assert inbox.counts["other_data"] == 1
        assert len(handled(inbox)) == (0 if is_handled else 1)

    def test_events_that_wait_are_counted(self, path: Path) -> None:
        with WebhookInbox(path, RECEIVER) as inbox:
            inbox.accept(as_json(call("1", [report(), report("READ")])))
            inbox.accept(as_json(call("2", report(message_id="2"))))
        with WebhookInbox(path, RECEIVER) as inbox:
            assert inbox.count_waiting() == 3
            handled(inbox)
            assert inbox.count_waiting() == 0

    def test_ids_are_known_after_a_restart(self, path: Path) -> None:
        with WebhookInbox(path, RECEIVER) as inbox:
            inbox.accept(as_json(call()))
            handled(inbox)
        with WebhookInbox(path, RECEIVER) as inbox:
            assert inbox.accept(as_json(call())) == 200
            assert inbox.accept(as_json(call(data=report("READ")))) == 400
            assert handled(inbox) == []

    def test_a_number_as_id_is_the_same_as_its_digits(self, inbox: WebhookInbox) -> None:
        fields = call("123")
        assert inbox.accept(as_json({**fields, "id": 123})) == 200
        assert inbox.accept(as_json(fields)) == 200
        assert inbox.accept(as_form(fields)) == 200
        assert inbox.counts["repeated"] == 2

    def test_the_order_of_keys_says_nothing(self, inbox: WebhookInbox) -> None:
        turned = dict(reversed(report().items()))
        assert inbox.accept(as_json(call())) == 200
        assert inbox.accept(as_json(dict(reversed(call(data=turned).items())))) == 200
        assert inbox.counts["repeated"] == 1

    def test_the_order_of_an_array_does(self, inbox: WebhookInbox) -> None:
        data = [report("Sent"), report("DELIVRD")]
        assert inbox.accept(as_json(call(data=data))) == 200
        assert inbox.accept(as_json(call(data=data[::-1]))) == 400

    @pytest.mark.parametrize("secret", [SECRET, "old"])
    def test_a_repeat_under_the_other_secret_is_the_same(self, path: Path, secret: str) -> None:
        """While a secret is replaced, a call may come under both."""
        receiver = WebhookReceiver([SECRET, "old"])
        with WebhookInbox(path, receiver) as inbox:
            assert inbox.accept(as_json(call())) == 200
            again = call(signature=signed("event-1", secret))
            assert inbox.accept(as_json(again)) == 200
            assert inbox.counts["repeated"] == 1
