"""What is checked before anything is sent, and how values merge into the request."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.facts import documented_sends
from turbosms_client import InvalidParameterError, SendOptions, Sms, Viber
from turbosms_client._formats import times
from turbosms_client._parameters.prepared_sends import prepare, prepare_multi

if TYPE_CHECKING:
    from collections.abc import Callable

PHONE = "380503288668"
NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
NOTHING = dict.fromkeys(SendOptions.__annotations__)


def body(
    recipients: Any = (PHONE,),
    *,
    sms_sender: str | None = None,
    viber_sender: str | None = None,
    **given: Any,
) -> Any:
    prepared = prepare(recipients, {**NOTHING, **given}, {"sms": sms_sender, "viber": viber_sender})
    return prepared.body


def viber(**values: Any) -> Any:
    return body(viber=Viber(**{"sender": "Shop", **values}))["viber"]


def sms(**values: Any) -> Any:
    return body(sms=Sms(**{"sender": "Shop", "text": "Hi", **values}))["sms"]


def refusal(call: Callable[[], Any]) -> tuple[str, int | None, int | None]:
    with pytest.raises(InvalidParameterError) as caught:
        call()
    assert len(str(caught.value)) > 20
    return (
        caught.value.parameter,
        None if caught.value.code is None else int(caught.value.code),
        caught.value.limit,
    )


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(times, "now", lambda: NOW)


@pytest.mark.parametrize("name", ["sms", "viber", "hybrid", "deferred", "file", "link"])
def test_documented_requests(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = documented_sends()[name]
    monkeypatch.setattr(times, "now", lambda: dt.datetime(2020, 3, 1, tzinfo=dt.UTC))
    channels = {"sms": Sms, "viber": Viber}
    own = {key: channels[key](**value) for key, value in wanted.items() if key in channels}
    made = body(wanted["recipients"], start_time=wanted.get("start_time"), **own)
    assert len(made.pop("sequence_id")) == 32
    assert made == wanted


def test_global_values_merge_into_both_and_local_ones_win() -> None:
    made = body(
        text="both",
        sender="Shop",
        ttl=60,
        is_flash=True,
        sms=Sms(text="sms"),
        viber=Viber(sender="Viber Shop"),
    )
    assert made["sms"] == {"sender": "Shop", "text": "sms", "is_flash": 1}
    assert made["viber"] == {"sender": "Viber Shop", "text": "both", "ttl": 60}


def test_a_local_no_wins_over_a_global_yes_and_is_left_out() -> None:
    assert (
        "is_flash"
        not in body(text="x", sender="Shop", is_flash=True, sms=Sms(is_flash=False))["sms"]
    )
    assert viber(text="x", count_clicks=True)["count_clicks"] == 1
    assert "count_clicks" not in viber(text="x", count_clicks=False)


def test_the_clients_senders_are_the_last_resort_and_choose_the_channels() -> None:
    assert set(body(text="x", sms_sender="A")) == {"recipients", "sequence_id", "sms"}
    both = body(text="x", sms_sender="A", viber_sender="B")
    assert (both["sms"]["sender"], both["viber"]["sender"]) == ("A", "B")
    one = body(text="x", sms_sender="A", viber_sender="B", sms=Sms())
    assert "viber" not in one
    assert body(text="x", sender="C", sms_sender="A")["sms"]["sender"] == "C"


def test_without_a_channel_it_says_how_to_choose_one() -> None:
    assert refusal(lambda: body(text="x", sender="Shop")) == ("sms", 300, None)
    assert refusal(lambda: body(text="x", sms={"sender": "Shop"})) == ("sms", 300, None)


def test_numbers_are_normalised_and_others_go_as_they_are() -> None:
    made = body(["+38 (050) 328-86-68", "0503288668", "328-86-68"], text="x", sms_sender="A")
    assert made["recipients"] == [PHONE, PHONE, "328-86-68"]


@pytest.mark.parametrize(
    ("recipients", "code", "limit"),
    [
        (PHONE, 300, None),
        (b"1", 300, None),
        (5, 300, None),
        ([], 202, None),
        (iter(()), 202, None),
        ([380503288668], 300, None),
        (["\ud800"], 305, None),
        ([PHONE, "380\udc80"], 305, None),
    ],
)
def test_recipients(recipients: Any, code: int, limit: int | None) -> None:
    assert refusal(lambda: body(recipients, text="x", sms_sender="A")) == (
        "recipients",
        code,
        limit,
    )


def test_as_many_recipients_as_fit() -> None:
    assert len(body([PHONE] * 5000, text="x", sms_sender="A")["recipients"]) == 5000
    assert body((number for number in [PHONE]), text="x", sms_sender="A")["recipients"] == [PHONE]


@pytest.mark.parametrize("number", ["", 5, "x" * 33, "\ud800"])
def test_a_wrong_sequence_id(number: Any) -> None:
    limit = 32 if number == "x" * 33 else None
    assert refusal(lambda: body(sequence_id=number, text="x", sms_sender="A")) == (
        "sequence_id",
        300,
        limit,
    )


def test_a_sequence_id_of_the_caller_is_kept_and_others_differ() -> None:
    assert body(sequence_id="x" * 32, text="x", sms_sender="A")["sequence_id"] == "x" * 32
    made = {body(text="x", sms_sender="A")["sequence_id"] for _ in range(10)}
    assert len(made) == 10


@pytest.mark.parametrize(
    ("text", "limit"), [("a" * 1521, 1521), ("€" * 760, 1521), ("ж" * 661, 661), ("😀" * 330, 661)]
)
def test_the_longest_sms(text: str, limit: int) -> None:
    assert sms(text=text)["text"] == text
    more = text + text[0] + text[0]
    assert refusal(lambda: sms(text=more)) == ("text", 413, limit)


def test_one_past_the_longest_sms() -> None:
    assert refusal(lambda: sms(text="a" * 1522)) == ("text", 413, 1521)
    assert refusal(lambda: sms(text="ж" * 662)) == ("text", 413, 661)


def test_the_longest_viber_text() -> None:
    assert viber(text="ж" * 1000)
    assert refusal(lambda: viber(text="ж" * 1001)) == ("text", 413, 1000)


@pytest.mark.parametrize("make", [sms, viber])
def test_texts_and_senders(make: Callable[..., Any]) -> None:
    assert refusal(lambda: make(text="")) == ("text", 201, None)
    assert refusal(lambda: make(text=5)) == ("text", 304, None)
    assert refusal(lambda: make(text="half \ud83d")) == ("text", 304, None)
    assert refusal(lambda: make(text="x", sender="")) == ("sender", 200, None)
    assert refusal(lambda: make(text="x", sender=5)) == ("sender", 302, None)
    assert make(text="x", sender="x" * 20)
    assert refusal(lambda: make(text="x", sender="x" * 21)) == ("sender", 302, 20)


def test_no_sender_anywhere() -> None:
    assert refusal(lambda: body(text="x", sms=Sms())) == ("sender", 200, None)


@pytest.mark.parametrize("flag", ["count_clicks", "is_transactional"])
def test_flags(flag: str) -> None:
    assert viber(text="x", **{flag: 1})[flag] == 1
    assert refusal(lambda: viber(text="x", **{flag: "yes"})) == (flag, 300, None)
    assert refusal(lambda: viber(text="x", **{flag: 2})) == (flag, 300, None)


def test_ttl() -> None:
    assert viber(text="x", ttl=60)["ttl"] == 60
    assert viber(text="x", ttl=86400)["ttl"] == 86400
    assert refusal(lambda: viber(text="x", ttl=59)) == ("ttl", 409, 60)
    assert refusal(lambda: viber(text="x", ttl=86401)) == ("ttl", 409, 86400)
    assert refusal(lambda: viber(text="x", ttl="60")) == ("ttl", 306, None)
    assert refusal(lambda: viber(text="x", ttl=True)) == ("ttl", 306, None)


def test_start_time() -> None:
    def at(value: Any) -> Any:
        return body(text="x", sms_sender="A", viber_sender="B", start_time=value)

    fortnight = NOW + dt.timedelta(days=14)
    made = at(fortnight)
    assert made["start_time"] == "2026-12-07 14:00"
    assert "start_time" not in made["sms"] | made["viber"]
    assert at("2026-11-23 14:30")["start_time"] == "2026-11-23 14:30"
    assert at(dt.datetime(2026, 11, 23, 14, 30))["start_time"] == "2026-11-23 14:30"  # noqa: DTZ001 - Kyiv time
    assert at("2026-11-23T13:30:05+01:00")["start_time"] == "2026-11-23 14:30:05"
    assert refusal(lambda: at(fortnight + dt.timedelta(seconds=1))) == ("start_time", 403, 14)
    assert refusal(lambda: at(NOW - dt.timedelta(seconds=1))) == ("start_time", 403, 14)
    for wrong in ("tomorrow", 1763899200, dt.date(2026, 11, 24), ""):
        assert refusal(lambda wrong=wrong: at(wrong)) == ("start_time", 303, None)  # type: ignore[misc]


def test_a_start_time_in_the_running_minute_is_not_past(monkeypatch: pytest.MonkeyPatch) -> None:
    now = dt.datetime(2026, 11, 23, 12, 0, 59, 999_999, tzinfo=dt.UTC)
    monkeypatch.setattr(times, "now", lambda: now)

    def at(value: Any) -> Any:
        return body(text="x", sms_sender="A", start_time=value)["start_time"]

    assert at("2026-11-23 14:00") == "2026-11-23 14:00"
    assert at(now.replace(second=0, microsecond=0)) == "2026-11-23 14:00"
    assert at("2026-11-23 14:00:30") == "2026-11-23 14:00:30"
    assert refusal(lambda: at("2026-11-23 13:59:59")) == ("start_time", 403, 14)


def test_a_start_time_that_is_over_may_be_that_of_a_repeat() -> None:
    def at(value: Any, **given: Any) -> Any:
        return body(text="x", sms_sender="A", start_time=value, **given)

    past = NOW - dt.timedelta(days=1)
    assert at(past, sequence_id="mine")["start_time"] == "2026-11-22 14:00"
    assert refusal(lambda: at(NOW + dt.timedelta(days=15), sequence_id="mine")) == (
        "start_time",
        403,
        14,
    )
    each = {"recipients": [PHONE], "text": "x", "sms": Sms(sender="A"), "start_time": past}
    nobody = {"sms": None, "viber": None}
    assert refusal(lambda: prepare_multi({"a": each}, None, nobody)) == ("start_time", 403, 14)
    for batch in (
        prepare_multi({"a": each}, "mine", nobody),
        prepare_multi({"a": {**each, "sequence_id": "m"}}, None, nobody),
    ):
        assert batch.prepared_sends["a"].body["start_time"] == "2026-11-22 14:00"


@pytest.mark.parametrize("sequence_id", [None, "mine"])
def test_the_second_of_two_hours_has_no_form(
    monkeypatch: pytest.MonkeyPatch, sequence_id: str | None
) -> None:
    monkeypatch.setattr(times, "now", lambda: dt.datetime(2026, 10, 20, tzinfo=dt.UTC))

    def at(value: Any) -> Any:
        return body(text="x", sms_sender="A", start_time=value, sequence_id=sequence_id)

    assert at("2026-10-25T00:30Z")["start_time"] == "2026-10-25 03:30"
    assert at("2026-10-25 03:30")["start_time"] == "2026-10-25 03:30"
    assert at("2026-10-25T02:00Z")["start_time"] == "2026-10-25 04:00"
    naive = dt.datetime(2026, 10, 25, 3, 30, fold=1)  # noqa: DTZ001 - Kyiv time
    for second in ("2026-10-25T01:30Z", naive):
        assert refusal(lambda second=second: at(second)) == ("start_time", None, None)  # type: ignore[misc]


TEXTS = ("text", "sender", "caption", "action", "image_url")


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_no_string(name: str) -> None:
    given = {"text": "x", "caption": "Open", "action": "https://x", name: 1234}
    with pytest.raises(InvalidParameterError, match=rf"^{name} must be a string, not int\.$"):
        viber(**given)


def test_what_is_no_string_beside_the_channels() -> None:
    with pytest.raises(InvalidParameterError, match=r"^sequence_id must be a string, not int\.$"):
        body(text="x", sms_sender="A", sequence_id=5)
    with pytest.raises(InvalidParameterError, match=r"^Every recipient must be a string"):
        body([380501234567], text="x", sms_sender="A")


@pytest.mark.parametrize("name", ["ttl", "file_id"])
def test_what_is_no_integer(name: str) -> None:
    with pytest.raises(InvalidParameterError, match=rf"^{name} must be an integer, not str\.$"):
        viber(**{"text": "x", "caption": "Open", "file_id": 5, name: "60"})


@pytest.mark.parametrize("name", ["is_flash", "count_clicks", "is_transactional"])
def test_what_is_no_flag(name: str) -> None:
    with pytest.raises(InvalidParameterError, match=rf"^{name} must be True or False\.$") as caught:
        (sms if name == "is_flash" else viber)(**{"text": "x", name: "yes"})
    assert caught.value.allowed == (True, False)
    with pytest.raises(InvalidParameterError) as without:
        viber(text="")
    assert without.value.allowed == ()


def test_an_empty_sender_is_not_the_clients() -> None:
    def empty(**given: Any) -> Any:
        return body(text="x", sms_sender="A", **given)

    assert refusal(lambda: empty(sender="")) == ("sender", 200, None)
    assert refusal(lambda: empty(sms=Sms(sender=""))) == ("sender", 200, None)


def test_none_is_as_good_as_no_sequence_id_in_one_of_many() -> None:
    each = {"recipients": [PHONE], "text": "x"}
    senders = {"sms": "A", "viber": None}
    without = prepare_multi({"a": each}, "mine", senders)
    with_none = prepare_multi({"a": {**each, "sequence_id": None}}, "mine", senders)
    assert with_none.prepared_sends["a"].sequence_id == without.prepared_sends["a"].sequence_id
    assert refusal(lambda: prepare_multi({"a": {**each, "sequence_id": ""}}, None, senders)) == (
        "sequence_id",
        300,
        None,
    )


def test_start_times_that_differ_stand_in_their_channels() -> None:
    made = body(
        text="x",
        sender="A",
        start_time="2026-11-24 10:00",
        sms=Sms(start_time="2026-11-24 12:00"),
        viber=Viber(),
    )
    assert (made["sms"]["start_time"], made["viber"]["start_time"]) == (
        "2026-11-24 12:00",
        "2026-11-24 10:00",
    )
    assert "start_time" not in made
