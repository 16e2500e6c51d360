"""The documented limits of which no parameter is a measure.

What the client makes of them at the real sandbox.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import httpx2
import pytest

from tests.kit.answers import ok
from tests.kit.control import PLAIN_HTTP
from tests.kit.service import Act
from turbosms_api.tables.limits import LIMITS
from turbosms_client import (
    APIError,
    InvalidParameterError,
    OutcomeUnknownError,
    RetryPolicy,
    Sms,
    TurboSMS,
    Viber,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.kit.control import Control
    from tests.kit.service import Service

TEXT: Final[dict[str, Any]] = {"sender": "TurboSMS", "text": "Hello"}
BY_ANSWER: Final = {
    "immediate_recipients": "test_five_are_sent_at_once_and_six_are_queued",
    "sms_segments": "test_ten_segments",
    "ttl_default": "test_an_hour_without_a_ttl",
    "sequence_id_days": "test_a_number_is_known_for_14_days",
    "repeat_window_seconds": "test_the_same_again_after_90_seconds",
    "url_characters": "test_no_url_grows",
    "page_rows_default": "test_new_chats_come_30_at_a_time",
    "session_hours": "test_a_session_lasts_a_day",
    "session_outbox": "test_five_messages_without_an_answer",
}
"""The tests of the limits of which no parameter is a measure."""


def sms(**values: Any) -> dict[str, Any]:
    return {"recipients": ["380678998668"], "sms": Sms(**{**TEXT, **values})}


@pytest.fixture
def client(control: Control) -> Iterator[TurboSMS]:
    control.writes(1)
    with TurboSMS("sandbox", control.url, retry=RetryPolicy(attempts=1)) as made:
        yield made


def test_five_are_sent_at_once_and_six_are_queued(client: TurboSMS) -> None:
    numbers = [f"38050000000{number}" for number in range(6)]
    assert client.message.send(numbers[:5], sms=Sms(**TEXT)).code == 801
    assert client.message.send(numbers, sms=Sms(sender="TurboSMS", text="Six")).code == 800


def test_ten_segments(client: TurboSMS) -> None:
    for text in ("a" * 1521, "ж" * 661, "a" * 1378, "ж" * 604):
        report = client.message.send(**sms(text=text))
        (row,) = client.message.details(report).values()
        assert row.sms is not None
        assert row.sms.segments == 10
    for text in ("a" * 1531, "ж" * 671):  # ten are full
        with pytest.raises(InvalidParameterError) as caught:
            client.message.send(**sms(text=text))
        assert caught.value.code == LIMITS["sms_segments"].code


def test_an_hour_without_a_ttl(client: TurboSMS, control: Control) -> None:
    report = client.message.send(["380001000004"], viber=Viber(**TEXT))
    for seconds, final in ((3590, False), (30, True)):
        control.advance(seconds)
        (row,) = client.message.status(report).values()
        assert row.final is final


def test_a_number_is_known_for_14_days(
    control: Control, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.answers(Act(status=502))
    with (
        TurboSMS("sandbox", service.url, retry=RetryPolicy(attempts=1)) as lost,
        pytest.raises(OutcomeUnknownError) as doubt,
    ):
        lost.message.send(**sms(), sequence_id="mine")
    doubt.value.started -= dt.timedelta(days=14, seconds=-60)
    with pytest.raises((OutcomeUnknownError, APIError)):
        doubt.value.resume()
    doubt.value.started -= dt.timedelta(seconds=61)
    with pytest.raises(InvalidParameterError) as caught:
        doubt.value.resume()
    assert (caught.value.parameter, caught.value.limit) == ("sequence_id", 14)
    with TurboSMS("sandbox", control.url) as client:
        first = client.message.send(**sms(), sequence_id="mine")
        control.advance(14 * 86_400 - 60)
        assert client.message.send(**sms(), sequence_id="mine").message_ids == first.message_ids
        control.advance(120)
        assert client.message.send(**sms(), sequence_id="mine").message_ids != first.message_ids


def test_the_same_again_after_90_seconds(client: TurboSMS, control: Control) -> None:
    client.message.send(**sms())
    control.advance(80)
    with pytest.raises(APIError) as caught:
        client.message.send(**sms())
    assert caught.value.code == LIMITS["repeat_window_seconds"].code
    control.advance(11)
    assert client.message.send(**sms()).accepted


def test_no_url_grows(control: Control) -> None:
    longest = 0

    def note(request: httpx2.Request) -> None:
        nonlocal longest
        longest = max(longest, len(str(request.url)))

    with (
        httpx2.Client(event_hooks={"request": [note]}) as http,
        TurboSMS("sandbox", control.url, http_client=http) as client,
    ):
        client.message.send([f"38050{number:07}" for number in range(2000)], sms=Sms(**TEXT))
    assert 0 < longest < 100
    for size, code in ((2000, 0), (2001, 300)):
        url = f"{control.url}/user/balance.json?token=sandbox&x=".ljust(size, "x")
        assert httpx2.get(url, **PLAIN_HTTP).json()["response_code"] == code


def test_new_chats_come_30_at_a_time(client: TurboSMS, control: Control, service: Service) -> None:
    for number in range(2, 32):
        control.writes(number)
    assert len(control.result("chat/recipients", {"sender_id": 1})) == 30
    assert len([*client.chat.recipients(sender_id=1, new_only=True, rows=500)]) == 31
    service.answers(ok([]))
    with TurboSMS("sandbox", service.url) as scripted:
        assert [*scripted.chat.recipients(sender_id=1, new_only=True, rows=500)] == []
        assert [*scripted.chat.recipients(sender_id=1, new_only=True, rows=30)] == []
        assert [*scripted.chat.recipients(sender_id=1, new_only=True, rows=29)] == []
    assert [body["rows"] for body in service.bodies] == [30, 30, 29]


def test_a_session_lasts_a_day(client: TurboSMS, control: Control) -> None:
    control.advance(24 * 3600 - 60)
    assert client.chat.send(1234, text="In time").message_id
    control.advance(61)
    with pytest.raises(APIError) as caught:
        client.chat.send(1234, text="Late")
    assert caught.value.code == LIMITS["session_hours"].code


def test_five_messages_without_an_answer(client: TurboSMS) -> None:
    for number in range(5):
        assert client.chat.send(1234, text=str(number)).message_id
    with pytest.raises(APIError) as caught:
        client.chat.send(1234, text="6")
    assert caught.value.code == LIMITS["session_outbox"].code
