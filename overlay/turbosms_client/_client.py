"""The two clients: the same methods, pumped by a small driver each."""

from __future__ import annotations

import time
from collections import deque
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import anyio
import httpx2

from ._chat import Chat
from ._checks import wrong
from ._connection import Bearer, service_url, transport
from ._facade import Awaiting, Blocking
from ._file import File
from ._flow import NOT_SENT, Flow, Sleep, Step, UnsentError, advance
from ._methods import Message, User
from ._policy import DEFAULT_RETRY, RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from ._connection import Token
    from ._errors import OutcomeUnknownError

T = TypeVar("T")
K = TypeVar("K")
H = TypeVar("H", httpx2.Client, httpx2.AsyncClient)
_GRACE: Final = 0.05
_SIGNED: Final = httpx2.Auth()  # adds nothing, nor lets a caller's client add what it would


class _Client(Generic[H, K]):
    _http_type: type[H]
    _transport_type: Any
    _run: Any
    _trace: Any
    _direct: Any

    def __init__(  # noqa: PLR0913 - named, but for the token and the address
        self,
        token: Token | None = None,
        base_url: str | None = None,
        *,
        sms_sender: str | None = None,
        viber_sender: str | None = None,
        retry: RetryPolicy = DEFAULT_RETRY,
        http_client: H | None = None,
    ) -> None:
        """Nothing is sent yet; `InvalidParameterError` if there is no token, or the address is none.

        Args:
            token: the token of the account, or a callable that gives it anew for every request; without one, the
                environment's `TURBOSMS_TOKEN`.
            base_url: the address of the service; without one, the environment's `TURBOSMS_BASE_URL`, else the real one.
            sms_sender: the SMS sender of messages that do not name one.
            viber_sender: the Viber sender of messages that do not name one.
            retry: how often and how soon calls are repeated that got no usable answer.
            http_client: a client of `httpx2` of your own, for proxies, certificates or limits. It stays yours to close.
                Timeouts and redirects are decided here, for each call, all the same; but TCP keep-alive is yours to
                set: without it, a send, which has no read timeout, waits for a vanished peer for ever.
        """
        try:
            self._auth = Bearer(token)
        finally:
            token = None  # no frame of an error holds it
        self._url = service_url(base_url)
        self._owned = http_client is None
        if http_client is None:
            self._direct = transport(self._transport_type, self._url)
            http_client = self._http_type(transport=self._direct)
        elif not isinstance(http_client, self._http_type):
            raise wrong("http_client", f"http_client is a {self._http_type.__name__} of httpx2.", None)
        self._http: H = http_client
        self._merged: dict[str, tuple[httpx2.URL, httpx2.Headers]] = {}
        self.interrupted: deque[OutcomeUnknownError] = deque(maxlen=100)
        """The last calls that were cut off in the middle (Ctrl-C, a cancelled task), oldest first: `resume()` finishes
        one. They are yours to remove."""
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

    def _request(self, step: Step) -> httpx2.Request:
        http = step.request.http
        if self._http.is_closed:
            raise UnsentError from RuntimeError("This client is closed.")
        if not self._owned:
            request = self._http.build_request(**{**http, "url": f"{self._url}{http['url']}", "timeout": step.timeout})
            request.extensions["trace"] = self._trace(request)
            return self._auth.sign(request)
        if (known := self._merged.get(http["url"])) is None:
            # What `httpx2` merges anew for each request, in half of its time, is the same for each of ours.
            first = self._http.build_request(**{**http, "url": f"{self._url}{http['url']}"})
            first.headers.pop("content-length", None)
            known = self._merged[http["url"]] = (first.url, first.headers)
        extensions = {"timeout": step.timeout.as_dict()}
        request = httpx2.Request(
            http["method"], known[0], headers=known[1], json=http.get("json"), extensions=extensions
        )
        return self._auth.sign(request)

    @staticmethod
    def _lost(request: httpx2.Request, error: httpx2.HTTPError) -> BaseException:
        """What an error means: one that tells of no connection may be of another request, made by a hook of yours."""
        return httpx2.ReadError(f"after the request: {error}") if request.extensions.get("left") else error


