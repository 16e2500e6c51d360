"""The chat module against its documentation.

Whose chats there are, what is in them, and how that looks.
"""

from __future__ import annotations

import base64
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.facts import documented_answer, documented_requests

if TYPE_CHECKING:
    import httpx2

pytestmark = [pytest.mark.rules, pytest.mark.on_both]

NUMBER = "380678998668"
SENDER = {"sender": "TurboSMS"}
PDF = "data:application/pdf;base64,JVBERi0xLjMKJcTl8uXrp/Og0MTGCg=="


def fields(value: Any) -> Any:
    """The keys of an answer, in their order, all the way down."""
    if isinstance(value, dict):
        return [(key, fields(inner)) for key, inner in value.items()]
    return [fields(inner) for inner in value] if isinstance(value, list) else None


def post(live: httpx2.Client, path: str, data: Any = None) -> Any:
    response = live.post(path, json=data)
    assert response.status_code == 200, response.text
    return response.json()


def test_documented_examples(live: httpx2.Client) -> None:
    """Every documented request succeeds once chat 1234 exists, but for somebody else's 2345."""
    viber = {
        "sender": "TurboSMS",
        "text": "The invoice",
        "file_id": 23456,
        "caption": "Download the invoice",
    }
    post(live, "/message/send.json", {"recipients": [NUMBER], "viber": viber})
    reply = {
        "sender": "TurboSMS",
        "number": NUMBER,
        "text": "",
        "file_data": "data:application/pdf,scan",
    }
    ids = post(live, "/sandbox/replies", reply | {"file_name": "scan.pdf"})
    assert ids == {"chat_id": 1234, "session_id": 123321, "message_id": 1002}
    text, file = documented_requests("chat/send")
    # The documentation leaves out the end of the content.
    sends = [text, file | {"file_data": PDF}]
    sent = [post(live, "/chat/send.json", request) for request in sends]
    assert [fields(answer) for answer in sent] == [fields(documented_answer("chat/send"))] * 2
    assert [answer["response_result"]["message_id"] for answer in sent] == [1003, 1004]
    codes = [
        post(live, f"/chat/{method}.json", request)["response_code"]
        for method in ("recipients", "sessions", "messages")
        for request in documented_requests(f"chat/{method}")
    ]
    assert codes == [0, 0, 0, 0, 0, 0, 424]


@pytest.mark.parametrize("method", ["senders", "recipients", "sessions", "messages"])
def test_answers_have_exactly_the_documented_fields(api: Any, method: str) -> None:
    chat_id = api.reply().chat_id
    data = {"senders": {}, "recipients": SENDER}.get(method, {"chat_id": chat_id})
    [row, *_] = documented_answer(f"chat/{method}")["response_result"][::-1]
    for answered in api.chat(method, **data):
        assert fields(answered) == fields(row)
        for key, value in answered.items():
            assert value is None or isinstance(value, str) == isinstance(row[key], str), key


def test_senders_out_of_the_box(api: Any) -> None:
    senders = api.chat("senders")
    assert [(row["id"], row["name"], row["status"], row["2way"]) for row in senders] == [
        (1, "TurboSMS", "OK", 1),
        (2, "Mobibon", "OK", 0),
        (3, "Viber TurboSMS", "OK", 0),
        (4, "Frozen", "frozen", 0),
    ]
    for row in senders:
        assert row["logo_url"].startswith("/user-files/viber-logo/")
        money = {
            key: row[key]
            for key in ("reserve", "spent", "balance", "recipients", "unread_messages")
        }
        assert set(money.values()) == {0}
        assert (row["start_date"], row["paid_date"], row["last_message_date"]) == (
            "2020-01-01",
            "2099-01-01",
            "",
        )
    assert len({row["logo_url"] for row in senders}) == 4


def test_senders_are_those_of_viber_with_what_the_account_says(api: Any) -> None:
    change = {
        "reserve": 8400,
        "balance": 7165.44,
        "paid_date": "2026-12-01",
        "start_date": "2024-02-29",
        "2way": True,
    }
    api.account(
        senders={
            "Shop": change,
            "Texts": {"channels": ["sms"]},
            "TurboSMS": None,
            "Frozen": {"status": "OK"},
        }
    )
    senders = {row["name"]: row for row in api.chat("senders")}
    assert list(senders) == ["Mobibon", "Viber TurboSMS", "Frozen", "Shop"]
    assert {key: senders["Shop"][key] for key in change} == change | {"2way": 1}
    assert (senders["Shop"]["id"], senders["Frozen"]["status"]) == (5, "OK")
    api.account(senders={"TurboSMS": {}})
    assert api.chat("senders")[-1]["id"] == 7


