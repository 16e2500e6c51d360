"""GET and DELETE /sandbox/messages: searching, waiting, taking away."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from tests.kit.control import http_client
from turbosms_sandbox.inbox.api import MAX_WAIT

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.on_both

HEADERS = {"Authorization": "Bearer sandbox"}


@pytest.fixture
def texts(api: Any) -> Callable[..., list[str]]:
    """The texts of the messages that a search finds, newest first."""
    return lambda **query: [message["channels"][0]["text"] for message in api.shown(**query)]


def test_search(api: Any, texts: Callable[..., list[str]]) -> None:
    api.sms(text="Your code is 1234")
    api.viber("380503288668", text="Вітаємо!", caption="Відкрити", action="https://example.com/")
    api.hybrid(
        text="Both", viber={"sender": "Viber TurboSMS", "text": "By Viber"}, sms={"text": "By SMS"}
    )
    assert texts() == ["By Viber", "Вітаємо!", "Your code is 1234"]
    assert texts(q="CODE") == ["Your code is 1234"]
    assert texts(q="вітаЄМО") == texts(q="відкрити") == ["Вітаємо!"]
    assert texts(q="by v") == texts(sender="Viber TurboSMS") == ["By Viber"]
    assert texts(q="") == texts()
    assert texts(sender="TurboSMS") == ["Вітаємо!", "Your code is 1234"]
    assert texts(recipient="+380678998668") == ["By Viber", "Your code is 1234"]
    assert texts(recipient="380678998668", q="code", sender="TurboSMS") == ["Your code is 1234"]
    assert texts(recipient="380503288668", q="code") == texts(sender="Nobody") == []
    assert texts(status="Delivered") == []
    api.advance(60)
    assert texts(status="Delivered", limit=1) == ["By Viber"]
    assert texts(status="Rejected") == []


def test_search_anywhere(api: Any, texts: Callable[..., list[str]]) -> None:
    api.sms(text="Your code is 1234")
    api.viber(
        "380503288668", text="Вітаємо!", caption="Відкрити", action="https://shop.example/track"
    )
    api.hybrid(
        "380001000001",
        text="Both",
        viber={"sender": "Viber TurboSMS"},
        sms={"text": "380678 by SMS"},
    )
    assert texts(search="") == texts() == ["Both", "Вітаємо!", "Your code is 1234"]
    assert texts(search=" CODE ") == texts(search="+38 (067) 899-86") == ["Your code is 1234"]
    assert (
        texts(search="shop.example")
        == texts(search="відкр")
        == texts(search="050-328")
        == ["Вітаємо!"]
    )
    assert texts(search="viber turbo") == texts(search="0000 01") == ["Both"]
    assert texts(search="380") == texts()
    assert texts(search="380678") == ["Your code is 1234"]
    assert texts(search="380", status="Sent", q="both") == ["Both"]
    api.advance(60)
    assert texts(search="380678") == ["Both", "Your code is 1234"]
    assert texts(search="380678 by") == ["Both"]
    assert texts(search="- ()") == texts(search="nowhere") == []


def test_pages(api: Any, ids: Any, texts: Callable[..., list[str]]) -> None:
    first = ids(api.sms("380678998668", "380503288668", text="a"))
    (second,) = ids(api.sms(text="b"))
    api.advance(1)
    (third,) = ids(api.sms(text="c"))
    assert texts(before=third) == ["b", "a", "a"]
    assert texts(before=second, limit=1) == ["a"]
    assert texts(before=first[1]) == ["a"]
    assert texts(before=first[0]) == []
    assert texts(before=third, after=first[1]) == ["b"]
    api.request("DELETE", "/sandbox/messages?q=c")
    assert texts(before=third) == ["b", "a", "a"]


def test_the_sms_of_a_hybrid_is_found_once_it_is_there(
    api: Any, texts: Callable[..., list[str]]
) -> None:
    for number in ("380678998668", "380001000001"):
        api.hybrid(
            number,
            viber={"sender": "Viber TurboSMS", "text": f"Viber {number}"},
            sms={"text": "By SMS"},
        )
    assert texts(q="by sms") == texts(sender="TurboSMS") == []
    api.advance(60)
    assert texts(q="by sms") == texts(sender="TurboSMS") == ["Viber 380001000001"]


def test_what_came_later(api: Any, ids: Any, texts: Callable[..., list[str]]) -> None:
    first, second = ids(api.sms("380678998668", "380503288668", text="a"))
    assert texts(after=second) == []
    assert texts(after=first.upper()) == ["a"]
    api.sms(text="b")
    assert texts(after=second) == ["b"]
    assert texts(after=first) == ["b", "a"]
    assert texts(after=second, q="a") == []
    assert api.request("DELETE", "/sandbox/messages").json() == {"deleted": 3}
    api.advance(1)
    api.sms(text="c")
    assert texts(after=second) == ["c"]


def test_delete(api: Any, ids: Any, texts: Callable[..., list[str]]) -> None:
    sent = api.sms("380678998668", "380503288668", text="a", sequence_id="one")
    api.sms(text="b")
    balance = api.user_balance()
    assert api.request("DELETE", "/sandbox/messages?recipient=380678998668&q=A").json() == {
        "deleted": 1
    }
    assert texts() == ["b", "a"]
    assert api.request("DELETE", "/sandbox/messages?status=Delivered").json() == {"deleted": 0}
    assert api.request("DELETE", "/sandbox/messages").json() == {"deleted": 2}
    assert api.request("DELETE", "/sandbox/messages").json() == {"deleted": 0}
    assert texts() == []
    assert [row["response_code"] for row in api.status(*ids(sent))] == [0, 0]
    assert api.user_balance() == balance
    assert api.sms(text="b")["response_code"] == 427


@pytest.mark.parametrize("verb", ["GET", "DELETE"])
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("recipient=wrong", "recipient"),
        ("status=delivered", "status: one of Queued"),
        ("after=wrong", "after"),
        ("before=2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba", "no message"),
        ("after=2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba", "no message"),
        ("recipeint=380678998668", "unknown parameter 'recipeint'"),
    ],
)
def test_wrong_searches(api: Any, verb: str, query: str, words: str) -> None:
    api.sms()
    response = api.request(verb, f"/sandbox/messages?{query}")
    assert (response.status_code, list(response.json())) == (400, ["error"])
    assert words in response.json()["error"]
    assert len(api.shown()) == 1


@pytest.mark.parametrize("query", ["limit=1", "wait=1"])
def test_what_belongs_to_get_alone(api: Any, query: str) -> None:
    assert api.request("DELETE", f"/sandbox/messages?{query}").status_code == 400


@pytest.mark.parametrize("wait", ["", "x", "-1", "1e3", "nan", "inf", f"{MAX_WAIT + 1}", "1.", "٣"])
def test_how_long_nobody_waits(api: Any, wait: str) -> None:
    response = api.request("GET", "/sandbox/messages", params={"wait": wait})
    assert response.status_code == 400
    assert "wait" in response.json()["error"]


def test_nobody_waits_for_what_is_there(api: Any) -> None:
    api.sms()
    began = time.monotonic()
    assert len(api.shown(wait=60)) == 1
    assert api.shown(wait=60, limit=0) == []
    assert time.monotonic() - began < 50


def test_waiting_in_vain(api: Any) -> None:
    api.sms(text="a")
    began = time.monotonic()
    assert api.shown(wait=0.3, q="b") == []
    assert time.monotonic() - began >= 0.3


@pytest.mark.anyio
async def test_waiting_for_a_message(api: Any) -> None:
    found: list[str] = []

    async def wait(**query: str) -> None:
        async with api.async_http() as client:
            answer = await client.get("/sandbox/messages", params={"wait": "30"} | query)
            found.extend(message["channels"][0]["text"] for message in answer.json()["messages"])

    async with anyio.create_task_group() as group, api.async_http() as client:
        group.start_soon(lambda: wait(q="code 2"))
        group.start_soon(lambda: wait(q="code 1"))
        for number in range(4):
            expected = ["code 1", "code 2"][: max(number - 1, 0)]
            for _ in range(3_000):
                await anyio.sleep(0.01)
                if found == expected:
                    break
            assert found == expected
            sms = {"sender": "TurboSMS", "text": f"code {number}"}
            body = {"recipients": ["380678998668"], "sms": sms}
            assert (await client.post("/message/send.json", json=body, headers=HEADERS)).json()[
                "response_code"
            ] == 801
    assert found == ["code 1", "code 2"]


@pytest.mark.anyio
async def test_waiting_for_a_status(api: Any) -> None:
    statuses: list[str] = []

    async def wait() -> None:
        async with api.async_http() as client:
            answer = await client.get("/sandbox/messages?wait=30&status=Delivered")
            statuses.extend(message["status"] for message in answer.json()["messages"])

    async with anyio.create_task_group() as group, api.async_http() as client:
        group.start_soon(wait)
        sms = {"sender": "TurboSMS", "text": "a"}
        await client.post(
            "/message/send.json", json={"recipients": ["380678998668"], "sms": sms}, headers=HEADERS
        )
        await anyio.sleep(0.05)
        assert statuses == []
        api.time += 60  # nobody says so: time just passes
    assert statuses == ["Delivered"]


def test_the_end_of_the_sandbox_ends_all_waiting(start_process: Callable[..., Any]) -> None:
    process = start_process()
    answers: list[Any] = []
    with http_client(process.url) as client:
        waiting = threading.Thread(
            target=lambda: answers.append(client.get("/sandbox/messages?wait=300").json())
        )
        waiting.start()
        time.sleep(0.3)  # it waits by now, as a rule; if not, there is nothing to wait for
        # `stop` gives up before anybody's waiting is over.
        assert process.stop() == (0, "", "")
        waiting.join()
    assert answers == [{"messages": []}]
