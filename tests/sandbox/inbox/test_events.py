"""The live stream: what happens reaches a page in batches; nothing is lost when a connection is."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.kit.control import http_client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx2

pytestmark = pytest.mark.one_interpreter

HEADERS = {"Authorization": "Bearer sandbox"}
NUMBER = "380678998668"
COURSE = ["Accepted", "Sent", "Delivered"]


class Event(NamedTuple):
    id: str
    data: dict[str, Any]

    @property
    def texts(self) -> list[str]:
        return [message["channels"][0]["text"] for message in self.data["messages"]]


class Stream:
    """Reads server-sent events, as the specification of HTML tells."""

    def __init__(self, response: httpx2.Response) -> None:
        self._lines = response.iter_lines()
        assert next(self._lines) == "retry: 1000"
        assert next(self._lines) == ""

    def next(self) -> Event:
        fields: dict[str, str] = {}
        for line in self._lines:
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif fields:
                break
        assert fields.pop("event") == "batch"
        return Event(fields["id"], json.loads(fields["data"]))

    def until(self, holds: Callable[[Event], bool]) -> Event:
        """The first event for which something holds, within a minute."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            event = self.next()
            if holds(event):
                return event
        raise AssertionError("it did not happen")


@contextmanager
def listening(client: httpx2.Client, last: str | None = None, **query: Any) -> Iterator[Stream]:
    headers = {} if last is None else {"Last-Event-ID": last}
    with client.stream(
        "GET", "/sandbox/events", params=query, headers=headers, timeout=60
    ) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Stream(response)


def sms(client: httpx2.Client, text: str, *numbers: str, **more: Any) -> list[str]:
    body = {"recipients": numbers or [NUMBER], "sms": {"sender": "TurboSMS", "text": text}, **more}
    rows = client.post("/message/send.json", json=body).json()["response_result"]
    return [row["message_id"] for row in rows]


def test_the_beginning_is_all_that_is_there(live: httpx2.Client) -> None:
    (message_id,) = sms(live, "before")
    with listening(live) as stream:
        event = stream.next()
    assert event.texts == ["before"]
    assert [call["operation"] for call in event.data["calls"]] == ["message/send"]
    assert (event.data["reset"], event.data["total"], event.data["fresh"]) == (True, 1, 0)
    assert (event.data["balance"], event.data["blocked"], event.data["faults"]) == (
        9999.66,
        False,
        [],
    )
    assert event.data["messages"] == live.get("/sandbox/messages").json()["messages"]
    assert "conversation" not in event.data
    assert message_id == event.data["messages"][0]["message_id"]


def statuses_of(event: Event) -> list[str]:
    return [message["status"] for message in event.data["messages"]]


def test_a_message_is_told_at_once_and_then_its_course(live: httpx2.Client) -> None:
    with listening(live) as stream:
        stream.next()
        sms(live, "new")
        event = stream.next()
        assert (event.texts, event.data["reset"], event.data["fresh"], event.data["total"]) == (
            ["new"],
            False,
            1,
            1,
        )
        assert (
            event.data["messages"][0]["status"] in COURSE
        )  # the later, the slower this machine is
        live.post("/sandbox/clock", json={"advance": 60})
        if event.data["messages"][0]["status"] != "Delivered":
            event = stream.until(lambda event: "Delivered" in statuses_of(event))
            assert event.data["fresh"] == 0


def test_time_alone_tells_too(live: httpx2.Client) -> None:
    with listening(live) as stream:
        sms(live, "new")
        told: list[str] = []
        while "Delivered" not in told:
            told += statuses_of(stream.next())
    assert told == sorted(
        set(told), key=COURSE.index
    )  # each once, but for those that a slow machine skips


def test_five_thousand_recipients_are_one_batch(live: httpx2.Client) -> None:
    with listening(live) as stream:
        stream.next()
        sms(live, "many", *(f"38050{number:07}" for number in range(5_000)))
        event = stream.next()
    assert (event.data["fresh"], event.data["total"], len(event.data["messages"])) == (
        5_000,
        5_000,
        50,
    )
    assert event.data["messages"][0]["recipient"] == "380500004999"


def test_many_calls_are_few_batches(live: httpx2.Client) -> None:
    with listening(live) as stream:
        stream.next()
        for number in range(40):
            sms(live, f"text {number}")
        events: list[Event] = []
        while sum(event.data["fresh"] for event in events) < 40:
            events.append(stream.next())
    assert len(events) < 40
    assert {text for event in events for text in event.texts} == {
        f"text {number}" for number in range(40)
    }


