"""Every client of ours behind one way of calling it: that of the blocking one."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Self

import aiohttp
import httpx2
from anyio.from_thread import start_blocking_portal

from turbosms_client import AsyncTurboSMS, RetryPolicy, TurboSMS
from turbosms_testing.sandbox import NO_CERTIFICATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_client import OutcomeUnknownError
    from turbosms_client._chat import Chat
    from turbosms_client._file import File
    from turbosms_client._flows.method import Blocking
    from turbosms_client._message import Message
    from turbosms_client._user import User

OWN: Final = ("sync", "asyncio", "trio")
"""The clients with connections of their own: the blocking one, and the other one on each loop."""
CLIENT_KINDS: Final = (*OWN, "aiohttp")
"""Those, and the asynchronous one with a session of aiohttp."""
OF_THE_CALLER: Final = ("httpx2 sync", "httpx2 asyncio", "httpx2 trio", "aiohttp")
"""The clients with an `http_client` that is given to them."""
WAYS: Final = (*OWN, *OF_THE_CALLER)
"""Every way in which a client may be connected."""
TOKEN: Final = "s3cret-t0ken"
QUICK: Final = RetryPolicy(attempts=4, pause=0.01, max_pause=0.05)
NO_PAUSE: Final = RetryPolicy(attempts=4, pause=0, max_pause=0)


class AnyClient:
    """A client of one of the kinds.

    Its modules are those of the blocking client, whatever loop runs what they do.
    """

    message: Message[Blocking]
    chat: Chat[Blocking]
    user: User[Blocking]
    file: File[Blocking]

    def __init__(
        self, kind: str, url: str | None, *, proxy: str | None = None, **options: Any
    ) -> None:
        self.kind = kind
        self._stack = ExitStack()
        loop = kind.replace("aiohttp", "asyncio").removeprefix("httpx2 ")
        self._portal = (
            None if loop == "sync" else self._stack.enter_context(start_blocking_portal(loop))
        )
        usual = {"token": TOKEN, "sms_sender": "Shop", "retry": QUICK}
        self._make(proxy, {**usual, "base_url": url, **options})

    def _make(self, proxy: str | None, given: dict[str, Any]) -> None:
        self._given = {**given}
        if self.kind in OF_THE_CALLER and "http_client" not in given:
            given["http_client"] = self.run(lambda: self._new_http(proxy))
        self.http: Any = given.get("http_client")
        if self.http is not None:
            self._stack.callback(self.close_http)
        made = TurboSMS if self._portal is None else AsyncTurboSMS
        self.client: Any = self.run(lambda: made(**given))
        self._stack.callback(self.run, _closing(self.client))
        self.message = self._module("message")
        self.chat = self._module("chat")
        self.user = self._module("user")
        self.file = self._module("file")

    def _new_http(self, proxy: str | None) -> Any:
        if self.kind == "aiohttp":
            return aiohttp.ClientSession(proxy=proxy)
        made = httpx2.Client if self._portal is None else httpx2.AsyncClient
        return made(proxy=proxy, trust_env=False, verify=NO_CERTIFICATES)

    def close_http(self) -> None:
        """Close the `http_client` that the client was given."""
        self.run(_closing(self.http))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the client, its connections and its event loop."""
        self._stack.close()

    def of(self, url: str | None, **options: Any) -> AnyClient:
        """Another client, of another service."""
        return self.another(base_url=url, **options)

    def another(self, **options: Any) -> AnyClient:
        """One in the same event loop, which ends with this one, and is like it but for this."""
        other = object.__new__(AnyClient)
        other.kind, other._stack, other._portal = self.kind, self._stack, self._portal
        kept = {name: value for name, value in self._given.items() if name != "http_client"}
        other._make(None, {**kept, **options})
        return other

    @cached_property
    def elsewhere(self) -> AnyClient:
        """One with nothing in common but the account."""
        return self.another()

    @property
    def interrupted(self) -> list[OutcomeUnknownError]:
        return [*self.client.interrupted]

    def _module(self, name: str) -> Any:
        module = getattr(self.client, name)
        return module if self._portal is None else _Blocking(module, self)

    def resume(self, error: OutcomeUnknownError) -> Any:
        return self.run(error.resume)

    def run(self, call: Callable[[], Any]) -> Any:
        """What a call in the client's event loop comes to, awaited where it has to be."""
        if self._portal is None:
            return call()

        async def awaited() -> Any:
            result = call()
            return await result if inspect.isawaitable(result) else result

        return self._portal.call(awaited)


def _closing(made: Any) -> Any:
    """The method that closes a client, ours or of HTTP."""
    return made.aclose if hasattr(made, "aclose") else made.close


def outcome_of(call: Callable[[], Any]) -> Any:
    """The result of a call, or its exception."""
    try:
        return call()
    except Exception as error:
        return error


def together(calls: list[Callable[[], Any]]) -> list[Any]:
    """The outcomes of calls that are made at the same time."""
    with ThreadPoolExecutor(len(calls)) as threads:
        return [*threads.map(outcome_of, calls)]


class _Blocking:
    """A module of the asynchronous client whose methods block."""

    def __init__(self, module: Any, client: AnyClient) -> None:
        self._module = module
        self._client = client

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._module, name)

        def blocking(*args: Any, **kwargs: Any) -> Any:
            result = self._client.run(lambda: method(*args, **kwargs))
            return _Rows(result, self._client) if hasattr(result, "__anext__") else result

        return blocking


class _Rows(Iterator[Any]):
    """What an asynchronous iterator gives, one by one."""

    def __init__(self, rows: Any, client: AnyClient) -> None:
        self._rows = rows
        self._client = client

    def __next__(self) -> Any:
        end = object()
        row = self._client.run(lambda: anext(self._rows, end))
        if row is end:
            raise StopIteration
        return row
