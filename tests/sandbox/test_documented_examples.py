"""Documented examples run against a real process; answers have exactly the documented fields."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import envelope
from tests.kit.facts import documented_answer, documented_sends

if TYPE_CHECKING:
    import httpx2

pytestmark = pytest.mark.on_both

SENDS = documented_sends()


def fields(value: Any) -> Any:
    """The keys of an answer, all the way down; a list stands for its rows."""
    if isinstance(value, dict):
        return {key: fields(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [fields(inner) for inner in value]
    return None


def advance(live: httpx2.Client, seconds: float) -> datetime:
    return datetime.fromisoformat(
        live.post("/sandbox/clock", json={"advance": seconds}).json()["now"]
    )


def post(live: httpx2.Client, operation: str, data: Any = None) -> dict[str, Any]:
    response = live.post(f"/{operation}.json", json=data)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    envelope: dict[str, Any] = response.json()
    return envelope


@pytest.mark.parametrize("example", ["sms", "viber", "hybrid"])
def test_three_recipients_are_sent_at_once(live: httpx2.Client, example: str) -> None:
    answer = post(live, "message/send", SENDS[example])
    row = fields(documented_answer("message/send")["response_result"][1])
    assert fields(answer) == {
        "response_code": None,
        "response_status": None,
        "response_result": [row] * 3,
    }
    assert (answer["response_code"], answer["response_status"]) == (801, "SUCCESS_MESSAGE_SENT")
    assert [row["phone"] for row in answer["response_result"]] == SENDS[example]["recipients"]
    assert {row["response_code"] for row in answer["response_result"]} == {0}


def test_the_same_sms_by_get(live: httpx2.Client) -> None:
    url = (
        "/message/send.json?recipients[0]=380678998668&recipients[1]=380503288668&recipients[2]=380638998668"
        "&sms[sender]=TurboSMS&sms[text]=TurboSMS+welcomes+you%21&token=sandbox"
    )
    answer = live.get(url, headers={"Authorization": ""}).json()
    assert answer["response_code"] == 801
    message_id = answer["response_result"][2]["message_id"]
    details = post(live, "message/details", {"messages": [message_id]})["response_result"][0]
    assert details["sms"]["text"] == "TurboSMS welcomes you!"
    assert details["sms"]["recipient"] == "380638998668"


def test_a_deferred_sms_waits_for_its_time(live: httpx2.Client) -> None:
    start = advance(live, 0).replace(second=0) + timedelta(days=1)
    request = SENDS["deferred"] | {"start_time": start.strftime("%Y-%m-%d %H:%M")}
    answer = post(live, "message/send", request)
    assert (answer["response_code"], answer["response_status"]) == (800, "SUCCESS_MESSAGE_ACCEPTED")
    ids = {"messages": [answer["response_result"][0]["message_id"]]}
    waiting = post(live, "message/status", ids)["response_result"][0]
    assert (waiting["status"], waiting["sent"]) == ("Queued", None)
    assert fields(waiting) == fields(documented_answer("message/status")["response_result"][2])
    advance(live, 86_400 + 60)
    sms = post(live, "message/details", ids)["response_result"][0]["sms"]
    assert (sms["status"], sms["start"], sms["sent"]) == ("Delivered", str(start), str(start))


def test_a_file_in_viber(live: httpx2.Client) -> None:
    answer = post(live, "message/send", SENDS["file"])
    assert answer["response_code"] == 801
    ids = {"messages": [answer["response_result"][0]["message_id"]]}
    viber = post(live, "message/details", ids)["response_result"][0]["viber"]
    assert (viber["text"], viber["caption"], viber["file_id"], viber["price"]) == (
        "",
        "Contract.pdf",
        12345,
        0.36,
    )


def test_a_file_as_a_link_on_a_button(live: httpx2.Client) -> None:
    answer = post(live, "message/send", SENDS["link"])
    assert answer["response_code"] == 801
    ids = {"messages": [answer["response_result"][0]["message_id"]]}
    viber = post(live, "message/details", ids)["response_result"][0]["viber"]
    assert (viber["caption"], viber["action"], viber["file_id"], viber["price"]) == (
        "Download Invoice",
        "",
        23456,
        0.5,
    )
    assert viber["text"] == SENDS["link"]["viber"]["text"]


def test_sendmulti_answers_each_request_under_its_key(live: httpx2.Client) -> None:
    answer = post(
        live,
        "message/sendmulti",
        {"a": SENDS["sms"], "b": {"recipients": ["380678998668"]}},
    )
    assert (answer["response_code"], answer["response_status"]) == (0, "OK")
    assert list(answer["response_result"]) == ["a", "b"]
    assert answer["response_result"]["a"]["response_code"] == 801
    assert answer["response_result"]["b"] == {
        "response_code": 300,
        "response_status": "INVALID_REQUEST",
        "response_result": None,
    }


def test_details_of_an_unknown_id_a_hybrid_that_fell_back_and_a_viber_message(
    live: httpx2.Client,
) -> None:
    hybrid = SENDS["hybrid"] | {"recipients": ["380001000001"]}
    viber = SENDS["viber"] | {"recipients": ["380003000001"]}
    known = [
        post(live, "message/send", data)["response_result"][0]["message_id"]
        for data in (hybrid, viber)
    ]
    advance(live, 60)
    answer = post(
        live, "message/details", {"messages": ["2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba", *known]}
    )
    assert fields(answer) == fields(documented_answer("message/details"))
    unknown, fallen, read = answer["response_result"]
    assert unknown == documented_answer("message/details")["response_result"][0]
    assert (fallen["viber"]["status"], fallen["viber"]["rejected_status"]) == (
        "Rejected",
        "SRVC_NOT_VIBER_USER",
    )
    assert (fallen["viber"]["price"], fallen["sms"]["price"], fallen["sms"]["segments"]) == (
        0,
        0.34,
        1,
    )
    assert fallen["sms"]["status"] == "Delivered"
    assert fallen["sms"]["added"] == fallen["viber"]["updated"]
    assert (read["viber"]["status"], read["viber"]["rejected_status"], read["viber"]["ttl"]) == (
        "Read",
        "",
        3600,
    )


def test_status_of_an_unknown_id_a_viber_message_and_an_sms(live: httpx2.Client) -> None:
    button = {"caption": "Open", "action": "https://example.com", "count_clicks": 1}
    viber = {"recipients": ["380003000002"], "viber": SENDS["viber"]["viber"] | button}
    sms = SENDS["sms"] | {"recipients": ["380002000007"]}
    known = [
        post(live, "message/send", data)["response_result"][0]["message_id"]
        for data in (viber, sms)
    ]
    advance(live, 60)
    answer = post(
        live, "message/status", {"messages": ["2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba", *known]}
    )
    assert fields(answer) == fields(documented_answer("message/status"))
    unknown, clicked, accepted = answer["response_result"]
    assert unknown == documented_answer("message/status")["response_result"][0]
    assert (clicked["status"], clicked["type"], clicked["rejected_status"]) == ("Read", "viber", "")
    assert datetime.fromisoformat(clicked["click_time"]) > datetime.fromisoformat(
        clicked["updated"]
    )
    assert (accepted["status"], accepted["type"]) == ("Accepted", "sms")


def test_balance(live: httpx2.Client) -> None:
    answer = post(live, "user/balance")
    assert fields(answer) == fields(documented_answer("user/balance"))
    assert answer["response_result"] == {"balance": 10_000.0}


@pytest.mark.parametrize("module", ["message", "chat", "user", "file"])
def test_ping(live: httpx2.Client, module: str) -> None:
    assert live.get(f"/{module}/ping.json").json() == envelope(1, None, "PONG")
    assert post(live, f"{module}/ping") == envelope(1, None, "PONG")


def test_file_add_and_details(live: httpx2.Client) -> None:
    added = post(live, "file/add", {"data": "data:text/plain;base64,UHJpY2UgbGlzdAo="})
    assert fields(added) == fields(documented_answer("file/add"))
    assert (added["response_result"]["size"], added["response_result"]["source"]) == (11, "")
    assert post(live, "file/details", {"id": added["response_result"]["id"]}) == added
    file = live.get(added["response_result"]["link"])
    assert file.content == b"Price list\n"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert file.headers["content-disposition"].startswith("attachment")