def test_what_was_missed_is_told_after_the_connection_is_there_again(live: httpx2.Client) -> None:
    sms(live, "seen")
    with listening(live) as stream:
        last = stream.next().id
    sms(live, "missed")
    for query, header in (({}, last), ({"last_event_id": last}, None)):
        with listening(live, header, **query) as stream:
            event = stream.next()
        assert event.texts[0] == "missed"
        assert (event.data["reset"], event.data["fresh"]) == (False, 1)
        assert len(event.data["calls"]) == 1
    live.post("/sandbox/reset")
    sms(live, "another life")
    with listening(live, last) as stream:
        event = stream.next()
    assert (event.texts, event.data["reset"], event.data["fresh"]) == (["another life"], True, 0)


@pytest.mark.parametrize("last", ["", "nonsense", "a-b-c", "x-1-٣", "a-1-2-3", "x-1-" + "9" * 30])
def test_a_place_that_is_none_is_the_beginning(live: httpx2.Client, last: str) -> None:
    sms(live, "a")
    with listening(live, last_event_id=last) as stream:
        event = stream.next()
    assert (event.texts, event.data["reset"]) == (["a"], True)


def test_deleting_begins_anew(live: httpx2.Client) -> None:
    sms(live, "a")
    sms(live, "b")
    with listening(live) as stream:
        stream.next()
        live.delete("/sandbox/messages?q=b")
        event = stream.until(lambda event: event.data["reset"])
    assert (event.texts, event.data["total"], event.data["fresh"]) == (["a"], 1, 0)


def test_only_what_is_searched_for(live: httpx2.Client) -> None:
    sms(live, "apple")
    with listening(live, search="app", status="Accepted") as stream:
        assert stream.next().texts == ["apple"]
        sms(live, "pear")
        event = stream.next()
        assert (event.texts, event.data["fresh"]) == ([], 1)
        sms(live, "application")
        assert stream.next().texts == ["application"]
        live.post("/sandbox/clock", json={"advance": 60})
        event = stream.until(lambda event: event.data["reset"])
        assert event.texts == []


def test_the_phone_that_is_open(live: httpx2.Client) -> None:
    with listening(live, number=f"+{NUMBER}", limit=0) as stream:
        assert stream.next().data["conversation"]["items"] == []
        sms(live, "to another", "380503288668")
        assert "conversation" not in stream.next().data
        live.post(
            "/sandbox/replies", json={"sender": "TurboSMS", "number": NUMBER, "text": "Hello?"}
        )
        event = stream.until(lambda event: "conversation" in event.data)
        assert [item["text"] for item in event.data["conversation"]["items"]] == ["Hello?"]
        live.patch("/sandbox/recipients", json={"number": NUMBER, "viber": "Expired"})
        assert (
            stream.until(lambda event: "conversation" in event.data).data["conversation"]["viber"]
            == "Expired"
        )
        assert event.data["messages"] == []


def test_money_faults_and_refused_calls(live: httpx2.Client) -> None:
    with listening(live) as stream:
        stream.next()
        live.patch("/sandbox/account", json={"balance": 5, "blocked": True})
        event = stream.next()
        assert (event.data["balance"], event.data["blocked"]) == (5, True)
        live.post("/sandbox/faults", json={"method": "user/ping", "kind": "code", "code": 999})
        assert [fault["kind"] for fault in stream.next().data["faults"]] == ["code"]
        live.get("/user/ping.json")
        event = stream.next()
        assert (event.data["faults"], [call["code"] for call in event.data["calls"]]) == ([], [999])
        live.get("/user/balance.json")
        event = stream.next()
        assert ([call["code"] for call in event.data["calls"]], "faults" in event.data) == (
            [106],
            False,
        )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("limit=x", "limit"),
        ("limit=501", "limit: 500 at most"),
        ("number=1", "number"),
        ("status=wrong", "status"),
        ("nothing=1", "unknown parameter"),
        ("after=2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba", "newest"),
        ("before=2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba", "newest"),
    ],
)
def test_no_stream(live: httpx2.Client, query: str, words: str) -> None:
    response = live.get(f"/sandbox/events?{query}")
    assert response.status_code == 400
    assert words in response.json()["error"]


def test_the_end_of_the_sandbox_ends_all_streams(start_process: Callable[..., Any]) -> None:
    process = start_process()
    with (
        http_client(process.url) as client,
        listening(client) as stream,
    ):
        stream.next()
        assert process.stop() == (0, "", "")


def test_messages_of_a_state_file_are_told_after_a_restart(
    start_process: Callable[..., Any], tmp_path: Path
) -> None:
    file = str(tmp_path / "state")
    process = start_process("--state", file)
    with http_client(process.url, headers=HEADERS) as client:
        sms(client, "kept")
        with listening(client) as stream:
            last = stream.next().id
    process.stop()
    process = start_process("--state", file)
    with (
        http_client(process.url) as client,
        listening(client, last) as stream,
    ):
        event = stream.next()
    assert (event.texts, event.data["reset"]) == (["kept"], True)
