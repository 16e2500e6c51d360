"""Both clients behind one way of calling.

Blocking, on asyncio, on trio, and with a session of aiohttp.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import aiohttp
import httpx2
from anyio.from_thread import start_blocking_portal

from tests.guarantees.control import TOKEN
from turbosms_client import (
    APIError,
    AsyncTurboSMS,
    InvalidParameterError,
    OutcomeUnknownError,
    ProtocolError,
    RequestNotSentError,
    RetryPolicy,
    TransportError,
    TurboSMS,
    TurboSMSError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack

ATTEMPTS: Final = 4
NO_PAUSE: Final = RetryPolicy(attempts=ATTEMPTS, pause=0, max_pause=0)
_ENDINGS: Final[tuple[tuple[type[TurboSMSError], str], ...]] = (
    (OutcomeUnknownError, "unknown"),
    (RequestNotSentError, "not sent"),
    (TransportError, "lost"),
    (ProtocolError, "unreadable"),
    (APIError, "refused"),
    (InvalidParameterError, "invalid"),
)


class Ended(NamedTuple):
    """What the caller got: `result`, or how it failed."""

    how: str
    value: Any


class Driver:
    """Calls through one of the clients. What the call returns is awaited where it has to be."""

    def __init__(self, kind: str, url: str, stack: ExitStack) -> None:
        self.kind = kind
        self._url = url
        self._stack = stack
        loop = "asyncio" if kind == "aiohttp" else kind
        self._portal = None if kind == "sync" else stack.enter_context(start_blocking_portal(loop))
        self.client = self.new_client()

    def new_client(self, **options: Any) -> Any:
        """A client like that of another process."""
        senders = {"sms_sender": "TurboSMS", "viber_sender": "TurboSMS"}
        given: dict[str, Any] = {
            "token": TOKEN,
            "base_url": self._url,
            "retry": NO_PAUSE,
            **senders,
            **options,
        }
        if self._portal is None:
            return self._stack.enter_context(TurboSMS(**given))
        if self.kind == "aiohttp" and "http_client" not in given:
            given["http_client"] = self._portal.call(_new_session)
            self._stack.callback(self._portal.call, given["http_client"].close)
        client = AsyncTurboSMS(**given)
        self._stack.callback(self._portal.call, client.aclose)
        return client

    def new_http(self, hooks: dict[str, Any]) -> Any:
        """A client of httpx2, to give to a client."""
        if self._portal is None:
            return self._stack.enter_context(httpx2.Client(event_hooks=hooks, trust_env=False))
        http = httpx2.AsyncClient(event_hooks=hooks, trust_env=False)
        self._stack.callback(self._portal.call, http.aclose)
        return http

    @cached_property
    def elsewhere(self) -> Any:
        """Another client, with nothing in common but the account."""
        return self.new_client()

    def run(self, call: Callable[[], Any]) -> Any:
        """What the call comes to."""
        if self._portal is None:
            return call()

        async def awaited() -> Any:
            return await call()

        return self._portal.call(awaited)

    def portal(self, function: Callable[[], Any]) -> Any:
        """Run a coroutine function of the test's own in the event loop of the client."""
        assert self._portal is not None
        return self._portal.call(function)

    def ended(self, call: Callable[[], Any]) -> Ended:
        """How the call ended. Only the errors that the package promises are caught."""
        try:
            return Ended("result", self.run(call))
        except TurboSMSError as error:
            return end_of(error)


async def _new_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession()


def end_of(value: Any) -> Ended:
    """How a call ended that came to this value or error."""
    return Ended(next((how for kind, how in _ENDINGS if isinstance(value, kind)), "result"), value)


def reason(error: BaseException) -> Ended:
    """Why an outcome is unknown, in the same words."""
    cause = error.__cause__
    if isinstance(cause, (httpx2.TransportError, aiohttp.ClientError, TimeoutError)):
        return Ended("lost", cause)
    return end_of(cause)
