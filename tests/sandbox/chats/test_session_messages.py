"""chat/send: every rule with its code, at its edge and past it, and a session message's life."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.service import Act, Site

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.rules, pytest.mark.on_both]

NUMBER = "380678998668"
MAX = 3 * 1024 * 1024
PDF = "data:application/pdf,x"


@pytest.fixture
def chat_id(api: Any) -> int:
    """A chat with an open session."""
    chat_id: int = api.reply().chat_id
    return chat_id


def test_a_session_message_and_its_life(api: Any, chat_id: int) -> None:
    added = api.advance(0)
    session = api.chat("sessions", chat_id=chat_id)[0]["id"]
    message_id = api.chat("send", chat_id=chat_id, message="Дякуємо!\n1\t2")["message_id"]
    row = {
        "id": message_id,
        "chat_id": chat_id,
        "added": added,
        "type": "Outbox",
        "status": "Sent",
        "file_id": 0,
    }
    row |= {"message": "Дякуємо!\n1\t2", "file_url": "", "file_name": "", "session_id": session}
    row |= {"button_caption": "", "button_action": ""}
    assert api.chat("messages", chat_id=chat_id)[0] == row
    api.advance(2)
    assert api.chat("messages", chat_id=chat_id)[0] == row | {"status": "Delivered"}
    api.advance(3600)
    assert api.chat("messages", chat_id=chat_id)[0] == row | {"status": "Delivered"}


@pytest.mark.parametrize(
    ("number", "statuses"),
    [
        ("380003000001", {2: "Delivered", 4: "Read"}),
        ("380001000001", {0.5: "Sent", 1: "Rejected"}),
        ("380001000002", {1: "Rejected"}),
        ("380001000004", {3599: "Sent", 3600: "Expired"}),
    ],
)
def test_session_messages_fare_as_their_recipient_does(
    api: Any, number: str, statuses: dict[float, str]
) -> None:
    chat_id = api.reply(number).chat_id
    api.chat("send", chat_id=chat_id, message="Hello")
    passed = 0.0
    for seconds, status in statuses.items():
        api.advance(seconds - passed)
        passed = seconds
        assert api.chat("messages", chat_id=chat_id)[0]["status"] == status


def test_a_file_by_data_uri(api: Any, chat_id: int) -> None:
    data = "data:application/pdf;base64," + base64.b64encode(b"%PDF").decode()
    api.chat("send", chat_id=chat_id, file_data=data, file_name="Презентація.pdf")
    row = api.chat("messages", chat_id=chat_id)[0]
    file = api.call("file/details", {"id": row["file_id"]})["response_result"]
    assert (row["message"], row["file_url"], row["file_name"]) == (
        "",
        file["link"],
        "Презентація.pdf",
    )
    assert (file["size"], file["source"]) == (4, "")
    assert api.request("GET", file["link"], headers={}).content == b"%PDF"
    api.chat("send", chat_id=chat_id, file_data=data)
    again = api.chat("messages", chat_id=chat_id)[0]
    assert (again["file_id"], again["file_name"]) == (row["file_id"], f"{row['file_id']}.pdf")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, 201),
        ({"message": ""}, 201),
        ({"message": None}, 201),
        ({"file_name": "a.pdf"}, 201),
        ({"message": 5}, 304),
        ({"message": True}, 304),
        ({"message": ["Hello"]}, 304),
        ({"message": "\ud800"}, 304),
        ({"message": "Ж" * 1000}, 0),
        ({"message": "Ж" * 1001}, 413),
        ({"message": "Buy CASINO now"}, 412),
        ({"message": "Hello", "file_data": PDF}, 300),
        ({"message": "Hello", "file_url": "https://example.com/a.pdf"}, 300),
        ({"message": "Hello", "file_data": "", "file_url": None, "file_name": ""}, 0),
        ({"message": "", "file_data": PDF, "file_name": "x" * 25}, 0),
        ({"file_data": PDF, "file_name": "Ж" * 25}, 0),
        ({"file_data": PDF, "file_name": "x" * 26}, 423),
        ({"message": "Hello", "file_name": "x" * 26}, 423),
        ({"file_data": PDF, "file_name": 5}, 411),
        ({"file_data": PDF, "file_name": "\ud800"}, 411),
        ({"file_data": PDF, "file_name": None}, 0),
        ({"file_data": PDF, "file_url": "https://example.com/a.pdf"}, 0),
        ({"file_data": ""}, 418),
        ({"file_data": "", "file_url": ""}, 418),
        ({"file_data": "data:application/pdf,"}, 418),
        ({"file_data": "x"}, 418),
        ({"file_data": 5}, 418),
        ({"file_data": 0, "file_url": "http://127.0.0.1/"}, 418),
        ({"file_data": "data:text/html,x"}, 419),
        ({"file_data": "data:image/gif,x"}, 0),
        ({"file_url": "https://example.com/a.pdf"}, 418),
        ({"file_url": 5}, 418),
        ({"chat_id": None, "message": "Hello"}, 310),
        ({"chat_id": "1234", "message": "Hello"}, 310),
        ({"chat_id": 0, "message": "Hello"}, 310),
        ({"chat_id": 1.0, "message": "Hello"}, 310),
        ({"chat_id": 1235, "message": "Hello"}, 424),
        ({"chat_id": 10**30, "message": "Hello"}, 424),
    ],
)
def test_rules(api: Any, chat_id: int, data: dict[str, Any], expected: int) -> None:
    api.account(forbidden_fragments=["casino"])
    before = api.chat("sessions", chat_id=chat_id)
    assert api.code("chat/send", {"chat_id": chat_id} | data) == expected
    after = api.chat("sessions", chat_id=chat_id)
    assert (before == after) == (expected != 0)
    assert len(api.chat("messages", chat_id=chat_id)) == 1 + (expected == 0)


def test_largest_file(api: Any, chat_id: int) -> None:
    def code(content: bytes) -> int:
        uri = "data:image/png;base64," + base64.b64encode(content).decode()
        code: int = api.code("chat/send", {"chat_id": chat_id, "file_data": uri})
        return code

    assert code(b"x" * MAX) == 0
    assert code(b"x" * (MAX + 1)) == 420


def test_without_a_session(api: Any) -> None:
    api.viber()
    assert api.code("chat/send", {"chat_id": 1234, "message": "Hello"}) == 107
    api.reply()
    api.advance(24 * 3600 - 1)
    assert api.code("chat/send", {"chat_id": 1234, "message": "Hello"}) == 0
    api.advance(1)
    for data in (
        {"message": "Hello"},
        {"file_data": PDF},
        {"file_url": "https://example.com/a.pdf"},
    ):
        assert api.code("chat/send", {"chat_id": 1234} | data) == 107


def test_five_messages_in_a_row(api: Any, chat_id: int) -> None:
    def codes(count: int) -> list[int]:
        return [
            api.code("chat/send", {"chat_id": chat_id, "message": "Hello"}) for _ in range(count)
        ]

    assert codes(7) == [0] * 5 + [422] * 2
    assert api.code("chat/send", {"chat_id": chat_id, "file_data": PDF}) == 422
    api.viber()
    api.advance(3600)
    assert codes(1) == [422]
    api.reply()
    assert codes(6) == [0] * 5 + [422]
    assert api.chat("sessions", chat_id=chat_id)[0]["sent_messages"] == 10
    other = api.reply("380501111111").chat_id
    assert api.code("chat/send", {"chat_id": other, "message": "Hello"}) == 0


def test_a_sender_that_is_not_active(api: Any, chat_id: int) -> None:
    api.account(senders={"TurboSMS": {"status": "frozen"}})
    assert api.code("chat/send", {"chat_id": chat_id, "message": "Hello"}) == 401
    assert len(api.chat("messages", chat_id=chat_id)) == 1


def test_a_number_on_the_ignore_list(api: Any, chat_id: int) -> None:
    api.account(ignore_list=[NUMBER])
    assert api.code("chat/send", {"chat_id": chat_id, "message": "Hello"}) == 404
    api.account(ignore_list=[], stop_list=[NUMBER])
    assert api.code("chat/send", {"chat_id": chat_id, "message": "Hello"}) == 0


def test_a_sequence_number_protects(api: Any, chat_id: int) -> None:
    data = {"chat_id": chat_id, "message": "Hello", "sequence_id": "x"}
    assert api.code("chat/send", data | {"chat_id": 9}) == 424
    first = api.call("chat/send", data)
    again = api.call("chat/send", data | {"message": "Else"})
    assert (first["response_code"], again["response_code"]) == (0, 507)
    assert again["response_result"] == first["response_result"]
    assert len(api.chat("messages", chat_id=chat_id)) == 2
    api.advance(14 * 86_400 + 1)
    assert api.code("chat/send", data) == 107


@pytest.fixture
def web() -> Iterator[Site]:
    """A web server whose every page is the same file."""
    with Site({}, otherwise=Act(b"%PDF", headers={"Content-Type": "-"})) as site:
        yield site


def test_a_file_by_url_comes_from_an_allowed_host_only(api: Any, web: Site) -> None:
    data = {"chat_id": api.reply().chat_id, "file_url": f"{web.url}/a.pdf", "file_name": "A.pdf"}
    assert api.code("chat/send", data) == 418
    assert web.asked == []
    api.allowed_hosts = ("127.0.0.1",)
    api.restart()
    data["chat_id"] = api.reply().chat_id
    assert api.code("chat/send", data | {"file_url": f"{web.url}/a.exe"}) == 419
    web.requests.clear()
    assert api.code("chat/send", data | {"sequence_id": "x"}) == 0
    row = api.chat("messages", chat_id=data["chat_id"])[0]
    file = api.call("file/details", {"id": row["file_id"]})["response_result"]
    assert (row["file_url"], row["file_name"]) == (file["link"], "A.pdf")
    assert (file["source"], file["size"], len(web.asked)) == (f"{web.url}/a.pdf", 4, 1)
    for refused, expected in (
        ({"sequence_id": "x"}, 507),
        ({"chat_id": 9}, 424),
        ({"message": "Hello"}, 300),
        ({"file_name": "x" * 26}, 423),
    ):
        assert api.code("chat/send", data | refused) == expected
    api.advance(86_400)
    assert api.code("chat/send", data) == 107
    assert len(web.asked) == 1
