"""The two clients: the same methods, pumped by a small driver each."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

import anyio
import httpx2

from . import _checks
from ._chat import Chat
from ._facade import Awaiting, Blocking
from ._file import File
from ._flow import Flow, Sleep, Step, advance
from ._http.address import service_url
from ._http.drivers import awaiting_driver, blocking_driver
from ._http.exchange import HTTPRequest
from ._methods import Message, User
from ._policy import DEFAULT_RETRY, RetryPolicy
from ._token import Bearer, CannotSendError

if TYPE_CHECKING:
    import aiohttp

    from ._errors import OutcomeUnknownError
    from ._http.exchange import AwaitingDriver, BlockingDriver, Outcome
    from ._token import Token

    AsyncHTTPClient: TypeAlias = httpx2.AsyncClient | aiohttp.ClientSession
else:
    AsyncHTTPClient = Any  # aiohttp need not be installed

T = TypeVar("T")
K = TypeVar("K")
D = TypeVar("D", "BlockingDriver", "AwaitingDriver")
H = TypeVar("H")


class _Client(Generic[D, H, K]):
    _run: Any
    _make_driver: Any

    def __init__(
        self,
        token: Token | None = None,
        base_url: str | None = None,
        *,
        sms_sender: str | None = None,
        viber_sender: str | None = None,
        retry: RetryPolicy = DEFAULT_RETRY,
        http_client: H | None = None,
    ) -> None:
        """Nothing is sent yet.

        Args:
            token: the token of the account, or a callable that gives it anew for every request;
                without one, the environment's `TURBOSMS_TOKEN`.
            base_url: the address of the service; without one, the environment's
                `TURBOSMS_BASE_URL`, else the real one.
            sms_sender: the SMS sender of messages that do not name one.
            viber_sender: the Viber sender of messages that do not name one.
            retry: how often and how soon calls are repeated that got no usable answer.
            http_client: a client of your own, for proxies, certificates or limits:
                `httpx2.Client`, or for `AsyncTurboSMS` `httpx2.AsyncClient` or
                `aiohttp.ClientSession`. It stays yours to close. Timeouts and redirects are
                decided here, for each call, all the same. The options of its sockets are yours to
                set (`turbosms_client.socket_options`): without them, a send, which has no read
                timeout, may wait for a vanished peer for very long.

        Raises:
            InvalidParameterError: there is no token, the address is none or has more than scheme,
                host, port and a prefix of paths, `http_client` is of another kind, or the
                environment names a proxy or certificates that cannot be used. What is given and
                empty is an error too: it never stands for the environment's value.
        """
        try:
            self._auth = Bearer(token)
        finally:
            token = None  # no frame of an error holds it
        _checks.client_sender("sms_sender", sms_sender)
        _checks.client_sender("viber_sender", viber_sender)
        self._url = service_url(base_url)
        self._driver: D = self._make_driver(self._url, http_client)
        self.interrupted: deque[OutcomeUnknownError] = deque(maxlen=100)
        """The last calls that were cut off in the middle (Ctrl-C, a cancelled task), oldest first:
        `resume()` finishes one. They are yours to remove."""
        known = (self._run, retry, {"sms": sms_sender, "viber": viber_sender}, self.interrupted)
        self.message: Message[K] = Message(*known)
        """Sending, and what became of it."""
        self.chat: Chat[K] = Chat(*known, url=self._url)
        """Viber chats."""
        self.user: User[K] = User(*known)
        """The account."""
        self.file: File[K] = File(*known)
        """Files for Viber messages."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, '_url', 'without an address')!r}>"

    def _request(self, step: Step) -> HTTPRequest:
        if self._driver.is_closed:
            raise CannotSendError from RuntimeError("This client is closed.")
        headers = {**step.request.headers, "Authorization": self._auth.header()}
        return HTTPRequest(
            step.request.path, headers, step.request.body, step.timeouts, step.deadline
        )


class TurboSMS(_Client["BlockingDriver", httpx2.Client, Blocking]):
    """A client of the TurboSMS HTTP API.

    It is safe to share between threads. Close it, or use it as a context manager.
    """

    _make_driver = staticmethod(blocking_driver)

    def __enter__(self) -> TurboSMS:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, unless they belong to an `http_client` of yours."""
        self._driver.close()

    def _run(self, flow: Flow[T]) -> T:
        result: Outcome | BaseException | None = None
        try:
            while True:
                step = advance(flow, result)
                try:
                    result = self._do(step)
                except BaseException as error:
                    # Handed on above, so that what the flow raises is not chained to it.
                    result = error
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]

    def _do(self, step: Step | Sleep) -> Outcome | None:
        if isinstance(step, Sleep):
            time.sleep(step.seconds)
            return None
        return self._driver.send(self._request(step))


class AsyncTurboSMS(_Client["AwaitingDriver", AsyncHTTPClient, Awaiting]):
    """`TurboSMS` for asyncio and trio: every method is awaited.

    Close it, or use it as an async context manager.
    """

    _make_driver = staticmethod(awaiting_driver)

    async def __aenter__(self) -> AsyncTurboSMS:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, unless they belong to an `http_client` of yours."""
        await self._driver.aclose()

    async def _run(self, flow: Flow[T]) -> T:
        result: Outcome | BaseException | None = None
        try:
            while True:
                step = advance(flow, result)
                try:
                    result = await self._do(step)
                except BaseException as error:
                    # Handed on above, so that what the flow raises is not chained to it.
                    result = error
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]

    async def _do(self, step: Step | Sleep) -> Outcome | None:
        if isinstance(step, Sleep):
            await anyio.sleep(step.seconds)
            return None
        return await self._driver.send(self._request(step))
