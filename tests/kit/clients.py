"""A client of each kind, and a way to run a scenario with it: written once for all."""

from __future__ import annotations

import inspect
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import aiohttp
from anyio.from_thread import start_blocking_portal

from turbosms_client import AsyncTurboSMS, RetryPolicy, TurboSMS

if TYPE_CHECKING:
    from collections.abc import Callable

HTTPX2_KINDS = ["sync", "asyncio", "trio"]
KINDS = [*HTTPX2_KINDS, "aiohttp"]
AT_ONCE = RetryPolicy(attempts=3, pause=0, max_pause=0.01)
TOKEN = "s3cret-t0ken"


class Caller:
    """Makes calls of one client; `outcome` of each is what it returns or raises."""

    def __init__(self, kind: str, url: str, **options: Any) -> None:
        self.kind = kind
        self.http: Any = options.get("http_client")
        self._stack = ExitStack()
        given = {"token": TOKEN, "base_url": url, "sms_sender": "Shop", "retry": AT_ONCE, **options}
        if kind == "sync":
            self.client: Any = self._stack.enter_context(TurboSMS(**given))
            return
        loop = "asyncio" if kind == "aiohttp" else kind
        self._portal = self._stack.enter_context(start_blocking_portal(loop))
        if kind == "aiohttp" and self.http is None:
            self.http = given["http_client"] = self._portal.call(_new_session)
            self._stack.callback(self._portal.call, self.http.close)
        self.client = self._portal.call(lambda: _made(given))
        self._stack.callback(lambda: self._portal.call(self.client.aclose))

    def close(self) -> None:
        """Close the client and its event loop."""
        self._stack.close()

    def outcome(self, call: Callable[[], Any]) -> Any:
        """What the call came to: its result or its exception."""
        try:
            return call() if self.kind == "sync" else self._portal.call(_awaited, call)
        except Exception as error:
            return error

    def together(self, calls: list[Callable[[], Any]]) -> list[Any]:
        """The outcomes of calls that are made at the same time."""
        with ThreadPoolExecutor(len(calls)) as threads:
            return [*threads.map(self.outcome, calls)]

    def send(self, phones: list[str], **options: Any) -> Any:
        """The outcome of a send."""
        return self.outcome(
            lambda: self.client.message.send(phones, text="Meet me at the old mill", **options)
        )


async def _made(given: dict[str, Any]) -> AsyncTurboSMS:
    return AsyncTurboSMS(**given)


async def _new_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession()


async def _awaited(call: Callable[[], Any]) -> Any:
    result = call()
    return await result if inspect.isawaitable(result) else result
