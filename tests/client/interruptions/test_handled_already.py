"""A call made while the caller handles an exception, which is no part of what the call comes to."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.kit.answers import accepted
from tests.kit.service import LOST
from turbosms_client import OutcomeUnknownError, RequestNotSentError, RetryPolicy, TurboSMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.clients import AnyClient
    from tests.kit.service import Service

A = "380501111111"
MANY = [str(380_500_000_000 + place) for place in range(6_000)]
ONCE = RetryPolicy(attempts=1)


class Handled:
    """Makes a call while an exception is handled; keeps what was raised."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.raised: BaseException | None = None

    def during(self, call: Callable[[], Any]) -> BaseException:
        """What the call raises."""
        try:
            self._fail()
        except type(self.error):
            try:
                call()
            except Exception as raised:  # whatever it is
                return raised
        raise AssertionError

    def _fail(self) -> None:
        raise self.error


@pytest.fixture(
    params=[ValueError("mine"), TimeoutError("mine"), ssl.SSLCertVerificationError("mine")],
    ids=lambda error: type(error).__name__,
)
def handled(request: pytest.FixtureRequest) -> Handled:
    return Handled(request.param)


def test_no_connection(ask: AnyClient, closed_port: str, handled: Handled) -> None:
    client = ask.of(closed_port, retry=ONCE)
    raised = handled.during(lambda: client.message.send([A], text="Hi"))
    assert isinstance(raised, RequestNotSentError)
    assert raised.temporary
    assert "mine" not in str(raised)
    assert handled.error.__traceback__ is not None
    assert not client.interrupted


def test_a_lost_answer(ask: AnyClient, service: Service, handled: Handled) -> None:
    service.answers(LOST)
    client = ask.of(service.url, retry=ONCE)
    raised = handled.during(lambda: client.message.send([A], text="Hi"))
    assert isinstance(raised, OutcomeUnknownError)
    assert raised.temporary
    assert "mine" not in str(raised)
    assert handled.error.__traceback__ is not None
    assert not client.interrupted


def test_it_is_repeated(ask: AnyClient, service: Service, handled: Handled) -> None:
    service.answers(LOST, accepted(A))
    reports: list[Any] = []

    def call() -> None:
        reports.append(ask.message.send([A], text="Hi"))
        raise LookupError

    assert isinstance(handled.during(call), LookupError)
    assert reports[0].message_ids == [f"id-{A}"]
    assert len(service.requests) == 2


def test_a_hook_of_the_callers_own_client(closed_port: str, handled: Handled) -> None:
    def fail(request: httpx2.Request) -> None:
        raise LookupError

    hooks: Any = {"request": [fail]}
    with (
        httpx2.Client(event_hooks=hooks) as http_client,
        TurboSMS("t", closed_port, sms_sender="S", retry=ONCE, http_client=http_client) as client,
    ):
        raised = handled.during(lambda: client.message.send([A], text="Hi"))
    assert isinstance(raised.__cause__, LookupError)
    assert raised.__cause__.__traceback__ is None
    assert raised.__cause__.__context__ is None
    assert handled.error.__traceback__ is not None


def test_a_token_that_fails_between_two_batches(service: Service, handled: Handled) -> None:
    service.answers(accepted(*MANY[:5000]))
    tokens = iter(["t"])

    def token() -> str:
        for one in tokens:
            return one
        raise LookupError

    with TurboSMS(token, service.url, sms_sender="Shop") as client:
        raised = handled.during(lambda: client.message.send(MANY, text="Hi"))
    assert isinstance(raised.__cause__, LookupError)
    assert raised.__cause__.__traceback__ is None
    assert raised.__cause__.__context__ is None
    assert handled.error.__traceback__ is not None
