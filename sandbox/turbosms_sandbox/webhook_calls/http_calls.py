"""The HTTP calls of webhooks. httpx2 is slow to import: this module is imported when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import anyio.to_thread
import httpx2

from turbosms_sandbox.outgoing.allowed_hosts import is_allowed, is_on_this_machine, read_address
from turbosms_sandbox.outgoing.http_client import make_http_client

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp

    from turbosms_sandbox.webhook_calls.receivers import Receivers
    from turbosms_sandbox.webhooks.requests import WebhookRequest

DEADLINE: Final = 5.0
"""Seconds that a call may take in all."""
MAX_ANSWER: Final = 64 * 1024
"""How many bytes of an answer are read; its status is all that counts."""
_ANSWER_BEGINS: Final = "http11.receive_response_headers.started"

TIMEOUT: Final = "timeout"
NO_ANSWER: Final = "no_answer"
NOT_ALLOWED: Final = "not_allowed"
HUNG_UP: Final = "hung_up"


class CallResult(NamedTuple):
    """The status of the answer; None and a word if there was none."""

    status: int | None
    failure: str = ""


class _HungUpError(Exception):
    """The request was sent, and the connection closed before the answer."""


def may_be_called(url: str, webhook_hosts: Collection[str]) -> bool:
    """Whether a URL is on this machine, or on a host of `--webhook-host`."""
    address = read_address(url)
    if address is None:
        return False
    return is_on_this_machine(address) or is_allowed(address, webhook_hosts)


class HttpCalls:
    """Makes the calls, each on a connection of its own."""

    def __init__(self, receivers: Receivers) -> None:
        """Call this in a thread, because it would block the event loop."""
        self._receivers = receivers
        self._clients = {"http": make_http_client(DEADLINE, "http")}

    async def post(
        self, url: str, request: WebhookRequest, *, hangs_up: bool = False
    ) -> CallResult:
        """Make a call; with `hangs_up`, without waiting for the answer."""
        app = self._receivers.apps.get(url)
        if app is None and not may_be_called(url, self._receivers.hosts):
            return CallResult(None, NOT_ALLOWED)
        extensions = {"trace": _hang_up} if hangs_up else {}
        try:
            with anyio.fail_after(DEADLINE):
                if app is not None:
                    return await _post_to_app(app, url, request, hangs_up=hangs_up)
                client = await self._client_for(url)
                return await _post(client, url, request, extensions)
        except _HungUpError:
            return CallResult(None, HUNG_UP)
        except (TimeoutError, httpx2.TimeoutException):
            return CallResult(None, TIMEOUT)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError):
            return CallResult(None, NO_ANSWER)

    async def close(self) -> None:
        # A copy: a call that is still under way may make another one meanwhile.
        for client in list(self._clients.values()):
            await client.aclose()

    async def _client_for(self, url: str) -> httpx2.AsyncClient:
        scheme = httpx2.URL(url).scheme
        if scheme not in self._clients:
            made = await anyio.to_thread.run_sync(make_http_client, DEADLINE, scheme)
            # Another call may have needed one in the meantime.
            self._clients.setdefault(scheme, made)
        return self._clients[scheme]


async def _hang_up(step: str, _: object) -> None:
    if step == _ANSWER_BEGINS:
        raise _HungUpError


async def _post(
    client: httpx2.AsyncClient, url: str, request: WebhookRequest, extensions: dict[str, Any]
) -> CallResult:
    headers = {**request.headers, "Connection": "close"}
    async with client.stream(
        "POST", url, content=request.content, headers=headers, extensions=extensions
    ) as response:
        size = 0
        async for part in response.aiter_raw():
            size += len(part)
            if size > MAX_ANSWER:
                break
        return CallResult(response.status_code)


async def _post_to_app(
    app: ASGIApp, url: str, request: WebhookRequest, *, hangs_up: bool
) -> CallResult:
    """Call an application in this process. What it raises is for those who test it to see."""
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app)) as client:
        response = await client.post(url, content=request.content, headers=request.headers)
    return CallResult(None, HUNG_UP) if hangs_up else CallResult(response.status_code)
