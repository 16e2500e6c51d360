"""What a send's answers mean in both clients, and what is no answer of the service."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import accepted, envelope, refused
from tests.kit.clients import TOKEN
from tests.kit.facts import PARTIAL, SUCCESS, UNKNOWN
from turbosms_client import (
    APIError,
    AuthenticationError,
    InsufficientBalanceError,
    NotAllowedError,
    OutcomeUnknownError,
    ProtocolError,
    ResultCode,
    ServiceFailureError,
)

if TYPE_CHECKING:
    from tests.kit.clients import AnyClient
    from tests.kit.service import Service

A, B = "380501111111", "380502222222"


def test_what_goes_out(ask: AnyClient, service: Service) -> None:
    service.answers(accepted(A))
    ask.message.send([A], text="Привіт\nHi")
    request = service.requests[0]
    assert request.line == "POST /message/send.json HTTP/1.1"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["content-type"] == "application/json"
    assert b"\n" not in request.body
    assert service.bodies[0]["sms"] == {"sender": "Shop", "text": "Привіт\nHi"}


@pytest.mark.parametrize("module", ["message", "chat", "user", "file"])
def test_ping(ask: AnyClient, service: Service, module: str) -> None:
    service.answers(envelope(1, None, "PONG"))
    assert attrgetter(f"{module}.ping")(ask)() is True
    assert service.requests[0].line == f"POST /{module}/ping.json HTTP/1.1"
    assert service.requests[0].body == b""


def test_ping_with_a_wrong_token(ask: AnyClient, service: Service) -> None:
    service.answers(refused(105, "REQUIRED_AUTH"))
    with pytest.raises(AuthenticationError) as caught:
        ask.user.ping()
    assert (caught.value.operation, caught.value.code) == ("user/ping", ResultCode.REQUIRED_AUTH)


@pytest.mark.parametrize("code", [*SUCCESS, *PARTIAL, "801"])
def test_every_success_is_a_success(ask: AnyClient, service: Service, code: Any) -> None:
    service.answers(accepted(A, code=code, row_code=code if code in (0, 800, 801) else 0))
    report = ask.message.send([A], text="x")
    assert (report.code, report.replayed, len(report.accepted)) == (int(code), False, 1)


def test_an_error_with_http_200_raises(ask: AnyClient, service: Service) -> None:
    service.answers(refused(203, "REQUIRED_BALANCE"))
    with pytest.raises(InsufficientBalanceError) as caught:
        ask.message.send([A], text="x", sequence_id="mine")
    assert (caught.value.code, caught.value.name, caught.value.sequence_id) == (
        203,
        "REQUIRED_BALANCE",
        "mine",
    )
    assert caught.value.report
    assert caught.value.report.missing == [A]
    assert len(service.requests) == 1


@pytest.mark.parametrize("overall", [0, 800, 801, 802, 803])
def test_nobody_accepted_raises_whatever_the_overall_code(
    ask: AnyClient, service: Service, overall: int
) -> None:
    service.answers(refused(404, "NOT_ALLOWED_NUMBER_STOPLIST", A, B, overall=overall))
    with pytest.raises(NotAllowedError) as caught:
        ask.message.send([A, B], text="x")
    assert caught.value.code == 404
    assert caught.value.report
    assert [row.input for row in caught.value.report.rejected] == [A, B]
    assert len(service.requests) == 1


def test_all_refused_under_a_failure(ask: AnyClient, service: Service) -> None:
    service.answers(refused(406, "NOT_ALLOWED_RECIPIENT_COUNTRY", A))
    with pytest.raises(NotAllowedError) as caught:
        ask.message.send([A], text="x")
    assert caught.value.report
    assert len(caught.value.report.rejected) == 1


def test_a_replay_is_the_earlier_result(ask: AnyClient, service: Service) -> None:
    service.answers(accepted(A, code=507))
    report = ask.message.send([A], text="x", sequence_id="mine")
    assert (report.replayed, report.sequence_id, report.message_ids) == (True, "mine", [f"id-{A}"])


@pytest.mark.parametrize("code", [*UNKNOWN, 888])
def test_rows_with_ids_count_under_codes_that_say_nothing(
    ask: AnyClient, service: Service, code: int
) -> None:
    service.answers(accepted(A, code=code))
    report = ask.message.send([A], text="x")
    assert (report.code, report.message_ids) == (code, [f"id-{A}"])


@pytest.mark.parametrize("code", [*UNKNOWN, 888])
def test_codes_that_say_nothing_leave_the_outcome_unknown(
    ask: AnyClient, service: Service, code: int
) -> None:
    service.answers(refused(code, "NEW"))
    with pytest.raises(OutcomeUnknownError) as caught:
        ask.message.send([A], text="x")
    assert isinstance(caught.value.__cause__, APIError)
    assert caught.value.__cause__.code == code
    assert len(service.requests) == (1 if code == 888 else 4)
    assert len({body["sequence_id"] for body in service.bodies}) == 1


def test_a_new_code_in_every_row_leaves_the_outcome_unknown(
    ask: AnyClient, service: Service
) -> None:
    service.answers(refused(888, "NEW", A, overall=802))
    with pytest.raises(OutcomeUnknownError) as caught:
        ask.message.send([A], text="x")
    assert isinstance(caught.value.__cause__, APIError)
    assert caught.value.__cause__.name == "NEW"


@pytest.mark.parametrize(
    "result", [None, [], {}, "x", ["?"], [{"phone": A, "response_code": 0, "message_id": None}]]
)
@pytest.mark.parametrize("code", [800, 507])
def test_a_success_without_readable_rows_is_an_unknown_outcome(
    ask: AnyClient, service: Service, result: Any, code: int
) -> None:
    service.answers(envelope(code, result))
    with pytest.raises(OutcomeUnknownError) as caught:
        ask.message.send([A], text="x")
    assert isinstance(caught.value.__cause__, ProtocolError)


def test_one_refused_and_one_unreadable_is_an_unknown_outcome(
    ask: AnyClient, service: Service
) -> None:
    refused = {"phone": A, "response_code": 404, "message_id": None, "response_status": "X"}
    service.answers(envelope(802, [refused, "?"]))
    with pytest.raises(OutcomeUnknownError):
        ask.message.send([A, B], text="x")


def test_a_code_that_says_nothing_on_a_read(ask: AnyClient, service: Service) -> None:
    service.answers(refused(999, "FATAL_ERROR"), envelope(0, {"balance": 5}))
    assert ask.user.balance() == 5
    service.answers(refused(999, "FATAL_ERROR"))
    with pytest.raises(ServiceFailureError):
        ask.user.balance()
    service.answers(refused(888, "NEW"))
    with pytest.raises(APIError, match="888 NEW") as caught:
        ask.user.balance()
    assert type(caught.value) is APIError


NOT_THE_SERVICE = [
    b"",
    b"<html>Maintenance</html>",
    b"null",
    b"5",
    b'"x"',
    b"[]",
    b"{}",
    b'{"response_code":null}',
    b'{"response_code":"OK"}',
    b'{"response_code":0.5}',
    b'{"response_code":true}',
    b'{"response_code":0',
    b"\xff\xfe",
    b"[" * 100_000,
]


@pytest.mark.parametrize("body", NOT_THE_SERVICE, ids=lambda body: repr(body[:24]))
def test_other_answers_with_200(ask: AnyClient, service: Service, body: bytes) -> None:
    service.answers(body)
    with pytest.raises(ProtocolError) as caught:
        ask.user.balance()
    assert (caught.value.operation, caught.value.http_status) == ("user/balance", 200)
    assert len(service.requests) == 4
    service.answers(body, accepted(A))
    assert ask.message.send([A], text="x").message_ids == [f"id-{A}"]


@pytest.mark.parametrize("missing", ["response_status", "response_result"])
def test_an_envelope_without_all_of_its_keys(
    ask: AnyClient, service: Service, missing: str
) -> None:
    service.answers({key: value for key, value in envelope(103, None).items() if key != missing})
    with pytest.raises(AuthenticationError, match="REQUIRED_TOKEN"):
        ask.user.balance()
