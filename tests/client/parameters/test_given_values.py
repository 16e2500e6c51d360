"""Values of the wrong kind are found before anything leaves, wherever they are given."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import ok
from turbosms_client import InvalidParameterError, TurboSMS

if TYPE_CHECKING:
    from tests.kit.clients import AnyClient
    from tests.kit.service import Service

pytestmark = pytest.mark.rules

A = "380501111111"


@pytest.mark.parametrize("sequence_id", ["", " ", "\t\n", "\u00a0"])
def test_a_blank_sequence_id(ask: AnyClient, service: Service, sequence_id: str) -> None:
    for name, arguments in (
        ("message.send", {"recipients": [A], "text": "x"}),
        ("message.send_multi", {"messages": {"a": {"recipients": [A], "text": "x"}}}),
        ("chat.send", {"chat_id": 1, "text": "x"}),
        ("file.add", {"url": "https://example.com/a.png"}),
    ):
        with pytest.raises(InvalidParameterError) as caught:
            attrgetter(name)(ask)(**arguments, sequence_id=sequence_id)
        assert caught.value.parameter == "sequence_id", name
    assert service.requests == []


@pytest.mark.parametrize("name", ["message.status", "message.details", "message.wait"])
@pytest.mark.parametrize("messages", [{"a": 1}, {}, [], [""], [5], 5, None, ""])
def test_what_are_no_message_ids(
    ask: AnyClient, service: Service, name: str, messages: Any
) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        attrgetter(name)(ask)(messages)
    assert caught.value.parameter == "messages"
    assert service.requests == []


@pytest.mark.parametrize("hybrid", ["", "yes", 2, []])
def test_what_is_no_flag(ask: AnyClient, service: Service, hybrid: Any) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        ask.message.wait(["id"], hybrid=hybrid)
    assert caught.value.parameter == "hybrid"
    assert service.requests == []


def test_a_flag_in_a_number_is_one(ask: AnyClient, service: Service) -> None:
    rejected = {"message_id": "id", "response_code": 0, "viber": {"status": "Rejected"}}
    failed_with_sms = {**rejected, "sms": {"status": "Delivered"}}
    for row in (rejected, failed_with_sms):
        row["response_status"] = "OK"
    service.answers(ok([rejected]), ok([failed_with_sms]))
    yes: Any = 1
    statuses = ask.message.wait(["id"], hybrid=yes, interval=0.01)
    assert statuses["id"].status == "Delivered"


@pytest.mark.parametrize("prices", ["", [], 0, 5, "sms"])
def test_what_are_no_prices(prices: Any) -> None:
    client = TurboSMS("t", sms_sender="Shop")
    with pytest.raises(InvalidParameterError, match="prices must be a dict"):
        client.message.preview([A], text="x", prices=prices)


@pytest.mark.parametrize("name", ["", b"x", 5, "invoice.exe", "a.png"])
def test_a_name_goes_with_a_file(ask: AnyClient, service: Service, name: Any) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        ask.file.add(url="https://example.com/a.png", name=name)
    assert caught.value.parameter == "name"
    assert service.requests == []


def test_a_token_function_at_its_end_does_not_end_a_list(ask: AnyClient, service: Service) -> None:
    row = {"id": 1, "chat_id": 1}
    rows = [{**row, "id": number} for number in range(500, 0, -1)]
    service.answers(ok(rows))
    client = ask.of(service.url, token=iter(["one"]).__next__)
    with pytest.raises(RuntimeError, match="raised StopIteration"):
        list(client.chat.messages(1))
