"""Nothing of a call stays behind it: neither the token nor what the caller was handling."""

from __future__ import annotations

import gc
import traceback
import weakref
from typing import TYPE_CHECKING, Any

import anyio
import httpx2
import pytest

from tests.kit.answers import ok
from turbosms_client import AsyncTurboSMS, TurboSMS

if TYPE_CHECKING:
    from tests.kit.service import Service

TOKEN = "s3cret-token"
BALANCE = ok({"balance": 1})


class Local:
    """Lives as long as the frame that it is a local of."""


class Stop(BaseException):
    """An interruption, of whatever kind."""


class Racing(httpx2.AsyncBaseTransport):
    """Of the caller's own, with a task group."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        async def attempt(headers: dict[str, str]) -> None:
            assert headers["authorization"] == f"Bearer {TOKEN}"
            raise Stop

        async with anyio.create_task_group() as group:
            group.start_soon(attempt, dict(request.headers))
        raise AssertionError


def handle_an_error_and_ask(client: TurboSMS) -> weakref.ref[Local]:
    local = Local()
    try:
        int("before the call")
    except ValueError:
        client.user.balance()
    return weakref.ref(local)


async def handle_an_error_and_await(client: AsyncTurboSMS) -> weakref.ref[Local]:
    local = Local()
    try:
        int("before the call")
    except ValueError:
        await client.user.balance()
    return weakref.ref(local)


def test_what_the_caller_was_handling(service: Service) -> None:
    service.answers(BALANCE)
    with TurboSMS(TOKEN, service.url) as client:
        local = handle_an_error_and_ask(client)
        gc.collect()
        assert local() is None


@pytest.mark.anyio
async def test_what_the_caller_was_handling_in_a_task(service: Service) -> None:
    service.answers(BALANCE)
    async with AsyncTurboSMS(TOKEN, service.url) as client:
        local = await handle_an_error_and_await(client)
        gc.collect()
        assert local() is None


@pytest.mark.anyio
async def test_the_frames_of_a_group(service: Service) -> None:
    http: Any = httpx2.AsyncClient(transport=Racing())
    client = AsyncTurboSMS(TOKEN, service.url, sms_sender="Shop", http_client=http)
    with pytest.raises(BaseExceptionGroup) as caught:
        await client.message.send(["380671234567"], text="x")
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    lines = [line for line in shown.format() if TOKEN in line]
    # Of this test itself: its own frames have the token as a global, not as a local.
    assert lines == []
    await http.aclose()