def test_a_sender_counts_its_chats_and_unread_messages(api: Any) -> None:
    assert api.viber(NUMBER, "380501111111")["response_code"] == 801
    api.advance(60)
    api.reply(text="one")
    api.advance(60)
    last = api.advance(0)
    api.reply(text="two")
    row = api.chat("senders")[0]
    assert (row["recipients"], row["unread_messages"], row["last_message_date"]) == (2, 2, last)
    api.account(senders={"TurboSMS": {"2way": False}})
    row = api.chat("senders")[0]
    assert (row["2way"], row["recipients"], row["unread_messages"], row["last_message_date"]) == (
        0,
        0,
        0,
        "",
    )


def test_recipients_of_a_sender_newest_message_first(api: Any) -> None:
    api.viber(NUMBER)
    first = api.advance(0)
    api.advance(100)
    api.viber("380501111111")
    api.viber(NUMBER, text="Again")
    second = api.advance(0)
    api.reply("380502222222")
    rows = api.chat("recipients", sender_id=1)
    assert rows == api.chat("recipients", sender="TurboSMS")
    common = {"contact_id": 0, "name": ""}
    assert rows == [
        common | row
        for row in (
            {"chat_id": 1236, "number": "380502222222", "total_messages": 1, "unread_messages": 1}
            | {"last_message_date": second},
            {
                "chat_id": 1234,
                "number": NUMBER,
                "total_messages": 2,
                "unread_messages": 0,
                "last_message_date": second,
            },
            {"chat_id": 1235, "number": "380501111111", "total_messages": 1, "unread_messages": 0}
            | {"last_message_date": second},
        )
    ]
    assert first != second
    assert [row["chat_id"] for row in api.chat("recipients", sender_id=1, new_only=1)] == [1236]
    assert api.chat("recipients", sender_id=2) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"page": 1}, 200),
        ({"sender": ""}, 200),
        ({"sender": None, "sender_id": None}, 200),
        ({"sender": "Nobody"}, 400),
        ({"sender": "turbosms"}, 400),
        ({"sender": 5}, 302),
        ({"sender": ["TurboSMS"]}, 302),
        ({"sender": "x" * 21}, 302),
        ({"sender": "x" * 20}, 400),
        ({"sender_id": 9}, 400),
        ({"sender_id": 10**30}, 400),
        ({"sender_id": 0}, 309),
        ({"sender_id": -1}, 309),
        ({"sender_id": "1"}, 309),
        ({"sender_id": "", "sender": "TurboSMS"}, 309),
        ({"sender_id": 1.5}, 309),
        ({"sender_id": True}, 309),
        ({"sender_id": 2, "sender": "TurboSMS"}, 0),
        ({"sender": "Frozen"}, 0),
    ],
)
def test_whose_recipients(api: Any, data: dict[str, Any], expected: int) -> None:
    assert api.code("chat/recipients", data) == expected


def test_what_belongs_to_a_chat(api: Any) -> None:
    button = {"caption": "Open", "action": "https://example.com/"}
    image = api.call("file/add", {"data": "data:image/png,x"})["response_result"]["id"]
    sent = [
        {"text": "text"},
        {"text": "button", **button, "image_url": "https://example.com/a.png"},
        {"text": "", "image_url": "https://example.com/b.png"},
        {"text": "image", **button, "file_id": image},
        {"text": "link", "caption": "Load", "file_id": 23456},
        {"text": "", "caption": "Contract.pdf", "file_id": 12345},
    ]
    for parameters in sent:
        assert api.viber(**parameters)["response_code"] == 801, parameters
    rows = {
        row["message"] or row["file_name"] or "image alone": row
        for row in api.chat("messages", chat_id=1234)
    }
    assert list(rows) == ["Contract.pdf", "link", "image", "image alone", "button", "text"]
    links = {
        file_id: api.call("file/details", {"id": file_id})["response_result"]["link"]
        for file_id in (12345, 23456, image)
    }
    shown = {
        name: tuple(row[key] for key in ("file_id", "file_url", "button_caption", "button_action"))
        for name, row in rows.items()
    }
    assert shown == {
        "text": (0, "", "", ""),
        "button": (0, "https://example.com/a.png", "Open", "https://example.com/"),
        "image alone": (0, "https://example.com/b.png", "", ""),
        "image": (image, links[image], "Open", "https://example.com/"),
        "link": (0, "", "Load", links[23456]),
        "Contract.pdf": (12345, links[12345], "", ""),
    }
    assert {(row["type"], row["session_id"], row["status"]) for row in rows.values()} == {
        ("Outbox", 0, "Sent")
    }


