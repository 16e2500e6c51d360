"""The thread in which an app handles events: one at a time, from start to stop, and again."""

from __future__ import annotations

import asyncio
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.waiting import wait_for
from tests.webhooks.calls import numbered
from tests.webhooks.inboxes import message_ids
from tests.webhooks.serving import behind_uvicorn, post
from turbosms_webhooks import DeliveryReport, WebhookInbox, asgi, wsgi
from turbosms_webhooks._handling import failures

if TYPE_CHECKING:
    from turbosms_webhooks import Event

DEADLINE = 60
THREAD_NAME = "turbosms-webhooks-handler"


def ask_wsgi(app: wsgi.WebhookApp) -> None:
    """A request that starts the thread and has no other effect."""
    app({"REQUEST_METHOD": "GET"}, lambda *_: None)


async def ask_asgi(app: asgi.WebhookApp) -> None:
    async def receive() -> Any:
        return {"type": "http.request"}

    async def send(_message: Any) -> None:
        """Nobody looks at the answer."""

    await app({"type": "http", "method": "GET", "headers": []}, receive, send)


def handler_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == THREAD_NAME]


class TestWSGI:
    def test_calls_that_come_at_once_start_one_thread(self, inbox: WebhookInbox) -> None:
        app = wsgi.WebhookApp(inbox, print)
        together = threading.Barrier(16)

        def ask() -> None:
            together.wait(DEADLINE)
            ask_wsgi(app)

        with ThreadPoolExecutor(16) as pool:
            for answer in [pool.submit(ask) for _ in range(16)]:
                answer.result(DEADLINE)
        assert len(handler_threads()) == 1
        app.close()
        assert handler_threads() == []

    def test_a_closed_app_handles_nothing_more(self, inbox: WebhookInbox) -> None:
        app = wsgi.WebhookApp(inbox, print)
        ask_wsgi(app)
        app.close()
        app.close()
        ask_wsgi(app)
        assert handler_threads() == []

    def test_nor_does_one_whose_inbox_is_closed(self, inbox: WebhookInbox) -> None:
        app = wsgi.WebhookApp(inbox, print)
        ask_wsgi(app)
        inbox.close()
        wait_for(lambda: handler_threads() == [])
        ask_wsgi(app)
        assert handler_threads() == []

    def test_the_handler_may_close_the_app(self, inbox: WebhookInbox) -> None:
        inbox.accept(numbered(1))
        seen: list[Event] = []

        def handle(event: Event) -> None:
            app.close()
            seen.append(event)

        app = wsgi.WebhookApp(inbox, handle)
        ask_wsgi(app)
        wait_for(lambda: handler_threads() == [])
        assert message_ids(seen) == ["m1"]
        assert inbox.counts == {"accepted": 1, "handled": 1}

    @pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, GeneratorExit])
    def test_what_would_end_the_thread_is_a_failure_like_any_other(
        self, inbox: WebhookInbox, error: type[BaseException]
    ) -> None:
        """Otherwise one such event would keep all later ones from being handled."""
        inbox.accept(numbered(1))
        inbox.accept(numbered(2))
        seen: list[Event] = []

        def handle(event: Event) -> None:
            assert isinstance(event, DeliveryReport)
            if event.message_id == "m1":
                raise error
            seen.append(event)

        app = wsgi.WebhookApp(inbox, handle)
        ask_wsgi(app)
        wait_for(lambda: seen != [])
        app.close()
        assert message_ids(seen) == ["m2"]
        assert inbox.counts["failed"] >= 1

    def test_a_coroutine_function_is_refused(self, inbox: WebhookInbox) -> None:
        async def handle(_event: Event) -> None:
            pytest.fail("nobody awaits it")

        with pytest.raises(TypeError, match="ASGI"):
            wsgi.WebhookApp(inbox, handle)

    def test_a_thread_that_cannot_start_now_starts_later(self, inbox: WebhookInbox) -> None:
        seen: list[Event] = []
        app = wsgi.WebhookApp(inbox, seen.append)
        inbox.accept(numbered(1))
        before = threading.stack_size(2**46)
        try:
            ask_wsgi(app)
        finally:
            threading.stack_size(before)
        assert handler_threads() == []
        ask_wsgi(app)
        wait_for(lambda: len(seen) == 1)
        app.close()


