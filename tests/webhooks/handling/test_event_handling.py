"""Each event is passed on at least once, in order; one that fails holds up nothing but its own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.webhooks.calls import as_json, call, numbered, report
from tests.webhooks.inboxes import RECEIVER, handled, message_ids
from turbosms_webhooks import DeliveryReport, IncomingMessage, WebhookInbox
from turbosms_webhooks._handling.failures import pause_after

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from turbosms_webhooks import Event

DEADLINE = 60


def reply(number: int) -> bytes:
    data = {"chat_id": number + 1, "message": "Hi"}
    return as_json(call(f"reply-{number}", data, type="INBOX_VIBER_SESSION"))


class TestAgain:
    def test_an_event_is_handled_again_after_the_handler_raised(self, inbox: WebhookInbox) -> None:
        inbox.accept(as_json(call()))
        seen: list[Event] = []
        done = threading.Event()

        def handle(event: Event) -> None:
            seen.append(event)
            if len(seen) == 1:
                raise RuntimeError
            done.set()

        inbox.run(handle, stop=done)
        assert len(seen) == 2
        assert (inbox.counts["failed"], inbox.counts["handled"]) == (1, 1)
        assert inbox.count_waiting() == 0

    @pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
    def test_what_ends_a_program_ends_the_run_and_the_event_is_not_lost(
        self, inbox: WebhookInbox, error: type[BaseException]
    ) -> None:
        inbox.accept(numbered(1))

        def end(_event: Event) -> None:
            raise error

        for _ in range(2):
            with pytest.raises(error):
                inbox.run(end)
        assert inbox.count_waiting() == 1
        assert message_ids(handled(inbox)) == ["m1"]

    def test_the_pauses_double_up_to_a_minute(self) -> None:
        assert [pause_after(times) for times in range(1, 8)] == [1, 2, 4, 8, 16, 32, 60]
        assert pause_after(10_000) == 60


def test_a_coroutine_function_is_refused(inbox: WebhookInbox) -> None:
    """What nobody awaits would count as handled."""

    async def handle(_event: Event) -> None:
        pytest.fail("nobody awaits it")

    with pytest.raises(TypeError, match="ASGI"):
        inbox.run(handle)


def test_so_is_what_returns_a_coroutine(inbox: WebhookInbox) -> None:
    async def handle(_event: Event) -> None:
        pytest.fail("nobody awaits it")

    def only_call_it(event: Event) -> object:
        return handle(event)

    inbox.accept(numbered(1))
    inbox.run(only_call_it, until_idle=True)
    assert (inbox.counts["failed"], inbox.counts["handled"]) == (1, 0)
    assert inbox.count_waiting() == 1


class TestWhatFailsAndTheOthers:
    def test_what_comes_later_for_the_same_message_waits_and_others_go_on(
        self, inbox: WebhookInbox
    ) -> None:
        for number, (message_id, word) in enumerate(
            [("a", "Sent"), ("a", "DELIVRD"), ("b", "Sent"), ("b", "DELIVRD")]
        ):
            inbox.accept(as_json(call(f"e{number}", report(word, message_id))))
        seen: list[tuple[str, str]] = []
        handle = failing_for("a", seen)
        inbox.run(handle, until_idle=True)
        assert seen == [("b", "Sent"), ("b", "Delivered")]
        inbox.run(failing_for(None, seen), until_idle=True)
        assert seen[2:] == [("a", "Sent"), ("a", "Delivered")]

    def test_the_other_messages_of_an_array_go_on(self, inbox: WebhookInbox) -> None:
        data = [report("Sent", name) for name in ("a", "b", "c", "a")]
        data[-1]["status"] = "DELIVRD"
        inbox.accept(as_json(call(data=data)))
        seen: list[tuple[str, str]] = []
        inbox.run(failing_for("a", seen), until_idle=True)
        assert seen == [("b", "Sent"), ("c", "Sent")]
        inbox.run(failing_for(None, seen), until_idle=True)
        assert seen[2:] == [("a", "Sent"), ("a", "Delivered")]

    def test_so_do_other_events_of_no_message(self, inbox: WebhookInbox) -> None:
        inbox.accept(as_json(call("1", [{"x": 1}, {"x": 2}], type="NEW")))
        seen: list[object] = []

        def handle(event: Event) -> None:
            if event.raw == {"x": 1}:
                raise RuntimeError
            seen.append(event.raw)

        inbox.run(handle, until_idle=True)
        assert seen == [{"x": 2}]

    def test_so_many_as_fail_hold_up_none(self, inbox: WebhookInbox) -> None:
        """Say, the handler knows reports and stumbles over every reply."""
        for number in range(1_200):
            inbox.submit(reply(number))
        inbox.accept(numbered(1))
        seen: list[Event] = []
        done = threading.Event()

        def handle(event: Event) -> None:
            if isinstance(event, IncomingMessage):
                raise TypeError
            seen.append(event)
            done.set()

        inbox.run(handle, stop=done)
        assert message_ids(seen) == ["m1"]
        assert inbox.count_waiting() == 1_200

    def test_what_is_new_goes_before_what_has_failed(self, inbox: WebhookInbox) -> None:
        """A handler that fails may be slow: it keeps what is new waiting for one event at most."""
        for number in range(3):
            inbox.accept(reply(number))
        tries: list[str] = []
        done = threading.Event()

        def handle(event: Event) -> None:
            if isinstance(event, DeliveryReport):
                tries.append(event.message_id)
                done.set()
                return
            tries.append("reply")
            if len(tries) == 4:
                assert inbox.accept(numbered(1)) == 200
            raise RuntimeError

        inbox.run(handle, stop=done)
        assert tries == ["reply"] * 4 + ["m1"]

    def test_all_that_waited_for_a_message_follows_once_it_succeeds(
        self, inbox: WebhookInbox
    ) -> None:
        for number in range(1_100):
            inbox.submit(as_json(call(f"e{number}", report(f"Word {number}", "m"))))
        inbox.accept(numbered(1))
        seen: list[str] = []
        done = threading.Event()

        def handle(event: Event) -> None:
            assert isinstance(event, DeliveryReport)
            if event.message_id == "m1":
                return
            if not seen:
                seen.append("failed")
                raise RuntimeError
            seen.append(event.status)
            if event.status == "Word 1099":
                done.set()

        inbox.run(handle, stop=done)
        assert seen == ["failed", *(f"Word {number}" for number in range(1_100))]


def failing_for(message_id: str | None, seen: list[tuple[str, str]]) -> Callable[[Event], None]:
    """A handler that raises for one message."""

    def handle(event: Event) -> None:
        assert isinstance(event, DeliveryReport)
        if event.message_id == message_id:
            raise RuntimeError
        seen.append((event.message_id, event.status))

    return handle


class TestRuns:
    def test_it_goes_on_with_what_comes_later(self, path: Path, inbox: WebhookInbox) -> None:
        stop = threading.Event()
        passed_on = threading.Semaphore(0)
        thread = threading.Thread(
            target=inbox.run, args=(lambda _: passed_on.release(),), kwargs={"stop": stop}
        )
        thread.start()
        assert inbox.accept(numbered(1)) == 200
        assert passed_on.acquire(timeout=DEADLINE)
        with WebhookInbox(path, RECEIVER) as another:  # as from another process
            assert another.accept(numbered(2)) == 200
        assert passed_on.acquire(timeout=DEADLINE)
        stop.set()
        thread.join(DEADLINE)
        assert not thread.is_alive()

    def test_closing_ends_it(self, path: Path) -> None:
        inbox = WebhookInbox(path, RECEIVER)
        thread = threading.Thread(target=inbox.run, args=(print,))
        thread.start()
        inbox.close()
        thread.join(DEADLINE)
        assert not thread.is_alive()

    def test_the_handler_may_close_the_inbox(self, inbox: WebhookInbox) -> None:
        for number in range(3):
            inbox.accept(numbered(number))
        seen: list[Event] = []

        def handle(event: Event) -> None:
            seen.append(event)
            inbox.close()

        inbox.run(handle)
        assert message_ids(seen) == ["m0"]

    def test_the_handler_may_use_the_inbox(self, inbox: WebhookInbox) -> None:
        inbox.accept(numbered(0, "Sent"))

        def handle(event: Event) -> None:
            assert isinstance(event, DeliveryReport)
            if not event.final:
                inbox.expect(["m1"])
                assert inbox.accept(numbered(1)) == 200
                assert inbox.open_messages() == ["m1"]

        inbox.run(handle, until_idle=True)
        assert inbox.counts["handled"] == 2
        assert inbox.open_messages() == ["m0"]

    def test_one_at_a_time_handles_so_that_the_order_holds(
        self, path: Path, inbox: WebhookInbox
    ) -> None:
        for number in range(40):
            inbox.accept(as_json(call(f"e{number}", report("Sent", f"m{number % 4}"))))
        running = threading.Semaphore(1)
        seen: list[Event] = []

        def handle(event: Event) -> None:
            assert running.acquire(blocking=False), "two handlers at once"
            seen.append(event)
            running.release()

        with WebhookInbox(path, RECEIVER) as another, ThreadPoolExecutor(4) as pool:
            runs = [
                pool.submit(each.run, handle, until_idle=True)
                for each in (inbox, another, inbox, another)
            ]
            for each in runs:
                each.result(DEADLINE)
        assert len(seen) == 40
