"""Webhooks that are told in arrays: what happens at the same moment to the messages of a send."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

from tests.kit.receiver import answer
from turbosms_sandbox.webhooks import all_webhooks

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.receiver import Receiver

pytestmark = pytest.mark.on_both

NUMBER = "380678998668"
UNDELIVERED = "380002000001"
BUTTON = {"caption": "Go", "action": "https://example.com/"}


@pytest.fixture
def told(api: Any, receiver: Receiver, set_webhooks: Callable[..., Any]) -> Receiver:
    """The receiver of a webhook that has been set, for everything, in arrays."""
    set_webhooks(receiver.webhook(array=True))
    return receiver


def arrays(receiver: Receiver) -> list[list[dict[str, Any]]]:
    return [each.values["data"] for each in receiver.take_once()]


def test_the_messages_of_a_send_stand_in_one_array(api: Any, told: Receiver, ids: Any) -> None:
    sent = ids(api.sms(NUMBER, UNDELIVERED, "380503288668"))
    api.advance(100)
    calls = told.take_once()
    first, second, third = (each.values["data"] for each in calls)
    assert [row["status"] for row in first] == 3 * ["Accepted"]
    assert [row["status"] for row in second] == 3 * ["Sent"]
    ends = dict(zip(sent, ["DELIVRD", "UNDELIV", "DELIVRD"], strict=True))
    assert {row["message_id"]: row["status"] for row in third} == ends
    assert {row["dlr_date"] for row in third} == {"2026-02-25 08:13:23"}
    assert len({each.values["id"] for each in calls}) == 3
    assert all(each.is_signed for each in calls)


def test_one_message_stands_in_an_array_too(api: Any, told: Receiver, ids: Any) -> None:
    (message,) = ids(api.viber(NUMBER, count_clicks=1, **BUTTON))
    api.advance(3)
    told.take()
    api.click(message)
    api.advance(0)
    (read,), (click,) = arrays(told)
    assert (read["message_id"], read["status"]) == (message, "READ")
    assert click == {"message_id": message, "click_time": "2026-02-25 08:13:23"}
    reply = api.reply(NUMBER, "Where is my order?")
    api.advance(0)
    ((written,),) = arrays(told)
    assert (written["id"], written["message"]) == (reply.message_id, "Where is my order?")


def test_two_sends_stand_in_two_arrays(api: Any, told: Receiver, ids: Any) -> None:
    sent = [ids(api.sms(NUMBER)), ids(api.sms(NUMBER, text="Another"))]
    api.advance(0)
    told_of = [[row["message_id"] for row in array] for array in arrays(told)]
    assert sorted(told_of) == sorted(sent)


def test_so_many_stand_in_an_array(
    api: Any, told: Receiver, ids: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What happens in one step ends an array, too."""
    monkeypatch.setattr(all_webhooks, "STEP", 10)
    monkeypatch.setattr(all_webhooks, "MAX_IN_ARRAY", 4)
    sent = ids(api.sms(*(f"38050{number:07}" for number in range(25))))
    api.advance(0)
    told_of = arrays(told)
    assert sorted(len(array) for array in told_of) == [1, 2, 2, 4, 4, 4, 4, 4]
    assert sorted(row["message_id"] for array in told_of for row in array) == sorted(sent)


def test_messages_are_told_of_in_order(
    api: Any, told: Receiver, ids: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Although many arrays are told at a time, and do not have the same messages in them."""
    monkeypatch.setattr(all_webhooks, "MAX_IN_ARRAY", 3)
    numbers = [f"38050{number:07}" for number in range(60)]
    for number in numbers[::3]:
        api.decide(number, viber="Read")
    sent = ids(api.viber(*numbers))
    api.advance(100)
    words: dict[str, list[str]] = {message: [] for message in sent}
    for array in arrays(told):
        for row in array:
            words[row["message_id"]].append(row["status"])
    for place, message in enumerate(sent):
        end = ["READ"] if place % 3 == 0 else []
        assert words[message] == ["In Queue", "Sent", "DELIVRD", *end]


def test_an_array_as_a_form(api: Any, receiver: Receiver, set_webhooks: Callable[..., Any]) -> None:
    set_webhooks(receiver.webhook(array=True, format="form"))
    first, second = api.sms(NUMBER, UNDELIVERED)["response_result"]
    api.advance(0)
    (call,) = receiver.take_once()
    pairs = dict(parse_qsl(call.body.decode(), strict_parsing=True))
    assert pairs["data[0][message_id]"] == first["message_id"]
    assert pairs["data[1][message_id]"] == second["message_id"]
    assert pairs["data[1][status]"] == "Accepted"
    assert call.is_signed


def test_another_webhook_is_told_one_by_one(
    api: Any, receiver: Receiver, set_webhooks: Callable[..., Any], ids: Any
) -> None:
    in_arrays = receiver.webhook(url=f"{receiver.url}/arrays", array=True)
    set_webhooks(in_arrays, receiver.webhook(url=f"{receiver.url}/single"))
    sent = ids(api.sms(NUMBER, UNDELIVERED))
    api.advance(0)
    calls = api.control("GET", "webhooks/calls")["calls"]
    single = [each["data"]["message_id"] for each in calls if each["url"].endswith("single")]
    assert sorted(single) == sorted(sent)
    (array,) = (each for each in calls if each["url"].endswith("arrays"))
    assert array["message_ids"] == [row["message_id"] for row in array["data"]] == sent
    assert len({each["id"] for each in calls}) == 3


def test_repeats_and_resends_of_an_array(api: Any, told: Receiver, ids: Any) -> None:
    told.decide = lambda _: answer(500)
    sent = ids(api.sms(NUMBER, UNDELIVERED))
    api.advance(0)
    (event,) = {each["id"] for each in api.control("GET", "webhooks/calls")["calls"]}
    api.control("POST", "webhooks/resend", {"id": event})
    first, second = (json.loads(each.body) for each in told.take_once())
    assert (first["id"], first["data"]) == (second["id"], second["data"])
    assert (first["try"], second["try"]) == (1, 2)
    for message in sent:
        (callback,) = api.control("GET", f"messages/{message}")["callbacks"]
        assert (callback["id"], len(callback["attempts"])) == (event, 2)
