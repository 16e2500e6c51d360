"""The two clients. Both carry out the same flows: one blocks, the other awaits."""

from __future__ import annotations

import os
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar

import anyio
import httpx2

from ._chat import Chat
from ._file import File
from ._flows.instructions import CannotSend, Flow, InstructionResult, SendRequest, Sleep
from ._flows.method import Awaiting, Blocking
from ._flows.running import Running
from ._flows.runtime import Runtime
from ._http.address import service_url, site_of
from ._http.driver_interface import AwaitingDriver, BlockingDriver, HTTPRequest
from ._http.drivers import awaiting_driver, blocking_driver
from ._http.log_filter import HiddenToken
from ._http.loops import current_loop
from ._message import Message
from ._parameters import checks
from ._requests.policy import DEFAULT_RETRY, RetryPolicy, check_retry
from ._requests.token import Bearer, Token
from ._results.call_event import OnCall
from ._results.errors import OutcomeUnknownError
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
    "This client, or the http_client passed to it, is closed: make a new one, or keep one open "
    "for as long as the application runs."
)
_IN_ANOTHER_LOOP: Final = (
    "This client belongs to another event loop: "
    "make a new client in each asyncio.run() or trio.run()."
)


class _Client(Generic[Driver, HTTPClient, ClientKind]):
    _run: Any
    _make_driver: Any

    def __init__(  # noqa: PLR0913 - all but token and address are passed by name
        self,
        token: Token | None = None,
        base_url: str | None = None,
        *,
        sms_sender: str | None = None,
        viber_sender: str | None = None,
        retry: RetryPolicy = DEFAULT_RETRY,
        http_client: HTTPClient | None = None,
        on_call: OnCall | None = None,
    ) -> None:
        """Create a client. This sends nothing.

        Args:
            token: the token of the account, or a callable that returns it and is called for every
                request. The default is the environment variable `TURBOSMS_TOKEN`.
            base_url: the address of the service. The default is the environment variable
                `TURBOSMS_BASE_URL`, or else the real service.
            sms_sender: the SMS sender for messages that do not name one.
            viber_sender: the Viber sender for messages that do not name one.
            retry: how often and how soon a call is retried that gets no usable response.
            http_client: a client of your own, for proxies, certificates or limits: an
                `httpx2.Client`, or for `AsyncTurboSMS` an `httpx2.AsyncClient` or an
                `aiohttp.ClientSession`. You remain responsible for closing it. Timeouts and
                redirects are still set here, for each call. Set its socket options yourself
                (`turbosms_client.socket_options`): without them, a send, which has no read timeout,
                may wait for a vanished peer for a very long time.
            on_call: called with a `CallEvent` when a request has come to its end with all its
                retries, for metrics. It has no phone numbers, texts or tokens. A plain function for
                both clients; `AsyncTurboSMS` calls it in the event loop, so it must be quick. If it
                raises, that is logged, and the call goes on.

        Raises:
            InvalidParameterError: there is no token; the address is invalid, or has more than
                scheme, host, port and a path prefix; `http_client` is of another type; or the
                environment names a proxy or certificates that cannot be used. An empty value is an
                error too: it never means the value from the environment. Or `on_call` cannot be
                called, or is a coroutine function.
        """
        try:
            self._auth = Bearer(token)
        finally:
            token = None  # so that no frame of a traceback holds it
        checks.client_sender("sms_sender", sms_sender)
        checks.client_sender("viber_sender", viber_sender)
        check_retry(retry)
        checks.check_on_call(on_call)
        self._on_call = on_call
        self._url = service_url(base_url)
        self._driver: Driver = self._make_driver(self._url, http_client)
        self.interrupted: deque[OutcomeUnknownError] = deque(maxlen=100)
        """The latest calls that were interrupted (Ctrl-C, a cancelled task), oldest first.
        `resume()` completes one; it is up to you to remove it."""
        senders = {"sms": sms_sender, "viber": viber_sender}
        runtime = Runtime(run=self._run, retry=retry, senders=senders, interrupted=self.interrupted)
        self.message: Message[ClientKind] = Message(runtime)
        """Sending messages, and their delivery status."""
        self.chat: Chat[ClientKind] = Chat(runtime, site_of(self._url))
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
        except Exception as error:  # the caller's function may raise anything
            return CannotSend(error)
        request = instruction.request
        headers = {**request.headers, "Authorization": authorization}
        return HTTPRequest(
            path=request.path,
            headers=headers,
            body=request.body,
            timeouts=instruction.timeouts,
            until=instruction.until,
        )


class TurboSMS(_Client[BlockingDriver, httpx2.Client, Blocking]):
    """A client for the TurboSMS HTTP API.

    Threads can share it. Close it, or use it as a context manager.
    """

    _make_driver = staticmethod(blocking_driver)

    def __enter__(self) -> TurboSMS:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, except those of your own `http_client`."""
        self._driver.close()

    def _run(self, flow: Flow[T]) -> T:
        running = Running(flow, self.interrupted, self._on_call)
        try:
            instruction = running.advance(None)
            while instruction is not None:
                instruction = running.advance(self._carry_out(instruction))
            return running.end()
        except BaseException as error:
            running.cut_off(error)
            raise

    def _carry_out(self, instruction: SendRequest | Sleep) -> InstructionResult:
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

    It belongs to the event loop of its first request. In any other loop, such as that of a second
    `asyncio.run()`, its calls raise `RuntimeError` and send nothing: make a new client in each.
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
        """Close the connections, except those of your own `http_client`."""
        await self._driver.aclose()

    async def _run(self, flow: Flow[T]) -> T:
        running = Running(flow, self.interrupted, self._on_call)
        try:
            instruction = running.advance(None)
            while instruction is not None:
                instruction = running.advance(await self._carry_out(instruction))
            return running.end()
        except BaseException as error:
            running.cut_off(error)
            raise

    async def _carry_out(self, instruction: SendRequest | Sleep) -> InstructionResult:
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
        # Connections are tied to the loop in which they were opened.
        loop = current_loop()
        process = os.getpid()
        is_forked = process != self._process and self._driver.outlives_fork
        if self._loop is None or is_forked:
            self._loop = loop
            self._process = process
        return self._loop is not loop
