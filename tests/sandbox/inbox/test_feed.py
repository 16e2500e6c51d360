"""What a page is told next, and when it has to begin anew."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from turbosms_sandbox import create_app
from turbosms_sandbox.calls.call import Call
from turbosms_sandbox.calls.parameters import Parameters
from turbosms_sandbox.inbox.description_cache import DescriptionCache
from turbosms_sandbox.inbox.feed import Feed, FeedPosition, FeedSources, View
from turbosms_sandbox.messages.search import Search

NUMBER = "380678998668"


@pytest.fixture
def sources() -> FeedSources:
    """A service whose clock stands still, so that a feed can be asked at one moment."""
    app = create_app(read_clock=lambda: 1_772_000_000.0)
    return FeedSources(app.state.service, app.state.traffic, DescriptionCache())


@pytest.fixture
def service(sources: FeedSources) -> Any:
    return sources.service


def send(service: Any, text: str, **more: Any) -> str:
    data = Parameters(
        {"recipients": [NUMBER], "sms": {"sender": "TurboSMS", "text": text}, **more}, typed=True
    )
    call = Call("POST", "message/send", "sandbox", data, None, "http://127.0.0.1")
    message_id: str = asyncio.run(service.answer(call)).result[0]["message_id"]
    return message_id


def test_one_that_leaves_while_another_comes_is_not_taken_for_pushed_out(
    sources: FeedSources, service: Any
) -> None:
    send(service, "one")
    feed = Feed(sources, View(Search(status="Accepted"), 50), FeedPosition())
    assert feed.next() is not None
    service.control("sandbox/clock", {"advance": 60})
    message_id = send(service, "two")
    batch = feed.next()
    assert batch is not None
    assert (batch.data["reset"], [row["message_id"] for row in batch.data["messages"]]) == (
        True,
        [message_id],
    )


def test_one_that_comes_between_others_stands_between_them(
    sources: FeedSources, service: Any
) -> None:
    """A page puts what is new at the top; elsewhere it is told everything in order."""
    later = send(service, "later", start_time="2026-02-26 10:00")
    now = send(service, "now")
    service.control("sandbox/clock", {"advance": 60})
    feed = Feed(sources, View(Search(status="Delivered"), 50), FeedPosition())
    assert feed.next() is not None
    service.control("sandbox/clock", {"advance": 3 * 86_400})
    batch = feed.next()
    assert batch is not None
    assert (batch.data["reset"], [row["message_id"] for row in batch.data["messages"]]) == (
        True,
        [now, later],
    )


def test_new_ones_push_out_the_oldest_and_nothing_begins_anew(
    sources: FeedSources, service: Any
) -> None:
    for text in ("a", "b", "c"):
        send(service, text)
    feed = Feed(sources, View(Search(), 3), FeedPosition())
    assert feed.next() is not None
    ids = [send(service, text) for text in ("d", "e")]
    batch = feed.next()
    assert batch is not None
    assert (batch.data["reset"], [row["message_id"] for row in batch.data["messages"]]) == (
        False,
        ids[::-1],
    )


def test_nothing_is_told_twice(sources: FeedSources, service: Any) -> None:
    feed = Feed(sources, View(Search(), 50), FeedPosition())
    assert feed.next() is not None
    assert [feed.next(), feed.next()] == [None, None]


def test_a_long_search_lets_others_be_served(sources: FeedSources, service: Any) -> None:
    for part in range(3):
        send(service, f"Part {part}", recipients=[f"38050{number:07}" for number in range(1_000)])
    feed = Feed(sources, View(Search(anything="nothing"), 50), FeedPosition())
    assert len(list(feed.look())) >= 10


@pytest.mark.parametrize("path", ["sandbox/reset", "sandbox/messages/delete"])
def test_what_was_found_before_everything_changed_is_not_told(
    sources: FeedSources, service: Any, path: str
) -> None:
    send(service, "Hello")
    feed = Feed(sources, View(Search(), 50), FeedPosition())
    for _ in feed.look():
        pass
    if path == "sandbox/reset":
        service.reset()
    else:
        service.control(path, {})
        service.begin_generation()
    assert feed.batch() is None
    batch = feed.next()
    assert batch is not None
    assert batch.data["messages"] == []
