"""`chat.send`: session messages at the real sandbox, and what becomes of one with no answer."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import FATAL, envelope, ok
from tests.kit.service import LOST, Act
from turbosms_client import (
    APIError,
    ChatSendResult,
    InvalidParameterError,
    NotAllowedError,
    OutcomeUnknownError,
    RequestNotSentError,
    ResultCode,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.clients import AnyClient
    from tests.kit.control import Control
    from tests.kit.service import Service

pytestmark = pytest.mark.rules

SENT = ok({"message_id": 17693})
REPLAY = {**SENT, "response_code": 507, "response_status": "FAILED_DUPLICATE_REQUEST"}
REFUSED = envelope(107, None, "REQUIRED_VIBER_SESSION")


@pytest.fixture
def chat(control: Control) -> int:
    return control.writes(1).chat_id


def last(control: Control, chat: int) -> Any:
    return control.result("chat/messages", {"chat_id": chat, "rows": 1})[0]


def test_a_text(live: AnyClient, control: Control, chat: int) -> None:
    sent = live.chat.send(chat, text="Payment received.\nThank you")
    row = last(control, chat)
    assert (row["id"], row["message"], row["type"]) == (
        sent.message_id,
        "Payment received.\nThank you",
        "Outbox",
    )
    assert live.chat.send(chat, text="є" * 1000).message_id == sent.message_id + 1


def test_a_file_of_each_kind(live: AnyClient, control: Control, chat: int, tmp_path: Path) -> None:
    path = tmp_path / "Рахунок.pdf"
    path.write_bytes(b"%PDF-1.4")
    with path.open("rb") as opened:
        ways: list[tuple[Any, str | None, str]] = [
            (path, None, "Рахунок.pdf"),
            (str(path), "Invoice.pdf", "Invoice.pdf"),
            (b"%PDF-1.4", "x" * 21 + ".pdf", "x" * 21 + ".pdf"),
            (io.BytesIO(b"%PDF-1.4"), "i.PDF", "i.PDF"),
            (opened, None, "Рахунок.pdf"),
        ]
        files = set()
        for file, name, shown in ways:
            control.writes(1)
            sent = live.chat.send(chat, file=file, name=name)
            row = last(control, chat)
            assert (row["id"], row["file_name"], row["message"]) == (sent.message_id, shown, "")
            files.add(row["file_id"])
    assert len(files) == 1


def test_the_name_of_a_path_may_be_too_long(
    ask: AnyClient, service: Service, tmp_path: Path
) -> None:
    path = tmp_path / f"{'x' * 22}.pdf"
    path.write_bytes(b"%PDF-1.4")
    with pytest.raises(InvalidParameterError) as caught:
        ask.chat.send(1, file=path)
    assert (caught.value.parameter, caught.value.code, caught.value.limit) == (
        "name",
        ResultCode(423),
        25,
    )
    assert service.requests == []


def test_what_goes_out(ask: AnyClient, service: Service) -> None:
    service.answers(SENT)
    assert ask.chat.send(5, text="Hi", sequence_id="mine") == ChatSendResult(message_id=17693)
    ask.chat.send(5, file=b"abc", name="a.txt", sequence_id="mine")
    ask.chat.send(5, file="https://example.com/a.pdf", name="a.pdf", sequence_id="mine")
    ask.chat.send(5, file="https://example.com/a.pdf?x", sequence_id="mine")
    base = {"chat_id": 5, "sequence_id": "mine"}
    assert service.bodies == [
        {**base, "message": "Hi"},
        {**base, "file_data": "data:text/plain;base64,YWJj", "file_name": "a.txt"},
        {**base, "file_url": "https://example.com/a.pdf", "file_name": "a.pdf"},
        {**base, "file_url": "https://example.com/a.pdf?x"},
    ]


def test_sessions_are_over_after_a_day_and_five_messages_wait(
    live: AnyClient, control: Control, chat: int
) -> None:
    for _ in range(5):
        live.chat.send(chat, text="Are you there?")
    with pytest.raises(NotAllowedError) as caught:
        live.chat.send(chat, text="Hello?", sequence_id="sixth")
    assert (caught.value.code, caught.value.sequence_id) == (
        ResultCode.NOT_ALLOWED_SESSION_OUTBOX_LIMIT,
        "sixth",
    )
    control.advance(24 * 3600)
    with pytest.raises(APIError) as ended:
        live.chat.send(chat, text="Hello?")
    assert ended.value.code is ResultCode.REQUIRED_VIBER_SESSION


@pytest.mark.parametrize(
    "fault", ["drop_before", "drop_after", "http", "http_after", "truncate", "garbage"]
)
def test_whatever_happens_to_the_answer_it_is_sent_once(
    live: AnyClient, control: Control, chat: int, fault: str
) -> None:
    status = {"status": 502} if "http" in fault else {}
    control.fault("chat/send", fault, times=2, **status)
    sent = live.chat.send(chat, text="Once")
    rows = control.result("chat/messages", {"chat_id": chat})
    assert [row["id"] for row in rows if row["message"] == "Once"] == [sent.message_id]


def test_the_same_sequence_id_sends_once(live: AnyClient, control: Control, chat: int) -> None:
    first = live.chat.send(chat, text="Once", sequence_id="a")
    assert live.chat.send(chat, text="Once", sequence_id="a") == first
    assert live.chat.send(chat, text="Once") != first


def test_every_attempt_has_the_same_number(ask: AnyClient, service: Service) -> None:
    service.answers(LOST, Act(status=502), FATAL, REPLAY)
    assert ask.chat.send(1, text="x").message_id == 17693
    numbers = {body["sequence_id"] for body in service.bodies}
    assert len(service.bodies) == 4
    assert [len(number) for number in numbers] == [32]


@pytest.mark.parametrize(
    "then", [REFUSED, FATAL, {"response_code": 0}, {"response_code": 507}, b"<html>"]
)
def test_a_lost_answer_and_no_better_one_after_it(
    ask: AnyClient, service: Service, then: Any
) -> None:
    service.answers(LOST, then)
    with pytest.raises(OutcomeUnknownError) as caught:
        ask.chat.send(1, text="x", sequence_id="mine")
    assert (caught.value.operation, caught.value.sequence_id) == ("chat/send", "mine")
    service.answers(REPLAY)
    assert ask.resume(caught.value).message_id == 17693
    assert {body["sequence_id"] for body in service.bodies} == {"mine"}


@pytest.mark.parametrize("code", [0, 507, 999, 4711])
def test_a_message_id_says_that_it_was_sent(ask: AnyClient, service: Service, code: int) -> None:
    service.answers({"response_code": code, "response_result": {"message_id": "17693", "new": 1}})
    sent = ask.chat.send(1, text="x")
    assert (sent.message_id, sent.extra) == (17693, {"new": 1})
    assert len(service.requests) == 1


def test_a_refusal_is_one_whatever_stands_beside_it(ask: AnyClient, service: Service) -> None:
    service.answers({**REFUSED, "response_result": {"message_id": 17693}})
    with pytest.raises(APIError) as caught:
        ask.chat.send(1, text="x")
    assert caught.value.code is ResultCode.REQUIRED_VIBER_SESSION


@pytest.mark.parametrize("result", [None, [], {}, {"message_id": None}, {"message_id": "x"}, 5])
def test_success_without_a_message_id_is_unknown(
    ask: AnyClient, service: Service, result: Any
) -> None:
    service.answers(ok(result))
    with pytest.raises(OutcomeUnknownError):
        ask.chat.send(1, text="x")


def test_a_plain_refusal_is_final(ask: AnyClient, service: Service, closed_port: str) -> None:
    service.answers(REFUSED)
    with pytest.raises(APIError) as caught:
        ask.chat.send(1, text="x")
    assert caught.value.code is ResultCode.REQUIRED_VIBER_SESSION
    assert len(service.requests) == 1
    with pytest.raises(RequestNotSentError):
        ask.of(closed_port).chat.send(1, text="x")


def test_a_deadline(ask: AnyClient, service: Service) -> None:
    service.answers(Act(delay=30))
    with pytest.raises(OutcomeUnknownError):
        ask.chat.send(1, text="x", deadline=1)
