"""A caller's hook that fails behind the answer does not make a request one that was not sent."""

from __future__ import annotations

from typing import Any

import anyio
import httpx2
import pytest

from turbosms_client import (
    AsyncTurboSMS,
    OutcomeUnknownError,
    RequestNotSentError,
    RetryPolicy,
    TurboSMS,
)

ONCE = RetryPolicy(attempts=1)
FAILURES = [httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError]
failures = pytest.mark.parametrize("failure", FAILURES)
of_its_own = pytest.mark.parametrize(
    "of_its_own", [True, False], ids=["of a request of its own", "bare"]
)


def error(failure: type[httpx2.RequestError], of_its_own: bool) -> httpx2.RequestError:
    return failure(
        "x", request=httpx2.Request("GET", "http://elsewhere.invalid") if of_its_own else None
    )


def answer(_: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200)


@failures
@of_its_own
def test_blocking(failure: type[httpx2.RequestError], of_its_own: bool) -> None:
    def hook(_: Any) -> None:
        raise error(failure, of_its_own)

    # This transport does not tell how far it came.
    with httpx2.Client(
        transport=httpx2.MockTransport(answer), event_hooks={"response": [hook]}
    ) as http:
        client = TurboSMS(
            "t", "http://turbosms.invalid", sms_sender="Shop", http_client=http, retry=ONCE
        )
        with pytest.raises(OutcomeUnknownError):
            client.message.send(["380501111111"], text="x")


@failures
@of_its_own
def test_awaiting(failure: type[httpx2.RequestError], of_its_own: bool) -> None:
    async def hook(_: Any) -> None:
        raise error(failure, of_its_own)

    async def send() -> None:
        http = httpx2.AsyncClient(
            transport=httpx2.MockTransport(answer), event_hooks={"response": [hook]}
        )
        client = AsyncTurboSMS(
            "t", "http://turbosms.invalid", sms_sender="Shop", http_client=http, retry=ONCE
        )
        with pytest.raises(OutcomeUnknownError):
            await client.message.send(["380501111111"], text="x")
        await http.aclose()

    anyio.run(send)


@failures
def test_the_transport_itself(failure: type[httpx2.RequestError]) -> None:
    def fail(_: httpx2.Request) -> httpx2.Response:
        raise failure("x")

    with httpx2.Client(transport=httpx2.MockTransport(fail)) as http:
        client = TurboSMS(
            "t", "http://turbosms.invalid", sms_sender="Shop", http_client=http, retry=ONCE
        )
        with pytest.raises(RequestNotSentError):
            client.message.send(["380501111111"], text="x")
