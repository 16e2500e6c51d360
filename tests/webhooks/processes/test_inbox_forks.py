"""An inbox works on both sides of a fork, whatever its threads are doing, and nothing is lost."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.kit.waiting import wait_for
from tests.webhooks.calls import numbered
from tests.webhooks.inboxes import RECEIVER, handled, message_ids
from turbosms_webhooks import DeliveryReport, WebhookInbox, wsgi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from turbosms_webhooks import Event

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

DEADLINE = 60


@contextmanager
def child(do: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """A child that begins once it is told to; it has to succeed."""
    begin_at, begin = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            os.close(begin)
            os.read(begin_at, 1)
            do()
        except BaseException:
            os._exit(1)
        os._exit(0)
    os.close(begin_at)
    try:
        yield lambda: os.close(begin)
    finally:
        _, code = os.waitpid(process, 0)
    assert code == 0


def accept(inbox: WebhookInbox, number: int) -> None:
    assert inbox.accept(numbered(number)) == 200


def test_both_sides_store(inbox: WebhookInbox) -> None:
    accept(inbox, 1)
    with child(lambda: accept(inbox, 2)) as begin:
        accept(inbox, 3)
        begin()
    assert message_ids(handled(inbox)) == ["m1", "m3", "m2"]


def test_what_a_child_stores_after_its_parent_has_closed_is_not_lost(path: Path) -> None:
    """SQLite took the locks of the parent for its own, and wrote to a log that was deleted."""
    inbox = WebhookInbox(path, RECEIVER)
    is_stored = path.with_name("stored")
    is_closed = path.with_name("closed")
    accept(inbox, 1)

    def store_before_and_after() -> None:
        accept(inbox, 2)
        is_stored.touch()
        wait_for(is_closed.exists)
        accept(inbox, 3)

    with child(store_before_and_after) as begin:
        begin()
        wait_for(is_stored.exists)
        inbox.close()
        with WebhookInbox(path, RECEIVER) as another:
            accept(another, 4)
            is_closed.touch()
            wait_for(lambda: another.count_waiting() == 4)
    with WebhookInbox(path, RECEIVER) as again:
        assert message_ids(handled(again)) == ["m1", "m2", "m4", "m3"]


def test_a_child_handles_events_once_the_run_of_its_parent_has_ended(
    path: Path, inbox: WebhookInbox
) -> None:
    """It had copied a lock that nobody would ever release."""
    stop = threading.Event()
    seen: list[Event] = []
    thread = threading.Thread(target=inbox.run, args=(seen.append,), kwargs={"stop": stop})
    thread.start()
    accept(inbox, 1)
    wait_for(lambda: len(seen) == 1)

    def handle_one() -> None:
        accept(inbox, 2)
        assert message_ids(handled(inbox)) == ["m2"]
        assert inbox.counts == {"accepted": 1, "handled": 1}, "what the child has seen"

    with child(handle_one) as begin:
        stop.set()
        thread.join(DEADLINE)
        begin()
    assert inbox.count_waiting() == 0


def test_a_child_leaves_events_to_its_parent_while_that_one_handles_them(
    inbox: WebhookInbox,
) -> None:
    release = threading.Event()
    is_handling = threading.Event()
    seen: list[Event] = []

    def handle(event: Event) -> None:
        is_handling.set()
        assert release.wait(DEADLINE)
        seen.append(event)

    accept(inbox, 1)
    thread = threading.Thread(target=inbox.run, args=(handle,), kwargs={"until_idle": True})
    thread.start()
    assert is_handling.wait(DEADLINE)

    def handle_nothing() -> None:
        stop = threading.Event()
        events: list[Event] = []
        waiting = threading.Thread(target=inbox.run, args=(events.append,), kwargs={"stop": stop})
        waiting.start()
        waiting.join(1.0)  # long enough to handle the event, if it were allowed to
        stop.set()
        waiting.join(DEADLINE)
        assert events == []

    with child(handle_nothing) as begin:
        begin()
    release.set()
    thread.join(DEADLINE)
    assert message_ids(seen) == ["m1"]


def test_the_app_of_a_child_has_a_thread_of_its_own(path: Path, inbox: WebhookInbox) -> None:
    def handle(event: Event) -> None:
        assert isinstance(event, DeliveryReport)
        with path.with_name("handled").open("a", encoding="utf-8") as file:
            file.write(f"{event.message_id}\n")

    app = wsgi.WebhookApp(inbox, handle)

    def ask() -> None:
        app({"REQUEST_METHOD": "GET"}, lambda *_: None)

    def ask_and_wait() -> None:
        accept(inbox, 2)
        ask()
        wait_for(lambda: inbox.counts["handled"] == 1)
        app.close()

    accept(inbox, 1)
    ask()
    wait_for(lambda: inbox.counts["handled"] == 1)
    with child(ask_and_wait) as begin:
        app.close()
        begin()
    assert path.with_name("handled").read_text("utf-8") == "m1\nm2\n"


def test_forks_in_the_middle_of_everything(inbox: WebhookInbox) -> None:
    """Threads store and handle while children come and go, and each child stores, too."""
    stop = threading.Event()
    seen: list[Event] = []
    stored: list[int] = []

    def store() -> None:
        for number in range(1_000, 100_000):
            if stop.is_set():
                return
            accept(inbox, number)
            stored.append(number)

    threads = [
        threading.Thread(target=store),
        threading.Thread(target=inbox.run, args=(seen.append,), kwargs={"stop": stop}),
    ]
    for thread in threads:
        thread.start()
    for number in range(15):
        with child(lambda number=number: accept(inbox, number)) as begin:  # type: ignore[misc]
            begin()
    stop.set()
    for thread in threads:
        thread.join(DEADLINE)
    everything = message_ids([*seen, *handled(inbox)])
    assert sorted(everything) == sorted(f"m{number}" for number in [*range(15), *stored])
