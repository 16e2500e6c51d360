"""The ASGI app behind uvicorn and the WSGI app behind wsgiref, called over sockets."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.waiting import wait_for
from tests.webhooks.calls import FORM, JSON, SECRET, as_form, as_json, call, login, numbered, report
from tests.webhooks.serving import behind_uvicorn, behind_wsgiref, hang_up, post
from turbosms_webhooks import DeliveryReport, WebhookInbox, WebhookReceiver, asgi, wsgi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from turbosms_webhooks import Event

    Serve = Callable[[Any], AbstractContextManager[int]]

RECEIVER = WebhookReceiver(SECRET, basic_auth=("shop", "password"))
SHOP = login("shop", "password")
APPS: list[Any] = [
    pytest.param(asgi.WebhookApp, behind_uvicorn, id="asgi"),
    pytest.param(wsgi.WebhookApp, behind_wsgiref, id="wsgi"),
]
DEADLINE = 60


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[WebhookInbox]:
    with WebhookInbox(tmp_path / "webhooks.db", RECEIVER) as made:
        yield made


@pytest.mark.parametrize(("app", "serve"), APPS)
class TestBothApps:
    @pytest.mark.parametrize("path", ["/", "/webhooks/turbosms?x=1", "/%D0%96"])
    def test_calls_are_answered_whatever_the_path(
        self, inbox: WebhookInbox, app: Any, serve: Serve, path: str
    ) -> None:
        """Behind a proxy the URL is another one, so nothing depends on it."""
        with serve(app(inbox)) as port:
            sent = {"Content_Type": JSON, "Authorization": SHOP}
            assert post(port, as_json(call("1")), path, **sent)[0] == 200
            sent["Content_Type"] = FORM
            assert post(port, as_form(call("2")), path, **sent)[0] == 200
            assert post(port, as_form(call("2")), path, Content_Type=FORM)[0] == 401
            assert post(port, b"nonsense", path, **sent)[0] == 400
        assert inbox.counts == {"accepted": 2, "basic_auth": 1, "malformed": 1}

    @pytest.mark.parametrize("method", ["GET", "PUT", "HEAD"])
    def test_other_methods(self, inbox: WebhookInbox, app: Any, serve: Serve, method: str) -> None:
        with serve(app(inbox)) as port:
            status, headers = post(port, b"", method=method)
        assert (status, headers["allow"]) == (405, "POST")

    def test_the_largest_body_and_a_larger_one(
        self, inbox: WebhookInbox, app: Any, serve: Serve
    ) -> None:
        body = as_json(call())
        padded = body + b" " * (1024 * 1024 - len(body))
        with serve(app(inbox)) as port:
            assert post(port, padded, Authorization=SHOP)[0] == 200
            assert post(port, padded + b" ", Authorization=SHOP)[0] == 400

    def test_a_caller_that_hung_up_is_no_bad_body(
        self, inbox: WebhookInbox, app: Any, serve: Serve
    ) -> None:
        with serve(app(inbox)) as port:
            hang_up(port, as_json(call()))
            wait_for(lambda: inbox.counts["hung_up"] == 1)
        assert inbox.counts == {"hung_up": 1}

    def test_a_slow_handler_does_not_keep_the_service_waiting(
        self, inbox: WebhookInbox, app: Any, serve: Serve
    ) -> None:
        """Others work inside the request, and the service hangs up."""
        release = threading.Event()
        seen: list[Event] = []

        def handle(event: Event) -> None:
            assert release.wait(DEADLINE)
            seen.append(event)

        made = app(inbox, handle)
        with serve(made) as port:
            for number in range(5):
                body = numbered(number)
                assert post(port, body, Authorization=SHOP)[0] == 200
            assert seen == []
            release.set()
            wait_for(lambda: len(seen) == 5)
        if app is wsgi.WebhookApp:
            made.close()

    def test_many_at_once_lose_none(self, inbox: WebhookInbox, app: Any, serve: Serve) -> None:
        seen: list[Event] = []
        made = app(inbox, seen.append)
        bodies = [as_json(call(f"e{n}", report(message_id=f"m{n}"))) for n in range(200)]
        with serve(made) as port, ThreadPoolExecutor(8) as pool:
            answers = [pool.submit(post, port, body, Authorization=SHOP) for body in bodies]
            assert {answer.result(DEADLINE)[0] for answer in answers} == {200}
            wait_for(lambda: len(seen) == 200)
        if app is wsgi.WebhookApp:
            made.close()
        reports = [event.message_id for event in seen if isinstance(event, DeliveryReport)]
        assert reports == sorted(reports, key=reports.index)
        assert set(reports) == {f"m{n}" for n in range(200)}

    def test_what_was_stored_before_the_start_is_handled(
        self, inbox: WebhookInbox, app: Any, serve: Serve
    ) -> None:
        inbox.accept(as_json(call("1")), JSON, SHOP)
        seen: list[Event] = []
        made = app(inbox, seen.append)
        with serve(made) as port:
            # WSGI has no word for the start of a server: there it begins with the first call.
            post(port, b"")
            wait_for(lambda: len(seen) == 1)
        if app is wsgi.WebhookApp:
            made.close()


def test_a_coroutine_as_handler_runs_in_the_loop_of_the_server(inbox: WebhookInbox) -> None:
    loops: list[asyncio.AbstractEventLoop] = []

    async def handle(_event: Event) -> None:
        await asyncio.sleep(0)
        loops.append(asyncio.get_running_loop())

    with behind_uvicorn(asgi.WebhookApp(inbox, handle)) as port:
        for number in range(3):
            body = numbered(number)
            assert post(port, body, Authorization=SHOP)[0] == 200
        wait_for(lambda: len(loops) == 3)
    assert len(set(loops)) == 1


def test_the_loop_is_free_while_calls_wait_for_the_disk(inbox: WebhookInbox) -> None:
    """Many calls wait at once, and each gets its answer, though the file is locked meanwhile."""

    async def answers() -> list[int]:
        app = asgi.WebhookApp(inbox)
        return list(await asyncio.gather(*(_ask(app, n) for n in range(50))))

    assert asyncio.run(answers()) == [200] * 50


def test_a_caller_that_gives_up_does_not_end_the_writer(inbox: WebhookInbox) -> None:
    async def give_up() -> int:
        app = asgi.WebhookApp(inbox)
        task = asyncio.create_task(_ask(app, 1))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return await _ask(app, 2)

    assert asyncio.run(give_up()) == 200
    assert inbox.accept(as_json(call("3")), JSON, SHOP) == 200


async def _ask(app: asgi.WebhookApp, number: int) -> int:
    """The status that the app answers a call with, without a server."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": as_json(call(f"e{number}")), "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"Content-Type", JSON.encode()), (b"Authorization", SHOP.encode())]
    await app({"type": "http", "method": "POST", "headers": headers}, receive, send)
    status: int = sent[0]["status"]
    return status
