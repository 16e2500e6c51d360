"""Every way in which a client may be connected.

Its own connections, or a client or session of the caller's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import httpx2
from anyio.from_thread import start_blocking_portal

from turbosms_client import AsyncTurboSMS, RetryPolicy, TurboSMS

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack

WAYS = [
    "own sync",
    "own asyncio",
    "own trio",
    "httpx2 sync",
    "httpx2 asyncio",
    "httpx2 trio",
    "aiohttp",
]
OWN_WAYS = WAYS[:3]
ATTEMPTS = 3
QUICK = RetryPolicy(attempts=ATTEMPTS, pause=0.01, max_pause=0.01)


class Way:
    """A client that is connected in one of the ways."""

    def __init__(
        self,
        name: str,
        stack: ExitStack,
        base_url: str,
        *,
        proxy: str | None = None,
        retry: RetryPolicy = QUICK,
    ) -> None:
        self.name = name
        self.stack = stack
        kind = name.partition(" ")[2] or "asyncio"
        self._portal = None if kind == "sync" else stack.enter_context(start_blocking_portal(kind))
        options: dict[str, Any] = {
            "token": "t",
            "base_url": base_url,
            "sms_sender": "Shop",
            "retry": retry,
        }
        if not name.startswith("own"):
            options["http_client"] = self._http_client(name, proxy)
        made = TurboSMS if self._portal is None else AsyncTurboSMS
        self.client: Any = self.run(lambda: made(**options))
        stack.callback(
            lambda: self.run(self.client.close if self._portal is None else self.client.aclose)
        )

    def _http_client(self, name: str, proxy: str | None) -> Any:
        if name == "aiohttp":
            session = self.run(lambda: aiohttp.ClientSession(proxy=proxy))
            self.stack.callback(lambda: self.run(session.close))
            return session
        if self._portal is None:
            return self.stack.enter_context(httpx2.Client(proxy=proxy, trust_env=False))
        http = httpx2.AsyncClient(proxy=proxy, trust_env=False)
        self.stack.callback(lambda: self.run(http.aclose))
        return http

    def run(self, call: Callable[[], Any]) -> Any:
        """What the call comes to, awaited where it has to be."""
        if self._portal is None:
            return call()

        async def awaited() -> Any:
            result = call()
            return await result if hasattr(result, "__await__") else result

        return self._portal.call(awaited)

    def send(self, **options: Any) -> Any:
        """A send to one recipient."""
        return self.run(lambda: self.client.message.send(["380501111111"], text="x", **options))
