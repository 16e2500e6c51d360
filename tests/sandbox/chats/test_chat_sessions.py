"""Sessions of chats: when they begin and end, what counts in them, and whose they are."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.rules, pytest.mark.on_both]


def test_sessions(api: Any) -> None:
    api.viber()
    assert api.chat("sessions", chat_id=1234) == []
    first = api.reply()
    started = api.advance(0)
    row = {"id": first.session_id, "price": 0.88, "started": started, "ended": None}
    assert api.chat("sessions", chat_id=1234) == [
        row | {"sent_messages": 0, "unreplied_messages": 0}
    ]
    for _ in range(3):
        api.chat("send", chat_id=1234, message="Hello")
    assert api.chat("sessions", session_id=first.session_id) == [
        row | {"sent_messages": 3, "unreplied_messages": 3}
    ]
    api.advance(12 * 3600)
    assert api.reply().session_id == first.session_id
    api.chat("send", chat_id=1234, message="Hello")
    row |= {"sent_messages": 4, "unreplied_messages": 1}
    api.advance(12 * 3600 - 1)
    assert api.chat("sessions", chat_id=1234) == [row]
    ended = api.advance(1)
    assert api.chat("sessions", chat_id=1234) == [row | {"ended": ended}]
    second = api.reply()
    assert second.session_id == first.session_id + 1
    assert [row["id"] for row in api.chat("sessions", chat_id=1234)] == [
        second.session_id,
        first.session_id,
    ]
    assert [row["ended"] for row in api.chat("sessions", chat_id=1234, rows=1)] == [None]
    assert [row["ended"] for row in api.chat("sessions", chat_id=1234, rows=1, page=2)] == [ended]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"page": 1}, 310),
        ({"chat_id": "1234"}, 310),
        ({"chat_id": 0}, 310),
        ({"chat_id": ""}, 310),
        ({"chat_id": [1234]}, 310),
        ({"chat_id": 1.5}, 310),
        ({"chat_id": 1236}, 424),
        ({"chat_id": 10**30}, 424),
        ({"session_id": "123321"}, 311),
        ({"session_id": 0}, 311),
        ({"session_id": False}, 311),
        ({"session_id": 123323}, 424),
        ({"session_id": 123321, "chat_id": "x"}, 310),
        ({"session_id": 123321, "chat_id": 1235}, 424),
        ({"session_id": 123321, "chat_id": 1234}, 0),
        ({"session_id": 123321, "page": 0}, 312),
        ({"session_id": 123321, "rows": 501}, 313),
    ],
)
def test_which_sessions(api: Any, data: dict[str, Any], expected: int) -> None:
    api.reply()
    api.reply("380501111111")
    assert api.code("chat/sessions", data) == expected


def test_the_chats_of_a_sender_that_is_gone_are_nobodys(api: Any) -> None:
    api.account(senders={"Shop": {"2way": True}})
    mine = api.reply()
    gone = api.reply(sender="Shop")
    assert gone.chat_id != mine.chat_id
    api.account(senders={"Shop": None})
    assert [row["chat_id"] for row in api.chat("messages")] == [mine.chat_id]
    for method, data in (
        ("messages", {"chat_id": gone.chat_id}),
        ("sessions", {"chat_id": gone.chat_id}),
        ("sessions", {"session_id": gone.session_id}),
        ("send", {"chat_id": gone.chat_id, "message": "Hello"}),
    ):
        assert api.code(f"chat/{method}", data) == 424
    api.account(senders={"Shop": {"2way": True}})
    assert api.code("chat/messages", {"chat_id": gone.chat_id}) == 424
    assert api.reply(sender="Shop").chat_id not in (gone.chat_id, mine.chat_id)
