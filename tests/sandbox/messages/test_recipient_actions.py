"""What a tester lets recipients do: read, click, and be within reach or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from turbosms_sandbox.delivery.behaviours import SMS_OUTCOMES, VIBER_OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.on_both

NUMBER = "380678998668"
BUTTON = {"caption": "Go", "action": "https://example.com/"}


def post(api: Any, path: str, **body: Any) -> Any:
    verb = "PATCH" if path == "recipients" else "POST"
    return api.request(verb, f"/sandbox/{path}", json=body).json()


@pytest.fixture
def sent(api: Any, ids: Any) -> Callable[..., str]:
    """Sends a Viber message with a button; answers its id some seconds after it was delivered."""

    def send(**parameters: Any) -> str:
        (message_id,) = ids(api.viber(NUMBER, **BUTTON | parameters))
        api.advance(10)
        return str(message_id)

    return send


def test_reading(api: Any, sent: Callable[..., str]) -> None:
    message_id = sent()
    assert api.status(message_id)[0]["status"] == "Delivered"
    answer = post(api, "reads", message_id=message_id)
    assert answer == {"message_id": message_id, "read": "2026-02-25 08:13:30", "clicked": None}
    api.advance(5)
    assert post(api, "reads", message_id=message_id.upper()) == answer
    (row,) = api.status(message_id)
    assert (row["status"], row["updated"], row["click_time"]) == (
        "Read",
        "2026-02-25 08:13:30",
        None,
    )
    assert api.chat("messages")[0]["status"] == "Read"
    statuses = api.shown()[0]["channels"][0]["statuses"]
    assert [step["status"] for step in statuses] == ["Sent", "Delivered", "Read"]


def test_clicking_is_reading_and_only_the_first_click_counts(
    api: Any, sent: Callable[..., str]
) -> None:
    message_id = sent(count_clicks=1)
    answer = post(api, "clicks", message_id=message_id)
    assert answer == {
        "message_id": message_id,
        "read": "2026-02-25 08:13:30",
        "clicked": "2026-02-25 08:13:30",
    }
    api.advance(5)
    assert post(api, "clicks", message_id=message_id) == answer
    (row,) = api.status(message_id)
    assert (row["status"], row["click_time"]) == ("Read", "2026-02-25 08:13:30")


def test_a_click_after_reading(api: Any, sent: Callable[..., str]) -> None:
    message_id = sent(count_clicks=1)
    post(api, "reads", message_id=message_id)
    api.advance(5)
    answer = post(api, "clicks", message_id=message_id)
    assert (answer["read"], answer["clicked"]) == ("2026-02-25 08:13:30", "2026-02-25 08:13:35")


def test_the_service_tells_of_clicks_only_where_they_are_counted(
    api: Any, sent: Callable[..., str]
) -> None:
    message_id = sent()
    post(api, "clicks", message_id=message_id)
    assert api.status(message_id)[0]["click_time"] is None
    assert api.details(message_id)[0]["viber"]["click_time"] is None


def test_a_number_that_clicks_by_itself_is_not_faster_than_a_tester(api: Any, ids: Any) -> None:
    (message_id,) = ids(api.viber("380003000002", count_clicks=1, **BUTTON))
    api.advance(3)
    post(api, "clicks", message_id=message_id)
    api.advance(60)
    (row,) = api.status(message_id)
    assert (row["updated"], row["click_time"]) == ("2026-02-25 08:13:23", "2026-02-25 08:13:23")


@pytest.mark.parametrize(
    ("path", "message", "words"),
    [
        ("reads", "nothing", "the id of no message"),
        ("reads", None, "the id of no message"),
        ("reads", "2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba", "the id of no message"),
        ("reads", "sms", "no Viber message was delivered"),
        ("clicks", "sms", "no Viber message was delivered"),
        ("reads", "rejected", "no Viber message was delivered"),
        ("reads", "on its way", "no Viber message was delivered"),
        ("clicks", "text", "has no button"),
        ("clicks", "file", "has no button"),
    ],
)
def test_what_nobody_can_do(api: Any, ids: Any, path: str, message: str | None, words: str) -> None:
    sends = {
        "sms": lambda: api.sms(NUMBER),
        "rejected": lambda: api.viber("380001000001"),
        "text": lambda: api.viber(NUMBER),
        "file": lambda: api.viber(NUMBER, text="", file_id=12345, caption="a.pdf"),
        "on its way": lambda: api.viber(NUMBER),
    }
    message_id = ids(sends[message]())[0] if message in sends else message
    api.advance(0 if message == "on its way" else 10)
    answer = post(api, path, message_id=message_id)
    assert words in answer["error"]
    assert "unknown key" in post(api, path, message_id=message_id, more=1)["error"]


@pytest.mark.parametrize("fate", VIBER_OUTCOMES)
def test_viber_fates(api: Any, ids: Any, fate: str) -> None:
    assert post(api, "recipients", number=f"+{NUMBER}", viber=fate) == {
        "number": NUMBER,
        "viber": fate,
        "sms": "Delivered",
    }
    hybrid = {"viber": {"ttl": 60}}
    (message_id,) = ids(api.hybrid(NUMBER, **hybrid))
    api.advance(120)
    (row,) = api.details(message_id)
    reason = fate if fate.startswith("SRVC") else ""
    assert (row["viber"]["status"], row["viber"]["rejected_status"]) == (
        "Rejected" if reason else fate,
        reason,
    )
    assert (row["sms"] is None) == (fate in ("Delivered", "Read"))
    if row["sms"]:
        assert row["sms"]["status"] == "Delivered"


@pytest.mark.parametrize("fate", SMS_OUTCOMES)
def test_sms_fates(api: Any, ids: Any, fate: str) -> None:
    assert post(api, "recipients", number=NUMBER, sms=fate)["sms"] == fate
    (message_id,) = ids(api.sms(NUMBER))
    balance = api.user_balance()
    api.advance(120)
    assert api.status(message_id)[0]["status"] == fate
    assert round(api.user_balance() - balance, 2) == (0.34 if fate == "Cancelled" else 0)


def test_a_message_keeps_the_fate_that_it_was_sent_with(api: Any, ids: Any) -> None:
    (first,) = ids(api.viber(NUMBER, text="first"))
    post(api, "recipients", number=NUMBER, viber="SRVC_USER_BLOCKED")
    (second,) = ids(api.viber(NUMBER, text="second"))
    post(api, "recipients", number=NUMBER, viber="Read")
    api.advance(60)
    assert [row["status"] for row in api.status(first, second)] == ["Delivered", "Rejected"]
    assert [message["message"] for message in api.chat("messages")] == ["first"]


def test_the_money_follows_the_fate(api: Any) -> None:
    post(api, "recipients", number=NUMBER, viber="SRVC_NOT_VIBER_USER", sms="Cancelled")
    api.hybrid(NUMBER)
    assert api.user_balance() == 9999.5
    api.advance(60)
    assert api.user_balance() == 10_000


def test_a_fate_is_taken_back(api: Any) -> None:
    post(api, "recipients", number=NUMBER, viber="Expired", sms="Failed")
    post(api, "recipients", number="380001000001", viber="Delivered")
    chosen = api.request("GET", "/sandbox/recipients").json()["recipients"]
    assert chosen == [
        {"number": NUMBER, "viber": "Expired", "sms": "Failed"},
        {"number": "380001000001", "viber": "Delivered", "sms": "Delivered"},
    ]
    own = {"number": NUMBER, "viber": "Delivered", "sms": "Failed"}
    assert post(api, "recipients", number=NUMBER, viber=None) == own
    assert post(api, "recipients", number=NUMBER, sms=None)["sms"] == "Delivered"
    own = {"number": "380001000001", "viber": "SRVC_NOT_VIBER_USER", "sms": "Delivered"}
    assert post(api, "recipients", number="380001000001", viber="SRVC_NOT_VIBER_USER") == own
    assert api.request("GET", "/sandbox/recipients").json() == {"recipients": []}


def test_a_magic_number_answers_by_itself_unless_its_fate_is_decided(api: Any) -> None:
    for viber, answers in (("Delivered", 0), (None, 1)):
        post(api, "recipients", number="380003000003", viber=viber)
        api.viber("380003000003", text=f"Hello {viber}")
        api.advance(60)
        inbox = [message for message in api.chat("messages") if message["type"] == "Inbox"]
        assert len(inbox) == answers


def test_session_messages_follow_the_fate_too(api: Any) -> None:
    chat = api.reply(NUMBER).chat_id
    post(api, "recipients", number=NUMBER, viber="Read")
    api.chat("send", chat_id=chat, message="Hello")
    api.advance(60)
    assert api.chat("messages")[0]["status"] == "Read"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"number": "1", "viber": "Read"}, "number: '1'"),
        ({"viber": "Read"}, "number: None"),
        ({"number": NUMBER, "viber": "Rejected"}, "viber: one of Delivered"),
        ({"number": NUMBER, "viber": 1}, "viber: one of"),
        ({"number": NUMBER, "sms": "Read"}, "sms: one of Delivered"),
        ({"number": NUMBER, "mood": "bad"}, "unknown key 'mood'"),
    ],
)
def test_no_fates(api: Any, values: dict[str, Any], words: str) -> None:
    assert words in post(api, "recipients", **values)["error"]
    assert api.request("GET", "/sandbox/recipients").json() == {"recipients": []}


def test_a_reset_forgets_fates(api: Any) -> None:
    post(api, "recipients", number=NUMBER, viber="Read")
    api.request("POST", "/sandbox/reset")
    assert api.request("GET", "/sandbox/recipients").json() == {"recipients": []}