def test_what_does_not_belong_to_a_chat(api: Any) -> None:
    api.viber("380001000001", "380001000002", "380001000003", "380000000404")
    api.viber(sender="Viber TurboSMS")
    api.viber(sender="Mobibon")
    api.sms()
    api.hybrid("380001000001", text="Hybrid")
    api.advance(60)
    assert api.chat("messages") == []
    assert [row["recipients"] for row in api.chat("senders")] == [0, 0, 0, 0]
    api.hybrid("380001000004", "380678998668", text="Hybrid")
    assert [row["message"] for row in api.chat("messages")] == ["Hybrid", "Hybrid"]


def test_statuses_follow_the_life_of_the_message(api: Any) -> None:
    for number, statuses in (
        (NUMBER, ["Sent", "Delivered", "Delivered"]),
        ("380003000001", ["Sent", "Delivered", "Read"]),
        ("380001000004", ["Sent", "Sent", "Sent"]),
    ):
        api.viber(number)
        chat_id = api.chat("recipients", sender_id=1)[0]["chat_id"]
        seen = []
        for seconds in (2, 2, 0):
            seen.append(api.chat("messages", chat_id=chat_id)[0]["status"])
            api.advance(seconds)
        assert seen == statuses
    api.advance(3600)
    assert api.chat("messages")[0]["status"] == "Expired"


def test_a_deferred_message_enters_when_it_leaves_for_viber(api: Any) -> None:
    """With the next id, so that whoever asks for what came after a message never misses it."""
    start = datetime.fromisoformat(api.advance(0)).replace(hour=23, minute=0, second=0)
    api.viber(text="Deferred", start_time=start.isoformat(" "))
    numbers = [
        "380501111111",
        "380502222222",
        "380503333333",
        "380504444444",
        "380505555555",
        "380506666666",
    ]
    api.viber(*numbers, text="Queued")
    assert api.chat("messages") == []
    reply = api.reply()
    api.advance(1.9)
    assert [row["id"] for row in api.chat("messages")] == [reply.message_id]
    api.advance(0.1)
    assert [row["number"] for row in api.chat("recipients", sender_id=1)][:6] == numbers[::-1]
    api.advance(24 * 3600)
    [newest, *_] = api.chat("messages", last_message_id=reply.message_id + 6)
    assert (newest["message"], newest["added"], newest["status"]) == (
        "Deferred",
        str(start),
        "Delivered",
    )
    assert newest["chat_id"] == reply.chat_id


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, 0),
        ({"chat_id": "1234"}, 310),
        ({"chat_id": -1}, 310),
        ({"chat_id": {}}, 310),
        ({"chat_id": 1235}, 424),
        ({"last_message_id": 0}, 307),
        ({"last_message_id": "1001"}, 307),
        ({"last_message_id": "f83f8868-5e46-c6cf-e4fb-615e5a293754"}, 307),
        ({"last_message_id": 1}, 0),
        ({"last_message_id": 10**30}, 0),
    ],
)
def test_which_messages(api: Any, data: dict[str, Any], expected: int) -> None:
    api.reply()
    assert api.code("chat/messages", data) == expected


@pytest.mark.parametrize("transport", ["json", "form", "query", "query without suffix"])
def test_every_transport(api: Any, transport: str) -> None:
    ids = api.reply(text="one")
    file = "data:text/plain," + base64.b64encode(b"two").decode()
    reply = {"sender": "TurboSMS", "number": "380678998668", "file_data": file}
    api.control("POST", "replies", reply)

    def call(method: str, **data: Any) -> Any:
        if transport == "json":
            return api.chat(method, **data)
        if transport == "form":
            response = api.request(
                "POST", f"/chat/{method}.json", data={**data, "token": "sandbox"}, headers={}
            )
        elif transport == "query":
            response = api.request(
                "GET", f"/chat/{method}.json", params={**data, "token": "sandbox"}, headers={}
            )
        else:
            response = api.request("GET", f"/chat/{method}", params=data)
        assert response.json()["response_code"] == 0
        return response.json()["response_result"]

    assert len(call("senders")) == 4
    assert [
        row["unread_messages"]
        for row in call("recipients", sender_id=1, page=1, rows=5, new_only=1)
    ] == [2]
    assert len(call("messages", chat_id=1234, new_only=1)) == 2
    sent = call("send", chat_id=1234, message="Three & four")["message_id"]
    assert (
        call("send", chat_id=1234, file_data="data:text/plain,x", file_name="x.txt")["message_id"]
        == sent + 1
    )
    rows = call("messages", chat_id=1234, last_message_id=ids.message_id + 1)
    assert [(row["message"], row["file_name"]) for row in rows] == [
        ("Three & four", ""),
        ("", "x.txt"),
    ]
    assert [
        row["sent_messages"] for row in call("sessions", session_id=ids.session_id, rows=1)
    ] == [2]
