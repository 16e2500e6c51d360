"""One-time codes: valid once, for a while, for few tries; and how many may be sent."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from turbosms_client import APIError, AsyncTurboSMS, OutcomeUnknownError, RetryPolicy, TurboSMS
from turbosms_codes import (
    AsyncOneTimeCodes,
    CodeStorage,
    MemoryStorage,
    OneTimeCodes,
    TooManyCodesError,
    _storage,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.kit.control import Control

PHONE, WRITTEN, OTHER = "380678998668", "+38 (067) 899-86-68", "380503288668"
STOP_LIST = "380000000404"
SECRET = "a secret of the tests"


class Clock:
    """Replaces the time of `MemoryStorage`."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(_storage, "time", made)
    return made


@pytest.fixture
def client(control: Control) -> Iterator[TurboSMS]:
    retry = RetryPolicy(attempts=2, pause=0)
    with TurboSMS("sandbox", control.url, sms_sender="TurboSMS", retry=retry) as made:
        yield made


def codes_of(client: TurboSMS, storage: CodeStorage | None = None, **options: Any) -> OneTimeCodes:
    usual = {"text": "Your code: {code}", "pause": 0}
    return OneTimeCodes(client, storage or MemoryStorage(), SECRET, **{**usual, **options})


def sent_codes(control: Control, phone: str = PHONE) -> list[str]:
    """The codes that a phone has got, oldest first."""
    found = [re.search(r"\d+", message.text) for message in control.messages(phone)]
    return [match[0] for match in reversed(found) if match is not None]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"


def test_a_code_is_right_once(client: TurboSMS, control: Control) -> None:
    codes = codes_of(client)
    assert codes.send(WRITTEN) == control.last().message_id
    (code,) = sent_codes(control)
    assert re.fullmatch("[0-9]{6}", code)
    assert not codes.verify(PHONE, wrong(code))
    assert not codes.verify(OTHER, code)
    assert codes.verify(PHONE, f" {code[:3]} {code[3:]}\n")
    assert not codes.verify(PHONE, code)


@pytest.mark.parametrize("given", ["", "000", "є" * 6, "٤" * 6, "1234567", "\0", "-1"])
def test_what_is_no_code(client: TurboSMS, given: str) -> None:
    codes = codes_of(client)
    codes.send(PHONE)
    assert not codes.verify(PHONE, given)


def test_a_code_is_for_one_purpose(client: TurboSMS, control: Control) -> None:
    storage = MemoryStorage()
    login, payment = codes_of(client, storage), codes_of(client, storage, purpose="payment")
    login.send(PHONE)
    (code,) = sent_codes(control)
    assert not payment.verify(PHONE, code)
    assert login.verify(PHONE, code)


def test_it_goes_out_on_viber_with_sms_fallback(control: Control) -> None:
    with TurboSMS("sandbox", control.url, sms_sender="TurboSMS", viber_sender="TurboSMS") as client:
        codes_of(client, options={"ttl": 60}).send(PHONE)
    (message,) = control.messages()
    assert message.fields["hybrid"] is True
    assert message.viber is not None
    assert message.viber.fields["ttl"] == 60


def test_it_expires(client: TurboSMS, control: Control, clock: Clock) -> None:
    codes = codes_of(client, lifetime=300)
    codes.send(PHONE)
    clock.now += 299
    control.advance(91)
    codes.send(PHONE)  # which makes it valid for longer
    clock.now += 299
    first, second = sent_codes(control)
    assert first == second
    clock.now += 1
    assert not codes.verify(PHONE, first)
    codes.send(PHONE)
    assert codes.verify(PHONE, sent_codes(control)[-1])


def test_tries_are_limited_and_then_there_is_a_new_code(client: TurboSMS, control: Control) -> None:
    codes = codes_of(client, tries=3)
    codes.send(PHONE)
    (code,) = sent_codes(control)
    assert [codes.verify(PHONE, wrong(code)) for _ in range(3)] == [False] * 3
    assert not codes.verify(PHONE, code)
    codes.send(PHONE)
    assert codes.verify(PHONE, sent_codes(control)[-1])


