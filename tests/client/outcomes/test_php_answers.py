"""Answers as PHP writes them: a map with the keys 0, 1, … n-1 is a list there, one with gaps an
object, and an empty one `[]`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import accepted, ok, refused
from turbosms_client import OutcomeUnknownError, ProtocolError, ResultCode, RetryPolicy, SendReport
from turbosms_client._answers.envelopes import Answer
from turbosms_client._answers.recipient_rows import report_of
from turbosms_client._parameters.prepared_sends import PreparedSend

if TYPE_CHECKING:
    from tests.kit.clients import AnyClient
    from tests.kit.service import Service

A, B = "380501111111", "380502222222"


def answer(result: Any) -> dict[str, Any]:
    return ok(result)


def messages(*keys: str) -> dict[str, Any]:
    return {key: {"recipients": [phone], "text": key} for key, phone in numbered(keys)}


def numbered(keys: tuple[str, ...]) -> list[tuple[str, str]]:
    return [*zip(keys, (A, B), strict=False)]


@pytest.mark.parametrize(
    ("keys", "as_list"), [(("0", "1"), True), (("0",), True), (("0", "2"), False), (("1",), False)]
)
def test_many_sends_under_numbers_settle_at_once(
    ask: AnyClient,
    service: Service,
    keys: tuple[str, ...],
    as_list: bool,
) -> None:
    answers = {key: accepted(phone) for key, phone in numbered(keys)}
    service.answers(answer([*answers.values()] if as_list else answers))
    reports: Any = ask.message.send_multi(messages(*keys))
    assert [*reports] == [*keys]
    ids = {key: report.message_ids for key, report in reports.raise_for_failed().items()}
    assert ids == {key: [f"id-{phone}"] for key, phone in numbered(keys)}
    assert len(service.requests) == 1


def test_a_refusal_in_a_list_belongs_to_its_key(ask: AnyClient, service: Service) -> None:
    service.answers(answer([accepted(A), refused(305, "INVALID_PHONE", B)]))
    reports: Any = ask.message.send_multi(messages("0", "1"))
    assert isinstance(reports["0"], SendReport)
    assert (reports["1"].code, reports["1"].report.rejected[0].input) == (305, B)


def test_a_list_answers_no_other_keys(ask: AnyClient, service: Service) -> None:
    client = ask.of(service.url, retry=RetryPolicy(attempts=1))
    service.answers(answer([accepted(A), accepted(B)]))
    with pytest.raises(Exception, match="has no result for this send"):
        client.message.send_multi(messages("a", "b"))


def test_rows_of_a_send_under_numbers_are_in_their_order(ask: AnyClient, service: Service) -> None:
    first = accepted("?")["response_result"][0]
    second = refused(305, "INVALID_PHONE", "??")["response_result"][0]
    rows = {"2": second, "0": first}
    service.answers({**answer(rows), "response_code": 802})
    report = ask.message.send(["one", "two"], text="Hi")
    assert [row.input for row in report.accepted] == ["one"]
    assert [row.input for row in report.rejected] == ["two"]


def test_looking_up_under_numbers(ask: AnyClient, service: Service) -> None:
    rows: list[dict[str, Any]] = [
        {"message_id": name, "response_code": 0, "status": "Sent", "sms": [], "viber": []}
        for name in ("a", "b")
    ]
    service.answers(answer({"3": rows[1], "1": rows[0]}))
    assert [*ask.message.status(["a", "b"])] == ["a", "b"]
    details = ask.message.details(["a", "b"])
    assert [(row.sms, row.viber) for row in details.values()] == [(None, None), (None, None)]


def test_lists_of_chats_under_numbers(ask: AnyClient, service: Service) -> None:
    service.answers(answer({"10": {"id": 3}, "9": {"id": 2}, "2": {"id": 1}}))
    assert [row.id for row in ask.chat.senders()] == [1, 2, 3]
    assert [row.id for row in ask.chat.messages(new_only=True)] == [1, 2, 3]


@pytest.mark.parametrize("empty", [[], {}])
def test_an_empty_list_of_chats(ask: AnyClient, service: Service, empty: Any) -> None:
    service.answers(answer(empty))
    assert ask.chat.senders() == []
    assert [*ask.chat.messages(new_only=True)] == []
    assert ask.message.status(["a"]) == {}


@pytest.mark.parametrize("empty", [[], {}])
def test_an_empty_map_is_nothing(ask: AnyClient, service: Service, empty: Any) -> None:
    service.answers(answer(empty))
    client = ask.of(service.url, retry=RetryPolicy(attempts=1))
    with pytest.raises(ProtocolError):
        client.user.balance()
    with pytest.raises(ProtocolError):
        client.file.details(1)


def test_a_balance(ask: AnyClient, service: Service) -> None:
    service.answers(answer({"balance": "7.10"}))
    assert ask.user.balance() == Decimal("7.10")


def test_rows_under_the_numbers_of_recipients_are_in_nobodys_order(
    ask: AnyClient, service: Service
) -> None:
    rows = {
        phone: {"response_code": 0, "message_id": f"id-{phone}", "response_status": "OK"}
        for phone in (B, A)
    }
    service.answers(answer(rows))
    with pytest.raises(OutcomeUnknownError) as caught:
        ask.message.send([A, B], text="Hi")
    assert caught.value.report is None or caught.value.report.accepted == []


@pytest.mark.parametrize("depth", [50, 600, 20_000])
def test_a_deep_field_that_nobody_knows(depth: int) -> None:
    deep: list[Any] = []
    for _ in range(depth):
        deep = [deep]
    answered = accepted(A, B)
    for row in answered["response_result"]:
        row["x"] = {"deep": deep}
    read = Answer(ResultCode(801), "", answered["response_result"])
    prepared = PreparedSend({}, [A, B], [A, B], hybrid=False, sequence_id="s")
    report = report_of(read, prepared)
    assert [row.input for row in report.accepted] == [A, B]
    first, second = (row.extra["x"]["deep"] for row in report.accepted)
    assert len({id(first), id(second), id(deep)}) == 3
