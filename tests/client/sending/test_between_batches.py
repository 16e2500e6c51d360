"""Between two batches: a token that fails, a closed client; and who surely got nothing yet."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.kit.answers import accepted, refused
from tests.kit.batches import BATCHES, MANY, SIZE
from tests.kit.service import LOST
from turbosms_client import (
    APIError,
    InvalidParameterError,
    OutcomeUnknownError,
    RequestNotSentError,
    RetryPolicy,
    SendReport,
    TurboSMS,
)

if TYPE_CHECKING:
    from tests.client.pump import Pump
    from tests.kit.clients import AnyClient
    from tests.kit.service import Service

pytestmark = [pytest.mark.rules, pytest.mark.usefixtures("sent_in_batches")]

A = "380501111111"
SECRET = "v3ry-s3cret-t0ken"
ONCE = RetryPolicy(attempts=1)


class VaultError(Exception):
    """Of whatever holds the token."""


class Vault:
    """A function that gives the token, so many times; then it is ill."""

    def __init__(self, times: int, ill: Any) -> None:
        self._times = times
        self._ill = ill

    def __call__(self) -> Any:
        token = SECRET
        self._times -= 1
        if self._times >= 0:
            return token
        if isinstance(self._ill, BaseException):
            raise self._ill
        return self._ill

    def recover(self) -> None:
        self._times = 1_000_000


def illnesses() -> list[Any]:
    return [VaultError("sealed"), OSError("no such file"), None, "", SECRET + "\n", 7, "два"]


def name(value: Any) -> str:
    if isinstance(value, BaseException):
        return type(value).__name__
    return repr(value).replace(SECRET, "…")


def no_frame_holds_the_token(error: BaseException) -> bool:
    """Neither of the error nor of what it refers to."""
    waiting: list[BaseException | None] = [error]
    seen: list[BaseException] = []
    while waiting:
        one = waiting.pop()
        if one is None or one in seen:
            continue
        seen.append(one)
        waiting.extend((one.__cause__, one.__context__))
        for frame, _ in traceback.walk_tb(one.__traceback__):
            if frame.f_code.co_filename != __file__ and SECRET in repr(frame.f_locals):
                return False
            if frame.f_code is Vault.__call__.__code__:
                return False
    return True


@pytest.mark.parametrize("ill", illnesses(), ids=name)
def test_a_token_that_fails_after_the_first_batch(
    ask: AnyClient, service: Service, answers: list[Any], ill: Any
) -> None:
    service.answers(*answers)
    vault = Vault(1, ill)
    client = ask.of(service.url, token=vault)
    with pytest.raises(OutcomeUnknownError) as caught:
        client.message.send(MANY, text="Hi", sequence_id="campaign")
    error = caught.value
    assert error.sequence_id == "campaign"
    assert error.report is not None
    assert [row.input for row in error.report.accepted] == BATCHES[0]
    assert error.report.missing == error.unsent == MANY[SIZE:]
    if isinstance(ill, BaseException):
        assert error.__cause__ is ill
    else:
        assert isinstance(error.__cause__, InvalidParameterError)
        assert error.__cause__.parameter == "token"
    assert error.__cause__.__traceback__ is None
    assert no_frame_holds_the_token(error)
    assert SECRET not in "".join(traceback.format_exception(error))
    assert not client.interrupted
    with pytest.raises(OutcomeUnknownError) as still:
        client.resume(error)
    assert still.value.unsent == MANY[SIZE:]
    vault.recover()
    report = client.resume(still.value)
    assert [row.input for row in report.accepted] == MANY
    assert len(service.requests) == 3


@pytest.mark.parametrize("ill", illnesses(), ids=name)
def test_a_token_that_fails_before_the_first_batch(
    ask: AnyClient, service: Service, ill: Any
) -> None:
    client = ask.of(service.url, token=Vault(0, ill))
    expected = type(ill) if isinstance(ill, BaseException) else InvalidParameterError
    for recipients in (MANY, [A]):
        with pytest.raises(expected) as caught:
            client.message.send(recipients, text="Hi")
        if isinstance(ill, BaseException):
            assert caught.value is ill
            assert caught.value.__cause__ is None
    assert not client.interrupted
    assert not service.requests


@pytest.mark.parametrize("ill", [VaultError("sealed"), None], ids=name)
def test_a_token_that_fails_after_a_lost_answer(ask: AnyClient, service: Service, ill: Any) -> None:
    service.answers(LOST, accepted(A))
    vault = Vault(1, ill)
    client = ask.of(service.url, token=vault)
    with pytest.raises(OutcomeUnknownError) as caught:
        client.message.send([A], text="Hi")
    assert isinstance(caught.value.__cause__, (VaultError, InvalidParameterError))
    assert caught.value.unsent == []
    assert no_frame_holds_the_token(caught.value)
    vault.recover()
    assert client.resume(caught.value).message_ids == [f"id-{A}"]


def test_a_token_that_fails_after_a_batch_that_nobody_was_accepted_in(
    ask: AnyClient, service: Service, answers: list[Any]
) -> None:
    """Nothing was sent; but what is known of the first batch is not thrown away."""
    service.answers(refused(406, "NOT_ALLOWED_RECIPIENT_COUNTRY", *BATCHES[0]), *answers[1:])
    vault = Vault(1, VaultError("sealed"))
    client = ask.of(service.url, token=vault)
    with pytest.raises(OutcomeUnknownError) as caught:
        client.message.send(MANY, text="Hi")
    assert caught.value.report is not None
    assert [row.input for row in caught.value.report.rejected] == BATCHES[0]
    assert caught.value.unsent == MANY[SIZE:]
    vault.recover()
    report = client.resume(caught.value)
    assert (len(report.rejected), len(report.accepted)) == (SIZE, len(MANY) - SIZE)


def test_a_client_closed_after_the_first_batch(service: Service, answers: list[Any]) -> None:
    service.answers(answers[0], *answers)
    client = TurboSMS(SECRET, service.url, sms_sender="Shop")

    def close(report: SendReport) -> None:
        client.close()

    with pytest.raises(OutcomeUnknownError) as caught:
        client.message.send(MANY, text="Hi", sequence_id="campaign", on_report=close)
    error = caught.value
    assert error.report is not None
    assert [row.input for row in error.report.accepted] == BATCHES[0]
    assert error.report.missing == error.unsent == MANY[SIZE:]
    assert isinstance(error.__cause__, RuntimeError)
    assert "closed" in str(error.__cause__)
    assert no_frame_holds_the_token(error)
    with pytest.raises(OutcomeUnknownError):
        error.resume()
    with TurboSMS(SECRET, service.url, sms_sender="Shop") as another:
        report = another.message.send(MANY, text="Hi", sequence_id="campaign")
    assert service.bodies[1] == service.bodies[0]
    assert report.sequence_id == "campaign"


# Who surely got nothing, whatever ended the call.


def stopped(pump: Pump, *script: Any, attempts: int = 1) -> OutcomeUnknownError:
    retry = RetryPolicy(attempts=attempts, pause=0.01)
    with pytest.raises((OutcomeUnknownError, KeyboardInterrupt)) as caught:
        pump(pump.client(retry).send(reversed(MANY), text="Hi"), *script)
    if isinstance(caught.value, KeyboardInterrupt):
        assert caught.value.__cause__ is pump.interrupted[-1]
        return pump.interrupted[-1]
    assert isinstance(caught.value, OutcomeUnknownError)
    return caught.value


@pytest.mark.parametrize("batches", [1, 2])
def test_a_batch_that_may_have_left_is_not_unsent(
    pump: Pump, answers: list[Any], batches: int
) -> None:
    later = [*reversed(MANY[SIZE * (batches + 1) :])]
    done = answers[:batches]
    for doubt in (
        httpx2.ReadError("gone"),
        httpx2.Response(502),
        refused(999, "FATAL_ERROR"),
        KeyboardInterrupt(),
    ):
        assert stopped(pump, *done, doubt).unsent == later
    # A lost attempt is not made good by one that did not leave, or that is refused.
    lost = httpx2.ReadError("gone")
    assert stopped(pump, *done, lost, httpx2.ConnectError("no"), attempts=2).unsent == later
    assert stopped(pump, *done, lost, refused(203, "NO"), attempts=2).unsent == later
    assert stopped(pump, *done, lost, KeyboardInterrupt(), attempts=2).unsent == later


@pytest.mark.parametrize("batches", [1, 2])
def test_a_batch_that_never_left_is_unsent(pump: Pump, answers: list[Any], batches: int) -> None:
    later = [*reversed(MANY[SIZE * batches :])]
    done = answers[:batches]
    for reason in (httpx2.ConnectError("no"), refused(203, "REQUIRED_BALANCE")):
        error = stopped(pump, *done, reason)
        assert error.unsent == later
        assert error.report is not None
        assert error.report.missing == later
    no = httpx2.ConnectError("no")
    assert stopped(pump, *done, no, refused(203, "NO"), attempts=2).unsent == later
    assert stopped(pump, *done, no, no, attempts=2).unsent == later


def test_in_the_pause_after_a_batch_that_never_left(pump: Pump, answers: list[Any]) -> None:
    running = pump.running(pump.message.send(MANY, text="Hi"))
    running.advance(None)
    running.advance(pump.outcome(answers[0]))
    running.advance(pump.outcome(httpx2.ConnectError("no")))
    running.cut_off(KeyboardInterrupt())
    (left,) = pump.interrupted
    assert left.unsent == MANY[SIZE:]
    assert len(pump(left.resume(), *answers[1:]).accepted) == len(MANY)


def test_in_the_first_batch(pump: Pump) -> None:
    assert stopped(pump, httpx2.ReadError("gone")).unsent == [*reversed(MANY[SIZE:])]
    assert stopped(pump, KeyboardInterrupt()).unsent == [*reversed(MANY[SIZE:])]
    with pytest.raises(RequestNotSentError):
        stopped(pump, httpx2.ConnectError("no"))
    with pytest.raises(APIError):
        stopped(pump, refused(203, "REQUIRED_BALANCE"))


@pytest.mark.parametrize("recipients", [MANY[:1], MANY[:SIZE]], ids=len)
def test_of_a_single_send_nobody_is_unsent(pump: Pump, recipients: list[str]) -> None:
    once = pump.client(ONCE)
    for doubt in (httpx2.ReadError("gone"), refused(999, "FATAL_ERROR"), KeyboardInterrupt()):
        with pytest.raises((OutcomeUnknownError, KeyboardInterrupt)) as caught:
            pump(once.send(recipients, text="Hi"), doubt)
        error = caught.value.__cause__
        if isinstance(caught.value, OutcomeUnknownError):
            error = caught.value
        assert isinstance(error, OutcomeUnknownError)
        assert error.unsent == []
