"""The rules of message/send that refuse a request as a whole: each at its edge and one past it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import code

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.rules

PHONE = "380678998668"
SMS = {"sender": "TurboSMS", "text": "Hello"}


@pytest.mark.parametrize(
    "data",
    [
        {"recipients": [PHONE], "text": "Hello", "sender": "TurboSMS"},
        {"recipients": [PHONE], "sms": None},
        {"recipients": [PHONE], "sms": "text"},
        {"recipients": [PHONE], "sms": 1},
        {"recipients": [PHONE], "sms": ""},
        {"recipients": [PHONE], "sms": [SMS]},
        {"recipients": [PHONE], "viber": True},
        {"recipients": [PHONE], "sms": SMS, "viber": "text"},
        {"recipients": PHONE, "sms": SMS},
        {"recipients": {"0": PHONE}, "sms": SMS},
        {"recipients": True, "sms": SMS},
    ],
)
def test_structure(api: Any, data: dict[str, Any]) -> None:
    assert api.call("message/send", data) == {
        "response_code": 300,
        "response_status": "INVALID_REQUEST",
        "response_result": None,
    }


@pytest.mark.parametrize("recipients", [None, [], ""])
def test_recipients_are_needed(api: Any, recipients: Any) -> None:
    assert code(api.send(recipients=recipients, sms=SMS)) == 202
    assert code(api.send(sms=SMS)) == 202


def test_recipients_may_stand_inside_a_channel(api: Any, ids: Callable[..., list[str]]) -> None:
    assert code(api.send(sms=SMS | {"recipients": [PHONE]})) == 801
    answer = api.send(sms=SMS, viber=SMS | {"recipients": ["380503288668"]})
    assert code(answer) == 801
    assert api.status(*ids(answer))[0]["type"] == "viber"
    assert code(api.send(sms=SMS | {"recipients": ["380503288667"]}, viber=SMS)) == 801


def test_recipients_limit(api: Any) -> None:
    numbers = [f"3805{i:08}" for i in range(5001)]
    assert code(api.send(recipients=numbers[:5000], sms=SMS)) == 800
    assert code(api.send(recipients=numbers, sms=SMS)) == 405


def test_global_values_hold_unless_a_local_one_does(
    api: Any, ids: Callable[..., list[str]]
) -> None:
    answer = api.send(
        recipients=["380001000001"],
        sender="TurboSMS",
        text="All",
        ttl=100,
        viber={},
        sms={"text": "SMS"},
    )
    api.advance(60)
    row = api.details(*ids(answer))[0]
    assert (row["viber"]["text"], row["viber"]["sender"], row["viber"]["ttl"]) == (
        "All",
        "TurboSMS",
        100,
    )
    assert (row["sms"]["text"], row["sms"]["sender"]) == ("SMS", "TurboSMS")


def test_a_local_null_is_not_given_and_a_local_empty_string_is_empty(api: Any) -> None:
    assert (
        code(api.send(recipients=[PHONE], text="All", sms={"sender": "TurboSMS", "text": None}))
        == 801
    )
    assert (
        code(api.send(recipients=[PHONE], text="All", sms={"sender": "TurboSMS", "text": ""}))
        == 201
    )


def test_a_parameter_that_a_channel_does_not_know_is_ignored_there(api: Any) -> None:
    assert (
        code(
            api.sms(
                ttl="soon",
                image_url=5,
                caption="x" * 99,
                action=[],
                file_id="?",
                is_transactional=1,
            )
        )
        == 801
    )
    assert code(api.viber("380503288668", is_flash="?")) == 801


@pytest.mark.parametrize("channel", ["sms", "viber"])
@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        (None, 200),
        ("", 200),
        (5, 302),
        (["TurboSMS"], 302),
        ("\ud800", 302),
        ("x" * 21, 302),
        ("x" * 20, 400),
        ("turbosms", 400),
        ("Frozen", 401),
        ("Mobibon", 801),
        ("TurboSMS", 801),
    ],
)
def test_sender(api: Any, channel: str, sender: Any, expected: int) -> None:
    assert (
        code(api.send(recipients=[PHONE], **{channel: {"sender": sender, "text": "Hello"}}))
        == expected
    )


def test_a_sender_of_the_other_channel_is_not_allowed(api: Any) -> None:
    assert code(api.viber(sender="Viber TurboSMS")) == 801
    assert code(api.sms(sender="Viber TurboSMS")) == 400


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, 201),
        ("", 201),
        (5, 304),
        (["Hello"], 304),
        (True, 304),
        ("a\ud800", 304),
        ("a" * 1521, 801),
        ("a" * 1522, 413),
        ("ж" * 661, 801),
        ("ж" * 662, 413),
        ("€" * 760 + "a", 801),
        ("€" * 761, 413),
        ("😀" * 330 + "a", 801),
        ("😀" * 331, 413),
    ],
)
def test_sms_text(api: Any, text: Any, expected: int) -> None:
    assert code(api.sms(text=text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, 201),
        ("", 201),
        (5, 304),
        ("a\ud800", 304),
        ("ж" * 1000, 801),
        ("ж" * 1001, 413),
        ("a" * 1001, 413),
    ],
)
def test_viber_text(api: Any, text: Any, expected: int) -> None:
    assert code(api.viber(text=text)) == expected


def test_text_outside_utf8_in_a_form(api: Any) -> None:
    body = b"recipients[]=380678998668&sms[sender]=TurboSMS&sms[text]=%CF%F0"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = api.request("POST", "/message/send.json?token=sandbox", content=body, headers=headers)
    assert code(answer.json()) == 304


def test_forbidden_fragments(api: Any) -> None:
    api.account(forbidden_fragments=["casino", "Казино"])
    assert code(api.sms(text="Our CASINO opens")) == 412
    assert code(api.viber(text="Наше казино")) == 412
    assert code(api.hybrid(sms={"text": "casino"})) == 412
    assert code(api.sms(text="Our cafe opens")) == 801


@pytest.mark.parametrize("name", ["start_time", "start_date"])
@pytest.mark.parametrize(
    "value",
    [
        "",
        "tomorrow",
        "2026-02-30 10:00",
        "2026-13-01",
        "10:00",
        "2026-03-01 25:00",
        "2026-03-01 10:60",
        "1772000000",
        "2026-03-01  10:00",
        "01.03.2026 10:00",
        "2026-03-01 10",
        "2026-03-01T10:00+25:00",
        "0000-01-01 00:00",
        1772100000,
        True,
        ["2026-03-01 10:00"],
        {},
        "2026-03-01 10:00\n",
        "\u0662\u0660\u0662\u0666-03-01 10:00",
    ],
)
def test_start_time_that_cannot_be_read(api: Any, name: str, value: Any) -> None:
    assert code(api.sms(**{name: value})) == 303


NOW = datetime(2026, 2, 25, 8, 13, 20)  # noqa: DTZ001 - the wall time of Kyiv at which these sandboxes stand


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (timedelta(seconds=-21), 403),
        (timedelta(seconds=-20), 800),
        (timedelta(seconds=-1), 800),
        (timedelta(0), 800),
        (timedelta(days=14), 800),
        (timedelta(days=14, seconds=1), 403),
        (timedelta(days=-3000), 403),
        (timedelta(days=90_000), 403),
    ],
)
def test_span_of_the_start_time(api: Any, offset: timedelta, expected: int) -> None:
    assert api.advance(0) == str(NOW)
    assert code(api.sms(start_time=str(NOW + offset))) == expected
    assert (
        code(api.send(recipients=["380503288668"], sms=SMS, start_time=str(NOW + offset)))
        == expected
    )
    assert code(api.viber(start_time=str(NOW + offset))) == expected


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2026-03-01 10:00", "2026-03-01 10:00:00"),
        ("2026-03-01 10:00:30", "2026-03-01 10:00:30"),
        ("2026-03-01T10:00:30.25", "2026-03-01 10:00:30"),
        ("2026-03-01T10:00", "2026-03-01 10:00:00"),
        ("2026-03-01", "2026-03-01 00:00:00"),
        ("2026-03-01T08:00:00Z", "2026-03-01 10:00:00"),
        ("2026-03-01T11:30:00+03:30", "2026-03-01 10:00:00"),
        ("2026-03-01 03:00-0500", "2026-03-01 10:00:00"),
    ],
)
def test_forms_of_the_start_time(
    api: Any, ids: Callable[..., list[str]], written: str, shown: str
) -> None:
    assert api.details(*ids(api.sms(start_time=written)))[0]["sms"]["start"] == shown


def test_start_time_wins_over_its_synonym(api: Any, ids: Callable[..., list[str]]) -> None:
    def start(**data: Any) -> str:
        api.advance(91)
        answer = api.send(recipients=[PHONE], **({"sms": SMS} | data))
        shown: str = api.details(*ids(answer))[0]["sms"]["start"]
        return shown

    first, second = "2026-03-01 10:00", "2026-03-02 10:00"
    assert start(start_date=first) == f"{first}:00"
    assert start(start_time=first, start_date=second) == f"{first}:00"
    assert start(start_time=first, sms=SMS | {"start_time": second}) == f"{second}:00"
    assert start(start_time=first, sms=SMS | {"start_date": second}) == f"{second}:00"


@pytest.mark.parametrize("value", [None, 0, 1, "1", "0", "yes", True, False, "true", 1.5, [], {}])
def test_flags_never_fail(api: Any, value: Any) -> None:
    assert code(api.sms(is_flash=value)) == 801
    assert api.shown()[0]["channels"][0]["is_flash"] == (value in (1, "1"))


def test_five_accepted_recipients_are_sent_at_once_and_six_are_queued(api: Any) -> None:
    numbers = [f"38050000000{i}" for i in range(7)]
    assert code(api.sms(*numbers[:5])) == 801
    assert code(api.sms(*numbers[:6], text="Other")) == 800
    assert code(api.sms(*numbers[:5], "wrong", text="Third")) == 803
    assert code(api.sms(*numbers[:6], "wrong", text="Fourth")) == 802
    assert code(api.sms(numbers[0], "wrong", text="Fifth", start_time="2026-03-01 10:00")) == 802
    assert code(api.sms(numbers[0], text="Sixth", start_time="2026-03-01 10:00")) == 800
    assert (
        code(api.hybrid(numbers[0], text="Seventh", sms={"start_time": "2026-03-01 10:00"})) == 800
    )