def test_many_at_a_time_get_no_more_tries_and_one_is_let_in(
    client: TurboSMS, control: Control
) -> None:
    storage = MemoryStorage()
    codes = codes_of(client, storage, tries=20)
    codes.send(PHONE)
    (code,) = sent_codes(control)
    with ThreadPoolExecutor(16) as pool:
        given = [code, wrong(code)] * 8
        let_in = list(pool.map(lambda one: codes.verify(PHONE, one), given))
    assert let_in.count(True) == 1


def test_the_same_message_within_90_seconds(client: TurboSMS, control: Control) -> None:
    codes = codes_of(client)
    assert codes.send(PHONE) is not None
    assert codes.send(PHONE) is None  # 427
    control.advance(91)
    assert codes.send(PHONE) is not None
    first, again = sent_codes(control)
    assert first == again
    assert codes.verify(PHONE, first)


def test_an_unknown_outcome_is_completed_by_the_next_send(
    client: TurboSMS, control: Control
) -> None:
    codes = codes_of(client, pause=60)
    control.fault("message/send", "drop_after", times=2)
    with pytest.raises(OutcomeUnknownError):
        codes.send(PHONE)
    assert codes.send(PHONE) == control.last().message_id
    (code,) = sent_codes(control)
    assert codes.verify(PHONE, code)


def test_a_refusal_is_an_error_and_no_reason_to_wait(client: TurboSMS, control: Control) -> None:
    codes = codes_of(client, pause=60)
    for _ in range(2):
        with pytest.raises(APIError):
            codes.send(STOP_LIST)
    assert control.messages() == []


@pytest.mark.parametrize(
    ("limits", "seconds"),
    [({"pause": 60}, 60), ({"per_hour": 1}, 3600), ({"per_origin": 1}, 3600)],
)
def test_limits(
    client: TurboSMS, control: Control, clock: Clock, limits: dict[str, Any], seconds: int
) -> None:
    codes = codes_of(client, **limits)
    codes.send(PHONE, origin="203.0.113.7")
    clock.now += seconds - 1
    with pytest.raises(TooManyCodesError) as caught:
        codes.send(WRITTEN, origin="203.0.113.7")
    assert caught.value.retry_after == seconds
    assert len(control.messages()) == 1
    clock.now += 1
    codes.send(PHONE, origin="203.0.113.7")


def test_an_origin_is_limited_whatever_numbers_it_asks_for(client: TurboSMS) -> None:
    codes = codes_of(client, per_origin=1)
    codes.send(PHONE, origin="203.0.113.7")
    with pytest.raises(TooManyCodesError):
        codes.send(OTHER, origin="203.0.113.7")
    assert codes.send(OTHER, origin="203.0.113.8")


def test_nothing_in_logs_storage_or_objects_tells_a_code(
    client: TurboSMS, control: Control, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    storage = MemoryStorage()
    codes = codes_of(client, storage)
    control.fault("message/send", "drop_after")
    codes.send(PHONE)
    (code,) = sent_codes(control)
    codes.verify(PHONE, wrong(code))
    with pytest.raises(TooManyCodesError) as caught:
        codes_of(client, storage, per_hour=1).send(PHONE)
    known = f"{storage._values}{codes!r}{caught.value!r}{caplog.text}"
    assert "message/send" in known
    for secret in (code, PHONE, SECRET):
        assert secret not in known


def test_what_is_set_up_wrongly(client: TurboSMS) -> None:
    with pytest.raises(ValueError, match="secret"):
        OneTimeCodes(client, MemoryStorage(), "short", text="{code}")
    with pytest.raises(ValueError, match="text"):
        OneTimeCodes(client, MemoryStorage(), SECRET, text="Your code")


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_asynchronous_client(control: Control, backend: str) -> None:
    async def main() -> None:
        async with AsyncTurboSMS("sandbox", control.url, sms_sender="TurboSMS") as client:
            codes = AsyncOneTimeCodes(
                client, MemoryStorage(), SECRET, text="Your code: {code}", pause=0
            )
            assert await codes.send(PHONE) == control.last().message_id
            assert await codes.send(PHONE) is None
            (code,) = sent_codes(control)
            assert not await codes.verify(PHONE, wrong(code))
            assert await codes.verify(PHONE, code)
            with pytest.raises(APIError):
                await codes.send(STOP_LIST)

    anyio.run(main, backend=backend)