def _note(request: httpx2.Request) -> Callable[[str, Any], None]:
    def trace(event: str, _: Any) -> None:
        if event.endswith("send_request_headers.started"):
            request.extensions["left"] = True

    return trace


def _note_async(request: httpx2.Request) -> Callable[[str, Any], Coroutine[Any, Any, None]]:
    note = _note(request)

    async def trace(event: str, info: Any) -> None:
        note(event, info)

    return trace


class TurboSMS(_Client[httpx2.Client, Blocking]):
    """A client of the TurboSMS HTTP API. Safe to share between threads; close it, or use it as a context manager."""

    _http_type, _transport_type, _trace = httpx2.Client, httpx2.HTTPTransport, staticmethod(_note)

    def __enter__(self) -> TurboSMS:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, unless they belong to an `http_client` of yours."""
        if self._owned:
            self._http.close()

    def _run(self, flow: Flow[T]) -> T:
        result: httpx2.Response | BaseException | None = None
        try:
            while True:
                step = advance(flow, result)
                try:
                    result = self._do(step)
                except BaseException as error:  # handed on above, so that what the flow raises is not chained to it
                    result = error
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]

    def _do(self, step: Step | Sleep) -> httpx2.Response | None:
        if isinstance(step, Sleep):
            return time.sleep(step.seconds)  # type: ignore[func-returns-value]
        request, until = self._request(step), step.until
        if self._owned:  # it has no cookies, redirects or hooks, and seeing to them takes a tenth of the time
            response: httpx2.Response = self._direct.handle_request(request)
        else:
            try:
                response = self._http.send(request, auth=_SIGNED, follow_redirects=False, stream=until is not None)
            except NOT_SENT as error:
                raise self._lost(request, error) from None
        if response.is_closed:
            return response
        body = b""
        with closing(response):
            if until is None:
                response.read()
                return response
            request.extensions["timeout"]["read"] = max(until - time.monotonic(), 0.001)
            for chunk in response.iter_raw():
                body += chunk
                if time.monotonic() >= until:
                    raise httpx2.ReadTimeout("the deadline is over")
        return httpx2.Response(response.status_code, headers=response.headers, content=body)


class AsyncTurboSMS(_Client[httpx2.AsyncClient, Awaiting]):
    """`TurboSMS` for asyncio and trio: every method is awaited. Close it, or use it as an async context manager."""

    _http_type, _transport_type, _trace = httpx2.AsyncClient, httpx2.AsyncHTTPTransport, staticmethod(_note_async)

    async def __aenter__(self) -> AsyncTurboSMS:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, unless they belong to an `http_client` of yours."""
        if self._owned:
            await self._http.aclose()

    async def _run(self, flow: Flow[T]) -> T:
        result: httpx2.Response | BaseException | None = None
        try:
            while True:
                step = advance(flow, result)
                try:
                    result = await self._do(step)
                except BaseException as error:  # handed on above, so that what the flow raises is not chained to it
                    result = error
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]

    async def _do(self, step: Step | Sleep) -> httpx2.Response | None:
        if isinstance(step, Sleep):
            return await anyio.sleep(step.seconds)  # type: ignore[func-returns-value]
        # A little later than the limits of its phases: a connection that does not come about has an error of its own.
        with anyio.move_on_after(None if step.until is None else step.until - time.monotonic() + _GRACE):
            request = self._request(step)
            if self._owned:
                response: httpx2.Response = await self._direct.handle_async_request(request)
                async with aclosing(response):
                    await response.aread()
                return response
            try:
                return await self._http.send(request, auth=_SIGNED, follow_redirects=False)
            except NOT_SENT as error:
                raise self._lost(request, error) from None
        raise httpx2.ReadTimeout("the deadline is over")
