"""Pages, `last_message_id`, `new_only` and read marks, at their edges and against a small model."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from turbosms_sandbox.calls.call import Call
from turbosms_sandbox.calls.parameters import Parameters
from turbosms_sandbox.engine.service import Service

pytestmark = [pytest.mark.rules, pytest.mark.on_both]

NUMBERS = [f"38050111{n:04}" for n in range(501)]
LISTS = [
    ("recipients", {"sender_id": 1}),
    ("sessions", {"chat_id": 1234}),
    ("messages", {"chat_id": 1234}),
]


@pytest.mark.parametrize(("method", "data"), [*LISTS, ("messages", {})])
@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ({"page": 0}, 312),
        ({"page": -1}, 312),
        ({"page": "1"}, 312),
        ({"page": ""}, 312),
        ({"page": 1.5}, 312),
        ({"page": True}, 312),
        ({"page": []}, 312),
        ({"rows": 0}, 313),
        ({"rows": -5}, 313),
        ({"rows": 501}, 313),
        ({"rows": "30"}, 313),
        ({"rows": ""}, 313),
        ({"rows": {}}, 313),
        ({"rows": 10**30}, 313),
        ({"page": 0, "rows": 0}, 312),
        ({"rows": 1}, 0),
        ({"rows": 500}, 0),
        ({"page": None, "rows": None}, 0),
        ({"page": 10**30, "rows": 500}, 0),
    ],
)
def test_what_a_page_can_be(
    api: Any, method: str, data: dict[str, Any], pages: dict[str, Any], expected: int
) -> None:
    api.reply()
    answer = api.call(f"chat/{method}", data | pages)
    assert answer["response_code"] == expected
    if not expected:
        assert len(answer["response_result"]) == (0 if pages.get("page") == 10**30 else 1)


def test_pages_in_forms_and_queries_are_strings(api: Any) -> None:
    api.reply()
    for pages, expected in (
        ("1", 0),
        ("01", 0),
        ("x", 312),
        ("", 312),
        ("1.0", 312),
        ("9" * 30, 312),
    ):
        assert (
            api.request("GET", "/chat/messages", params={"page": pages}).json()["response_code"]
            == expected
        )


def test_30_rows_unless_said_otherwise_and_500_at_most(api: Any) -> None:
    api.account(balance=100_000)
    api.viber(*NUMBERS)
    api.advance(60)
    for method, data, key in (("recipients", {"sender_id": 1}, "number"), ("messages", {}, "id")):
        rows = [api.chat(method, **data, page=page, rows=500) for page in (1, 2, 3)]
        assert list(map(len, rows)) == [500, 1, 0]
        order = [row[key] for page in rows for row in page]
        assert order == sorted(order, reverse=True)
        assert [row[key] for row in api.chat(method, **data)] == order[:30]
        assert [row[key] for row in api.chat(method, **data, page=2)] == order[30:60]
        assert [row[key] for row in api.chat(method, **data, page=17)] == order[480:]
        assert [row[key] for row in api.chat(method, **data, page=3, rows=7)] == order[14:21]
    after = [row["id"] for row in api.chat("messages", last_message_id=1101, page=2, rows=3)]
    assert after == [1105, 1106, 1107]


def test_new_recipients_30_at_most(api: Any) -> None:
    for number in NUMBERS[:32]:
        api.reply(number)
    api.viber()
    numbers = NUMBERS[31::-1]
    for pages, expected in (
        ({}, numbers[:30]),
        ({"rows": 500}, numbers[:30]),
        ({"rows": 500, "page": 2}, numbers[30:]),
        ({"rows": 20, "page": 2}, numbers[20:]),
        ({"rows": 5}, numbers[:5]),
    ):
        assert [
            row["number"] for row in api.chat("recipients", sender_id=1, new_only=1, **pages)
        ] == expected
    assert api.code("chat/recipients", {"sender_id": 1, "new_only": 1, "rows": 501}) == 313
    assert len(api.chat("recipients", sender_id=1, rows=500)) == 33


def test_new_messages_ignore_pages(api: Any) -> None:
    ids = [api.reply(text=str(number)).message_id for number in range(40)]
    rows = api.chat("messages", chat_id=1234, new_only=1, page=0, rows="x")
    assert [row["id"] for row in rows] == ids[::-1]
    assert api.chat("messages", chat_id=1234, new_only=1) == []


@dataclass
class Written:
    """A message as the model remembers it."""

    id: int
    number: str
    incoming: bool
    read: bool = False


class Model:
    """A sandbox, and what it should remember after the description of the methods alone."""

    def __init__(self) -> None:
        self.service = Service()
        self.messages: list[Written] = []
        self.chats: dict[str, int] = {}

    def call(self, operation: str, **data: Any) -> Any:
        call = Call(
            "POST", operation, "sandbox", Parameters(data, typed=True), None, "http://127.0.0.1"
        )
        answer = asyncio.run(self.service.answer(call))
        assert answer.code in (0, 422)
        return answer.result

    def reply(self, number: str) -> None:
        values = {"sender": "TurboSMS", "number": number, "text": "Hello"}
        ids = self.service.control("sandbox/replies", values)
        self.chats[number] = ids["chat_id"]
        self.messages.append(Written(ids["message_id"], number, incoming=True))

    def send(self, number: str) -> None:
        if number in self.chats:
            result = self.call("chat/send", chat_id=self.chats[number], message="Hello")
            if result is not None:
                self.messages.append(Written(result["message_id"], number, incoming=False))

    def read(self, ask: dict[str, Any]) -> None:
        number = ask.get("number")
        if number in self.chats or number is None:
            expected = self.choose(**ask)
            data = {name: value for name, value in ask.items() if name != "number"}
            answered = self.call(
                "chat/messages", **data, **({"chat_id": self.chats[number]} if number else {})
            )
            assert [(row["id"], row["type"], row["status"] == "Read") for row in answered] == [
                (message.id, "Inbox" if message.incoming else "Outbox", message.read)
                for message in expected
            ]
            for message in expected:
                message.read = message.incoming

    def choose(self, number: str | None = None, **ask: Any) -> list[Written]:
        """What chat/messages has to answer."""
        found = [message for message in self.messages if number in (None, message.number)]
        if ask.get("new_only"):
            found = [message for message in found if message.incoming and not message.read]
        if "last_message_id" in ask:
            found = [message for message in found if message.id > ask["last_message_id"]]
        else:
            found.reverse()
        rows = len(found) if ask.get("new_only") else ask.get("rows", 30)
        first = 0 if ask.get("new_only") else (ask.get("page", 1) - 1) * rows
        return found[first : first + rows]

    def check(self) -> None:
        """The newest chat comes first, and every chat counts its messages."""
        rows = {row["number"]: row for row in self.call("chat/recipients", sender_id=1)}
        assert list(rows) == list(
            dict.fromkeys(message.number for message in reversed(self.messages))
        )
        for number, row in rows.items():
            mine = [message for message in self.messages if message.number == number]
            unread = sum(message.incoming and not message.read for message in mine)
            assert (row["total_messages"], row["unread_messages"]) == (len(mine), unread)


FEW = NUMBERS[:3]
STEPS = st.one_of(
    st.tuples(st.just("reply"), st.sampled_from(FEW)),
    st.tuples(st.just("send"), st.sampled_from(FEW)),
    st.tuples(
        st.just("read"),
        st.fixed_dictionaries(
            {},
            optional={
                "number": st.sampled_from(FEW),
                "last_message_id": st.integers(1000, 1015),
                "new_only": st.sampled_from([0, 1]),
                "page": st.integers(1, 4),
                "rows": st.integers(1, 5),
            },
        ),
    ),
)


@settings(max_examples=examples(40, 150))
@given(st.lists(STEPS, min_size=5, max_size=30))
def test_messages_as_a_model_of_them(steps: list[tuple[str, Any]]) -> None:
    model = Model()
    for step, what in steps:
        getattr(model, step)(what)
        model.check()
