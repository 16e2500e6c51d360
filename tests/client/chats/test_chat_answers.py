"""Lists of the chat module when answers are lost or odd, and parameters that no list takes."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import FATAL, envelope, ok
from tests.kit.service import LOST, Act
from turbosms_client import (
    APIError,
    InvalidParameterError,
    ProtocolError,
    ResultCode,
    TransportError,
)

if TYPE_CHECKING:
    from tests.kit.clients import AnyClient
    from tests.kit.service import Service

pytestmark = pytest.mark.rules


def page(*rows: Any) -> dict[str, Any]:
    return ok(list(rows))


def messages(*numbers: int) -> dict[str, Any]:
    return page(*({"id": number} for number in numbers))


def chats(*numbers: int) -> dict[str, Any]:
    return page(*({"chat_id": number, "total_messages": 1} for number in numbers))


@pytest.mark.parametrize("way", ["lost", "502", "HTML", "999", "not rows"])
@pytest.mark.parametrize(
    "parameters", [{"rows": 2}, {"rows": 2, "last_message_id": 1}, {"new_only": True}]
)
def test_a_page_of_messages_whose_answer_is_lost_is_never_asked_for_again(
    ask: AnyClient, service: Service, parameters: dict[str, Any], way: str
) -> None:
    bad = {
        "lost": LOST,
        "502": Act(status=502),
        "HTML": b"<html>",
        "999": FATAL,
        "not rows": page({"added": "2022-10-03 09:18:52"}),
    }
    found: list[Any] = []
    first = [] if "new_only" in parameters else [messages(5, 6)]
    service.answers(*first, bad[way], messages(7))
    with pytest.raises((TransportError, ProtocolError, APIError)) as caught:
        found.extend(ask.chat.messages(**parameters))
    assert getattr(caught.value, "operation", "") == "chat/messages"
    assert [row.id for row in found] == ([5, 6] if first else [])
    assert len(service.requests) == len(first) + 1


@pytest.mark.parametrize(
    ("name", "parameters", "pages"),
    [
        ("chat.messages", {"new_only": True}, []),
        ("chat.messages", {"rows": 1}, [messages(9)]),
        ("chat.messages", {"rows": 1, "last_message_id": 1}, [messages(9)]),
        ("chat.sessions", {"rows": 1, "chat_id": 1}, [messages(9)]),
        ("chat.sessions", {"session_id": 1}, []),
        ("chat.recipients", {"rows": 1, "sender_id": 1}, [chats(9), chats(8)]),
    ],
)
def test_an_iterator_has_ended_with_its_error(
    ask: AnyClient, service: Service, name: str, parameters: dict[str, Any], pages: list[Any]
) -> None:
    refusal = envelope(424, None, "NOT_ALLOWED_PERMISSION")
    service.answers(*pages, refusal, messages(7))
    iterator = attrgetter(name)(ask)(**parameters)
    for _ in pages:
        next(iterator)
    with pytest.raises(APIError):
        next(iterator)
    assert next(iterator, None) is None
    assert len(service.requests) == len(pages) + 1


def test_messages_go_on_behind_the_last_id(ask: AnyClient, service: Service) -> None:
    service.answers(messages(5, 6), LOST)
    found: list[Any] = []
    with pytest.raises(TransportError):
        found.extend(ask.chat.messages(1, last_message_id=4, rows=2))
    service.answers(messages(7, 8), messages(9))
    found += [*ask.chat.messages(1, last_message_id=found[-1].id, rows=2)]
    assert [row.id for row in found] == [5, 6, 7, 8, 9]
    asked = [(body["last_message_id"], body["rows"], "page" in body) for body in service.bodies]
    assert asked == [(4, 2, False), (6, 2, False), (6, 2, False), (8, 2, False)]


def test_other_lists_ask_again(ask: AnyClient, service: Service) -> None:
    service.answers(LOST, chats(2), Act(status=502), messages(3))
    assert [row.chat_id for row in ask.chat.recipients(sender_id=1)] == [2]
    assert [row.id for row in ask.chat.sessions(chat_id=1)] == [3]
    assert len(service.requests) == 4


def test_what_is_asked(ask: AnyClient, service: Service) -> None:
    service.answers(page())
    asked: list[tuple[str, dict[str, Any]]] = [
        ("messages", {}),
        ("messages", {"chat_id": 3, "new_only": True}),
        ("messages", {"last_message_id": 9, "rows": 7}),
        ("recipients", {"sender": "Shop"}),
        ("recipients", {"sender_id": 2, "new_only": True}),
        ("recipients", {"sender_id": 2, "rows": 7, "new_only": 1}),
        ("sessions", {"chat_id": 3}),
        ("sessions", {"session_id": 4}),
    ]
    for method, parameters in asked:
        assert [*attrgetter(f"chat.{method}")(ask)(**parameters)] == []
    assert service.bodies == [
        {"rows": 500, "page": 1},
        {"chat_id": 3, "new_only": 1, "rows": 500},
        {"last_message_id": 9, "rows": 7},
        {"sender": "Shop", "rows": 500, "page": 1},
        {"sender_id": 2, "new_only": 1, "rows": 30, "page": 1},
        {"sender_id": 2, "new_only": 1, "rows": 7, "page": 1},
        {"chat_id": 3, "rows": 500, "page": 1},
        {"session_id": 4, "rows": 500},
    ]


@pytest.mark.parametrize("result", [None, [], {}])
def test_nothing_is_an_empty_list(ask: AnyClient, service: Service, result: Any) -> None:
    service.answers(ok(result))
    assert ask.chat.senders() == []
    assert [*ask.chat.messages(new_only=True)] == []
    assert [*ask.chat.recipients(sender_id=1)] == []


@pytest.mark.parametrize("result", ["rows", 5, [1, 2], [{"name": "x"}], {"0": None}])
def test_no_readable_row_is_no_answer(ask: AnyClient, service: Service, result: Any) -> None:
    service.answers(ok(result))
    with pytest.raises(ProtocolError, match="chat/sessions"):
        list(ask.chat.sessions(session_id=1))


def test_unreadable_rows_count_for_the_length_of_a_page(ask: AnyClient, service: Service) -> None:
    service.answers(page({"id": 9}, None, {"id": 8}), page({"id": 7}))
    assert [row.id for row in ask.chat.sessions(chat_id=1, rows=3)] == [9, 8, 7]
    service.answers(page({"id": 2}, {"id": "x"}), page({"id": 3}))
    assert [row.id for row in ask.chat.messages(last_message_id=1, rows=2)] == [2, 3]
    assert service.bodies[-1]["last_message_id"] == 2


def test_a_list_with_gaps_arrives_as_an_object(ask: AnyClient, service: Service) -> None:
    service.answers(
        {"response_code": 0, "response_result": {"0": {"id": "9", "message": 5}, "2": {"id": 8}}}
    )
    assert [(row.id, row.message) for row in ask.chat.messages(new_only=True)] == [
        (9, "5"),
        (8, None),
    ]


def test_a_service_that_does_not_page_is_no_endless_list(ask: AnyClient, service: Service) -> None:
    service.answers(messages(2, 1))
    with pytest.raises(ProtocolError, match="no end"):
        list(ask.chat.sessions(chat_id=1, rows=2))
    assert len(service.requests) == 4
    assert [row.id for row in ask.chat.messages(last_message_id=1, rows=2)] == [2, 1]
    assert len(service.requests) == 6
    service.answers(chats(2, 1))
    assert [row.chat_id for row in ask.chat.recipients(sender_id=1, rows=2, new_only=True)] == [
        2,
        1,
    ]
    assert len(service.requests) == 10


def test_the_front_is_read_again_up_to_a_chat_that_has_not_moved(
    ask: AnyClient, service: Service
) -> None:
    moved = page({"chat_id": 1, "total_messages": 2}, {"chat_id": 4, "total_messages": 2})
    service.answers(chats(5, 4), chats(3, 2), chats(), moved, chats(5, 3), chats(6, 5))
    assert [row.chat_id for row in ask.chat.recipients(sender_id=1, rows=2)] == [
        5,
        4,
        3,
        2,
        1,
        6,
    ]
    assert [body["page"] for body in service.bodies] == [1, 2, 3, 1, 2, 1]


def test_logos_that_are_addresses_or_missing_stay_as_they_are(
    ask: AnyClient, service: Service
) -> None:
    logos = ["/a.png", "https://cdn/x.png", "", None, "//["]
    service.answers(page(*({"id": n + 1, "logo_url": logo} for n, logo in enumerate(logos))))
    found = [row.logo_url for row in ask.chat.senders()]
    assert found == [f"{service.url}/a.png", "https://cdn/x.png", None, None, f"{service.url}//["]


@pytest.mark.parametrize(
    ("base_url", "site"),
    [
        (None, "https://turbosms.ua"),
        ("https://example.com:8443/api", "https://example.com:8443"),
    ],
)
def test_where_logos_are(ask: AnyClient, service: Service, base_url: str | None, site: str) -> None:
    assert ask.of(base_url).client.chat._site == site


PARAMETERS = [
    ("chat.recipients", {}, "sender", 200, None),
    ("chat.recipients", {"sender": ""}, "sender", 200, None),
    ("chat.recipients", {"sender": "x", "sender_id": 1}, "sender", None, None),
    ("chat.recipients", {"sender": "", "sender_id": 1}, "sender", None, None),
    ("chat.recipients", {"sender_id": ""}, "sender_id", 309, None),
    ("chat.recipients", {"sender": 5}, "sender", 302, None),
    ("chat.recipients", {"sender": "\ud800"}, "sender", 302, None),
    ("chat.recipients", {"sender": "x" * 21}, "sender", 302, 20),
    ("chat.recipients", {"sender_id": 0}, "sender_id", 309, 1),
    ("chat.recipients", {"sender_id": "1"}, "sender_id", 309, None),
    ("chat.recipients", {"sender_id": 1, "new_only": "yes"}, "new_only", 300, None),
    ("chat.recipients", {"sender_id": 1, "rows": 0}, "rows", 313, 1),
    ("chat.recipients", {"sender_id": 1, "rows": 501}, "rows", 313, 500),
    ("chat.recipients", {"sender_id": 1, "rows": None, "new_only": True}, "rows", 313, None),
    ("chat.sessions", {}, "chat_id", 310, None),
    ("chat.sessions", {"chat_id": 1, "session_id": 1}, "chat_id", None, None),
    ("chat.sessions", {"chat_id": -1}, "chat_id", 310, 1),
    ("chat.sessions", {"session_id": ""}, "session_id", 311, None),
    ("chat.sessions", {"session_id": True}, "session_id", 311, None),
    ("chat.sessions", {"session_id": 1, "rows": 501}, "rows", 313, 500),
    ("chat.messages", {"chat_id": 1.0}, "chat_id", 310, None),
    ("chat.messages", {"last_message_id": 0}, "last_message_id", 307, 1),
    ("chat.messages", {"last_message_id": 1, "new_only": True}, "new_only", None, None),
    ("chat.messages", {"rows": "7"}, "rows", 313, None),
    ("chat.send", {"chat_id": 0, "text": "x"}, "chat_id", 310, 1),
    ("chat.send", {"chat_id": None, "text": "x"}, "chat_id", 310, None),
    ("chat.send", {"chat_id": "", "text": "x"}, "chat_id", 310, None),
    ("chat.send", {"chat_id": 1, "text": "", "file": b"x", "name": "x.txt"}, "text", None, None),
    ("chat.send", {"chat_id": 1, "text": "x", "file": ""}, "file", None, None),
    ("chat.send", {"chat_id": 1, "file": ""}, "file", 418, None),
    ("chat.send", {"chat_id": 1, "file": b"x", "name": ""}, "name", 419, None),
    ("chat.send", {"chat_id": 1, "text": "x", "name": ""}, "name", None, None),
    ("chat.send", {"chat_id": 1, "text": "x", "sequence_id": ""}, "sequence_id", 300, None),
    ("chat.send", {"chat_id": 1}, "text", 201, None),
    ("chat.send", {"chat_id": 1, "text": ""}, "text", 201, None),
    ("chat.send", {"chat_id": 1, "text": "x", "file": b"x", "name": "x.txt"}, "text", 300, None),
    ("chat.send", {"chat_id": 1, "text": 5}, "text", 304, None),
    ("chat.send", {"chat_id": 1, "text": "\udfff"}, "text", 304, None),
    ("chat.send", {"chat_id": 1, "text": "x" * 1001}, "text", 413, 1000),
    ("chat.send", {"chat_id": 1, "file": b"x", "name": 5}, "name", 411, None),
    ("chat.send", {"chat_id": 1, "file": b"x", "name": "x" * 22 + ".txt"}, "name", 423, 25),
    ("chat.send", {"chat_id": 1, "file": b"x", "name": "x.exe"}, "name", 419, None),
    ("chat.send", {"chat_id": 1, "file": b"x"}, "name", 419, None),
    ("chat.send", {"chat_id": 1, "file": b"", "name": "x.txt"}, "file", 418, None),
    ("chat.send", {"chat_id": 1, "text": "x", "sequence_id": "x" * 33}, "sequence_id", 300, 32),
    ("chat.send", {"chat_id": 1, "text": "x", "deadline": 0}, "deadline", None, 0),
]


@pytest.mark.parametrize(("name", "parameters", "parameter", "code", "limit"), PARAMETERS)
def test_what_would_be_refused_is_found_first(
    *,
    ask: AnyClient,
    service: Service,
    name: str,
    parameters: Any,
    parameter: str,
    code: int | None,
    limit: int | None,
) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        attrgetter(name)(ask)(**parameters)
    assert caught.value.parameter == parameter
    assert caught.value.code == (None if code is None else ResultCode(code))
    assert caught.value.limit == limit
    if code == 300 and parameter == "new_only":
        assert caught.value.allowed == (True, False)
    assert service.requests == []
