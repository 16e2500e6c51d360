"""An ASGI app that receives calls, for servers on asyncio; any framework can mount it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, MutableMapping
from concurrent.futures import wait
from contextlib import asynccontextmanager
from inspect import isawaitable
from typing import Any, Final, TypeAlias

from turbosms_webhooks._handling.background_run import BackgroundRun
from turbosms_webhooks._inbox import WebhookInbox
from turbosms_webhooks._processes.loop_results import LoopResults
from turbosms_webhooks._receiving.bodies import LARGEST_BODY
from turbosms_webhooks._receiving.events import Event

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

_METHOD_NOT_ALLOWED: Final = 405
_LARGEST_BODY_IN_LOOP: Final = 64 * 1024
"""Reading a larger one may take longer than other calls should wait; the service sends none."""
_SECONDS_BETWEEN_LOOKS_AT_LOOP: Final = 1.0


class WebhookApp:
    """Answers every POST by the inbox, whatever its path.

    With a handler it also passes the events on, in a thread of its own, from the start of the
    server on; in another app, within its `handling()`, or else from the first call on.
    """

    def __init__(
        self, inbox: WebhookInbox, handler: Callable[[Event], object] | None = None
    ) -> None:
        """Make the app.

        Args:
            inbox: where calls are stored. The app does not close it.
            handler: called with each event, as by `WebhookInbox.run`. What it returns is awaited in
                the server's loop, if it can be: so it may be a coroutine function.
        """
        self._inbox = inbox
        self._handler = handler
        self._loop: asyncio.AbstractEventLoop | None = None
        self._background: BackgroundRun | None = None
        self._results: LoopResults[int] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or follow the life of the server."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            self._start_handling()
            await self._answer(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        else:
            raise ValueError(f"calls come over HTTP, not as {scope['type']!r}")

    @asynccontextmanager
    async def handling(self) -> AsyncIterator[None]:
        """Pass events to the handler during the block: for the lifespan of the app that has this
        one among its routes. At its end, it waits for the event that is being handled.
        """
        self._start_handling()
        try:
            yield
        finally:
            await self._stop_handling()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._start_handling()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._stop_handling()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _start_handling(self) -> None:
        if self._handler is None:
            return
        loop = asyncio.get_running_loop()
        if self._background is not None and self._loop is not loop:
            # A server that has ended without saying so.
            self._background.stop_soon()
            self._background = None
        if self._background is None:
            self._loop = loop
            self._background = BackgroundRun(self._inbox.run, _blocking(self._handler, loop))
        self._background.start()

    async def _stop_handling(self) -> None:
        if self._background is not None:
            # Not in the loop: a coroutine of the handler may need it to come to its end.
            await asyncio.to_thread(self._background.stop)
            self._background = None

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            await _respond(send, _METHOD_NOT_ALLOWED, [(b"allow", b"POST")])
            return
        body = await _body(receive)
        if body is None:
            self._inbox.note_hang_up()
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        call = (body, headers.get(b"content-type"), headers.get(b"authorization"))
        if len(body) > _LARGEST_BODY_IN_LOOP:
            answer = await asyncio.to_thread(self._inbox.submit, *call)
        else:
            answer = self._inbox.submit(*call)
        await _respond(send, await self._results_for_loop().result_of(answer), [])

    def _results_for_loop(self) -> LoopResults[int]:
        loop = asyncio.get_running_loop()
        if self._results is None or self._results.loop is not loop:
            self._results = LoopResults(loop)
        return self._results


async def _body(receive: Receive) -> bytes | None:
    """The body, as much of it as an inbox looks at; None if the caller went away."""
    parts: list[bytes] = []
    size = 0
    while size <= LARGEST_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        parts.append(part)
        size += len(part)
        if not message.get("more_body", False):
            break
    return b"".join(parts)


async def _respond(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    start = {
        "type": "http.response.start",
        "status": status,
        "headers": [(b"content-length", b"0"), *headers],
    }
    await send(start)
    await send({"type": "http.response.body", "body": b""})


def _blocking(
    handler: Callable[[Event], object], loop: asyncio.AbstractEventLoop
) -> Callable[[Event], object]:
    """A handler for a thread, which waits until the loop has awaited what the handler returns."""

    def handle(event: Event) -> object:
        result = handler(event)
        if not isawaitable(result):
            return result
        # Of a future there is no coroutine yet.
        coroutine: Any = result if asyncio.iscoroutine(result) else _await(result)
        try:
            return _result(coroutine, loop)
        finally:
            coroutine.close()  # the loop may have been closed before it began

    return handle


def _result(coroutine: Coroutine[Any, Any, object], loop: asyncio.AbstractEventLoop) -> object:
    """What a coroutine returns, unless its loop is closed before it does."""
    future = asyncio.run_coroutine_threadsafe(coroutine, loop)
    while not future.done():
        if loop.is_closed():
            raise RuntimeError("the server's event loop was closed")
        wait([future], _SECONDS_BETWEEN_LOOKS_AT_LOOP)
    return future.result()


async def _await(result: Awaitable[object]) -> object:
    return await result
