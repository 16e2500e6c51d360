"""What one number has on its phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.on_both

NUMBER = "380678998668"
PNG = "data:image/png;base64,iVBORw0KGgo="


@pytest.fixture
def phone(api: Any) -> Callable[..., Any]:
    return lambda number=NUMBER: api.request("GET", f"/sandbox/conversations/{number}").json()


def brief(conversation: Any, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(item[key] for key in keys) for item in conversation["items"]]


def test_nothing_yet(phone: Callable[..., Any]) -> None:
    expected = {"number": NUMBER, "viber": "Delivered", "sms": "Delivered", "senders": ["TurboSMS"]}
    assert phone(f"%2B{NUMBER}") == {**expected, "more": 0, "items": []}
    assert phone("380001000002")["viber"] == "SRVC_USER_BLOCKED"


def test_everything_in_the_order_of_time(api: Any, phone: Callable[..., Any]) -> None:
    api.sms(NUMBER, "380503288668", text="an SMS")
    api.advance(1)
    api.viber(NUMBER, text="by Viber")
    api.advance(1)
    api.reply(NUMBER, "an answer")
    api.advance(1)
    chat = api.chat("recipients", sender="TurboSMS")[0]["chat_id"]
    api.chat("send", chat_id=chat, message="a session message")
    api.viber("380503288668", text="somebody else's")
    assert brief(phone(), "channel", "direction", "kind", "text", "sender") == [
        ("sms", "in", "sms", "an SMS", "TurboSMS"),
        ("viber", "in", "text", "by Viber", "TurboSMS"),
        ("viber", "out", "reply", "an answer", "TurboSMS"),
        ("viber", "in", "session", "a session message", "TurboSMS"),
    ]


def test_the_course_of_a_hybrid_as_it_happens(api: Any, phone: Callable[..., Any]) -> None:
    number = "380001000001"
    api.hybrid(number, viber={"text": "Viber"}, sms={"text": "SMS"})
    keys = ("channel", "status", "rejected_status", "price", "segments", "fallback")
    assert brief(phone(number), *keys) == [("viber", "Sent", "", 0.5, None, None)]
    api.advance(60)
    fallback = {"at": "2026-02-25 08:13:21", "reason": "SRVC_NOT_VIBER_USER"}
    assert brief(phone(number), *keys) == [
        ("viber", "Rejected", "SRVC_NOT_VIBER_USER", 0, None, None),
        ("sms", "Delivered", "", 0.34, 1, fallback),
    ]
    assert [step["status"] for step in phone(number)["items"][1]["statuses"]] == [
        "Accepted",
        "Sent",
        "Delivered",
    ]


def test_every_kind_of_viber_message(api: Any, phone: Callable[..., Any]) -> None:
    image = api.call("file/add", {"data": PNG})["response_result"]
    image_path = image["link"].removeprefix("http://127.0.0.1:8026")
    button = {"caption": "Open", "action": "https://example.com/"}
    for parameters in (
        {"text": "button", **button, "count_clicks": 1},
        {"text": "image", "image_url": "https://example.com/a.png", **button},
        {"text": "image_file", "file_id": image["id"], **button},
        {"text": "link", "file_id": 12345, "caption": "Open"},
        {"text": "", "file_id": 12345, "caption": "Contract.pdf"},
    ):
        api.viber(NUMBER, **parameters)
        api.advance(10)
    items = {item["kind"]: item for item in phone()["items"]}
    assert list(items) == ["button", "image", "image_file", "link", "file"]
    assert (items["button"]["action"], items["button"]["can_click"]) == (
        "https://example.com/",
        True,
    )
    assert (items["image"]["image"], items["image"]["image_url"]) == (
        "",
        "https://example.com/a.png",
    )
    assert (items["image_file"]["image"], items["image_file"]["action"]) == (
        image_path,
        "https://example.com/",
    )
    assert items["link"]["action"].startswith("/public/")
    assert items["link"]["action"].endswith("/12345.pdf")
    assert items["file"]["file"]["name"] == "Contract.pdf"
    assert items["file"]["file"]["size"] == len(
        api.request("GET", items["file"]["file"]["path"]).content
    )
    assert (items["file"]["can_click"], items["file"]["rate"]) == (False, "transactional")


def test_files_in_chats(api: Any, phone: Callable[..., Any]) -> None:
    body = {"sender": "TurboSMS", "number": NUMBER, "file_data": PNG, "file_name": "scan.png"}
    chat = api.request("POST", "/sandbox/replies", json=body).json()["chat_id"]
    api.chat("send", chat_id=chat, file_data="data:application/pdf,%25PDF", file_name="a.pdf")
    reply, answer = phone()["items"]
    assert (reply["file"]["name"], reply["image"]) == ("scan.png", reply["file"]["path"])
    assert (answer["file"]["name"], answer["image"]) == ("a.pdf", "")


def test_what_the_recipient_did_and_can_still_do(
    api: Any, ids: Any, phone: Callable[..., Any]
) -> None:
    (message_id,) = ids(api.viber(NUMBER, caption="Go", action="https://example.com/"))
    keys = ("can_read", "can_click", "read", "clicked")
    assert brief(phone(), *keys) == [(False, False, None, None)]
    api.advance(10)
    assert brief(phone(), *keys) == [(True, True, None, None)]
    api.request("POST", "/sandbox/reads", json={"message_id": message_id})
    assert brief(phone(), *keys) == [(False, True, "2026-02-25 08:13:30", None)]
    api.advance(1)
    api.request("POST", "/sandbox/clicks", json={"message_id": message_id})
    assert brief(phone(), *keys) == [(False, False, "2026-02-25 08:13:30", "2026-02-25 08:13:31")]


def test_an_answer_is_read_by_the_application(api: Any, phone: Callable[..., Any]) -> None:
    api.reply(NUMBER)
    assert brief(phone(), "status") == [("Delivered",)]
    api.chat("messages")
    assert brief(phone(), "status") == [("Read",)]


def test_deferred_and_flash(api: Any, phone: Callable[..., Any]) -> None:
    api.sms(NUMBER, start_time="2026-02-26 10:00", is_flash=1)
    keys = ("status", "at", "start", "is_flash")
    assert brief(phone(), *keys) == [("Queued", "2026-02-26 10:00:00", "2026-02-26 10:00:00", 1)]


def test_a_number_that_answers_by_itself_has_answered_when_its_time_has_come(
    api: Any, phone: Callable[..., Any]
) -> None:
    api.viber("380003000003")
    api.advance(60)
    assert brief(phone("380003000003"), "kind", "at") == [
        ("text", "2026-02-25 08:13:20"),
        ("reply", "2026-02-25 08:13:28"),
    ]


def test_only_the_newest_items(api: Any, phone: Callable[..., Any]) -> None:
    for number in range(203):
        api.app.state.service.control(
            "sandbox/replies", {"sender": "TurboSMS", "number": NUMBER, "text": str(number)}
        )
    conversation = phone()
    assert (conversation["more"], len(conversation["items"])) == (3, 200)
    assert conversation["items"][0]["text"] == "3"


def test_only_the_newest_messages(api: Any, phone: Callable[..., Any]) -> None:
    for number in range(150):
        api.app.state.service.control(
            "sandbox/replies", {"sender": "TurboSMS", "number": NUMBER, "text": str(number)}
        )
    api.advance(1)
    requests = {
        str(number): {
            "recipients": [NUMBER],
            "sms": {"sender": "TurboSMS", "text": f"SMS {number}"},
        }
        for number in range(201)
    }
    api.call("message/sendmulti", requests)
    conversation = phone()
    assert (conversation["more"], len(conversation["items"])) == (151, 200)
    assert {item["kind"] for item in conversation["items"]} == {"sms"}


def test_what_was_deleted_is_gone(api: Any, phone: Callable[..., Any]) -> None:
    api.viber(NUMBER)
    api.advance(60)
    api.request("DELETE", "/sandbox/messages")
    assert phone()["items"] == []
    assert len(api.chat("messages")) == 1


def test_no_number(api: Any) -> None:
    assert api.request("GET", "/sandbox/conversations/wrong").status_code == 400