class TestASGI:
    @pytest.mark.parametrize("is_asynchronous", [True, False])
    def test_an_app_can_be_served_again(self, inbox: WebhookInbox, is_asynchronous: bool) -> None:
        """As tests do with the test client of their framework."""
        seen: list[Event] = []

        async def handle(event: Event) -> None:
            await asyncio.sleep(0)
            seen.append(event)

        app = asgi.WebhookApp(inbox, handle if is_asynchronous else seen.append)
        for number in range(3):
            with behind_uvicorn(app) as port:
                assert post(port, numbered(number))[0] == 200
                wait_for(lambda: len(seen) == number + 1)  # noqa: B023 - waited for at once
        assert handler_threads() == []

    def test_the_lifespan_of_another_app_can_have_it_handle_events(
        self, inbox: WebhookInbox
    ) -> None:
        """So that what was stored before is handled without any call."""
        inbox.accept(numbered(1))
        seen: list[Event] = []

        async def handle(event: Event) -> None:
            await asyncio.sleep(0)
            seen.append(event)

        app = asgi.WebhookApp(inbox, handle)

        async def serve() -> None:
            async with app.handling():
                await asyncio.to_thread(wait_for, lambda: len(seen) == 1)
            assert handler_threads() == []
            inbox.accept(numbered(2))
            async with app.handling():
                await asyncio.to_thread(wait_for, lambda: len(seen) == 2)

        asyncio.run(asyncio.wait_for(serve(), DEADLINE))
        assert handler_threads() == []
        assert message_ids(seen) == ["m1", "m2"]

    def test_so_it_can_in_another_loop_without_a_word_about_the_end(
        self, inbox: WebhookInbox
    ) -> None:
        """Mounted in another app, it hears nothing of start and stop."""
        seen: list[Event] = []

        async def handle(event: Event) -> None:
            if not seen:
                seen.append(event)
                await asyncio.sleep(10_000)
            seen.append(event)

        app = asgi.WebhookApp(inbox, handle)
        inbox.accept(numbered(1))

        async def serve(count: int) -> None:
            await ask_asgi(app)
            await asyncio.to_thread(wait_for, lambda: len(seen) >= count)

        with warnings.catch_warnings(action="error"):
            for count in (1, 2):
                asyncio.run(asyncio.wait_for(serve(count), DEADLINE))
        inbox.close()
        wait_for(lambda: handler_threads() == [])
        assert message_ids(seen) == ["m1", "m1"]

    def test_whatever_can_be_awaited_is(self, inbox: WebhookInbox) -> None:
        """Not only what a coroutine function returns: a lambda around one, say."""
        seen: list[str] = []

        async def handle(event: Event) -> None:
            await asyncio.sleep(0)
            seen.append(event.type)

        class Later:
            def __await__(self) -> Any:
                return handle(self.event).__await__()

            def __init__(self, event: Event) -> None:
                self.event = event

        async def serve() -> None:
            for number, make in enumerate([lambda event: handle(event), Later], 1):  # noqa: PLW0108
                inbox.accept(numbered(number))
                app = asgi.WebhookApp(inbox, make)
                await ask_asgi(app)
                await asyncio.to_thread(wait_for, lambda: len(seen) == number)  # noqa: B023
                await app._stop_handling()

        asyncio.run(asyncio.wait_for(serve(), DEADLINE))
        assert seen == ["DLR_SMS_API"] * 2

    def test_a_coroutine_that_fails_is_tried_again(
        self, inbox: WebhookInbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(failures, "_FIRST_PAUSE", 0.01)
        errors = [RuntimeError(), TimeoutError(), asyncio.CancelledError()]

        async def handle(_event: Event) -> None:
            if errors:
                raise errors.pop(0)

        with behind_uvicorn(asgi.WebhookApp(inbox, handle)) as port:
            assert post(port, numbered(1))[0] == 200
            wait_for(lambda: inbox.counts["handled"] == 1)
        assert inbox.counts["failed"] == 3
