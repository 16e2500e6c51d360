"""The two clients: the same flows, carried out by one that blocks and one that awaits."""

from __future__ import annotations

import os
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar

import anyio
import httpx2

from . import _checks
from ._chat import Chat
from ._errors import OutcomeUnknownError
from ._file import File
from ._flow import CannotSend, Flow, Reply, SendRequest, Sleep
from ._http.address import service_url
from ._http.drivers import awaiting_driver, blocking_driver
from ._http.log_filter import HiddenToken
from ._http.loops import current_loop
from ._http.messages import AwaitingDriver, BlockingDriver, HTTPRequest
from ._message import Message
from ._method import Awaiting, Blocking
from ._policy import DEFAULT_RETRY, RetryPolicy, check_retry
from ._running import Running
from ._runtime import Runtime
from ._token import Bearer, Token
from ._user import User

if TYPE_CHECKING:
    import aiohttp

    AsyncHTTPClient: TypeAlias = httpx2.AsyncClient | aiohttp.ClientSession
else:
    AsyncHTTPClient = Any  # aiohttp need not be installed

T = TypeVar("T")
ClientKind = TypeVar("ClientKind")
Driver = TypeVar("Driver", BlockingDriver, AwaitingDriver)
HTTPClient = TypeVar("HTTPClient")

_CLOSED: Final = (
    "This client, or the http_client that it was given, is closed: make a new one, or keep one "
    "open for as long as the application runs."
)
_IN_ANOTHER_LOOP: Final = (
    "This client belongs to another event loop: "
    "make one client in each asyncio.run() or trio.run()."
)


class _Client(Generic[Driver, HTTPClient, ClientKind]):
    _run: Any
    _make_driver: Any

    def __init__(  # noqa: PLR0913 - named, but for the token and the address
        self,
        token: Token | None = None,
        base_url: str | None = None,
        *,
        sms_sender: str | None = None,
        viber_sender: str | None = None,
        retry: RetryPolicy = DEFAULT_RETRY,
        http_client: HTTPClient | None = None,
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
        check_retry(retry)
        self._url = service_url(base_url)
        self._driver: Driver = self._make_driver(self._url, http_client)
        self.interrupted: deque[OutcomeUnknownError] = deque(maxlen=100)
        """The last calls that were cut off in the middle (Ctrl-C, a cancelled task), oldest first:
        `resume()` finishes one. They are yours to remove."""
        senders = {"sms": sms_sender, "viber": viber_sender}
        runtime = Runtime(self._run, retry, senders, self.interrupted)
        self.message: Message[ClientKind] = Message(runtime)
        """Sending, and what became of it."""
        self.chat: Chat[ClientKind] = Chat(runtime, self._url)
        """Viber chats."""
        self.user: User[ClientKind] = User(runtime)
        """The account."""
        self.file: File[ClientKind] = File(runtime)
        """Files for Viber messages."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, '_url', 'without an address')!r}>"

    def _http_request(self, instruction: SendRequest) -> HTTPRequest | CannotSend:
        if self._driver.is_closed:
            return CannotSend(RuntimeError(_CLOSED))
        try:
            authorization = self._auth.header()
        except Exception as error:  # whatever the caller's function raises
            return CannotSend(error)
        request = instruction.request
        headers = {**request.headers, "Authorization": authorization}
        return HTTPRequest(
            request.path, headers, request.body, instruction.timeouts, instruction.until
        )


class TurboSMS(_Client[BlockingDriver, httpx2.Client, Blocking]):
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
        running = Running(flow, self.interrupted)
        try:
            instruction = running.advance(None)
            while instruction is not None:
                instruction = running.advance(self._carry_out(instruction))
            return running.end()
        except BaseException as error:
            running.cut_off(error)
            raise

    def _carry_out(self, instruction: SendRequest | Sleep) -> Reply:
        if isinstance(instruction, Sleep):
            time.sleep(instruction.seconds)
            return None
        request = self._http_request(instruction)
        if isinstance(request, CannotSend):
            return request
        with HiddenToken(request):
            return self._driver.send(request)


class AsyncTurboSMS(_Client[AwaitingDriver, AsyncHTTPClient, Awaiting]):
    """`TurboSMS` for asyncio and trio: every method is awaited.

    It belongs to the event loop of its first request. In another one, such as that of a second
    `asyncio.run()`, its calls raise `RuntimeError` and send nothing: make one client in each.
    Close it, or use it as an async context manager.
    """

    _make_driver = staticmethod(awaiting_driver)
    _loop: object = None
    _process: int | None = None

    async def __aenter__(self) -> AsyncTurboSMS:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, unless they belong to an `http_client` of yours."""
        await self._driver.aclose()

    async def _run(self, flow: Flow[T]) -> T:
        running = Running(flow, self.interrupted)
        try:
            instruction = running.advance(None)
            while instruction is not None:
                instruction = running.advance(await self._carry_out(instruction))
            return running.end()
        except BaseException as error:
            running.cut_off(error)
            raise

    async def _carry_out(self, instruction: SendRequest | Sleep) -> Reply:
        if isinstance(instruction, Sleep):
            await anyio.sleep(instruction.seconds)
            return None
        if self._is_in_another_loop():
            return CannotSend(RuntimeError(_IN_ANOTHER_LOOP))
        request = self._http_request(instruction)
        if isinstance(request, CannotSend):
            return request
        with HiddenToken(request):
            return await self._driver.send(request)

    def _is_in_another_loop(self) -> bool:
        # Connections are tied to the loop in which they were made.
        loop = current_loop()
        process = os.getpid()
        is_forked = process != self._process and self._driver.outlives_fork
        if self._loop is None or is_forked:
            self._loop = loop
            self._process = process
        return self._loop is not loop
