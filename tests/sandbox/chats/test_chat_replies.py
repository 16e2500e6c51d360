"""The recipient's side of a chat.

Replies of the control plane, recipients who answer, and what was read.
"""

from __future__ import annotations

from typing import Any

import pytest

from turbosms_testing import Reply

pytestmark = [pytest.mark.rules, pytest.mark.on_both]

NUMBER = "380678998668"


def test_replies_are_read_once_they_were_answered(api: Any) -> None:
    first, second = api.reply(text="one"), api.reply("380501111111", text="two")
    with_file = {"file_data": "data:text/csv,a%2Cb", "file_name": "прайс.csv"}
    with_file |= {"sender": "TurboSMS", "number": "380678998668"}
    file = Reply(**api.control("POST", "replies", with_file))
    row = api.chat("messages", chat_id=first.chat_id, new_only=1)[0]
    link = api.call("file/details", {"id": row["file_id"]})["response_result"]["link"]
    expected = {
        "type": "Inbox",
        "message": "",
        "status": "Delivered",
        "file_url": link,
        "file_name": "прайс.csv",
    }
    assert expected.items() <= row.items()
    assert (row["id"], row["session_id"]) == (file.message_id, first.session_id)
    assert api.chat("messages", chat_id=first.chat_id, new_only=1) == []
    assert [row["status"] for row in api.chat("messages", chat_id=first.chat_id)] == [
        "Read",
        "Read",
    ]
    assert [row["unread_messages"] for row in api.chat("recipients", sender_id=1)] == [0, 1]
    after = api.chat("messages", last_message_id=first.message_id)
    assert [(row["id"], row["status"]) for row in after] == [
        (second.message_id, "Delivered"),
        (file.message_id, "Read"),
    ]
    assert api.chat("messages", new_only=1) == []
    assert api.chat("senders")[0]["unread_messages"] == 0


@pytest.mark.parametrize(
    ("flag", "expected"),
    [(1, 1), ("1", 1), (True, 1), (0, 2), (False, 2), ("true", 2), ("yes", 2), (None, 2), ([1], 2)],
)
def test_only_1_means_new_only(api: Any, flag: Any, expected: int) -> None:
    api.viber()
    api.reply()
    assert len(api.chat("messages", new_only=flag)) == expected


def test_a_recipient_who_answers_by_itself(api: Any) -> None:
    api.viber("380003000003", text="Hello")
    api.viber("380003000003", text="Hello", sender="Viber TurboSMS")
    api.advance(7.9)
    assert [row["type"] for row in api.chat("messages")] == ["Outbox"]
    api.advance(0.1)
    reply, sent = api.chat("messages")
    assert (reply["type"], reply["status"], sent["status"]) == ("Inbox", "Delivered", "Read")
    for _ in range(6):
        api.chat("send", chat_id=reply["chat_id"], message="And?")
        api.advance(8)
    assert api.chat("sessions", chat_id=reply["chat_id"])[0]["unreplied_messages"] == 0
    assert len(api.chat("messages")) == 14


def test_an_answer_to_a_sender_that_is_gone_is_lost(api: Any) -> None:
    api.viber("380003000003", text="Hello")
    api.account(senders={"TurboSMS": {"2way": False}})
    api.advance(60)
    assert api.user_balance() == 9999.5
    api.account(senders={"TurboSMS": {"2way": True}})
    assert [row["type"] for row in api.chat("messages")] == ["Outbox"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sender": "Mobibon"}, "two-way"),
        ({"sender": None}, "two-way"),
        ({"sender": ["TurboSMS"]}, "two-way"),
        ({"number": "wrong"}, "number"),
        ({"number": None}, "number"),
        ({"text": ""}, "text"),
        ({"text": 5}, "text"),
        ({"text": "a", "file_data": "data:,a"}, "text"),
        ({"text": "", "file_data": "x"}, "418"),
        ({"text": "", "file_data": "data:text/html,x"}, "419"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_replies_that_cannot_be(api: Any, change: dict[str, Any], words: str) -> None:
    body = {"sender": "TurboSMS", "number": NUMBER, "text": "Hello"} | change
    response = api.request("POST", "/sandbox/replies", json=body)
    assert response.status_code == 400
    assert words in response.json()["error"]
    assert api.chat("messages") == []


def test_replies_are_for_this_machine_only(api: Any) -> None:
    body = {"sender": "TurboSMS", "number": NUMBER, "text": "Hello"}
    assert (
        api.request(
            "POST", "/sandbox/replies", json=body, headers={"Host": "example.com"}
        ).status_code
        == 403
    )
    assert api.request("GET", "/sandbox/replies").status_code == 405
