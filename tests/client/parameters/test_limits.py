"""Each documented limit at its edge, and one past it: client and sandbox agree on both."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from tests.client.parameters import test_limits_in_answers
from tests.client.parameters.test_limits_in_answers import BY_ANSWER
from turbosms_api.tables.limits import LIMITS
from turbosms_api.tables.parameters import SEND_PARAMETERS
from turbosms_client import APIError, InvalidParameterError, RetryPolicy, Sms, TurboSMS, Viber
from turbosms_client._formats import times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.kit.control import Control

PHONE: Final = "380678998668"
TEXT: Final[dict[str, Any]] = {"sender": "TurboSMS", "text": "Hello"}
FILE: Final = {"sender": "TurboSMS", "file_id": 12345}
BUTTON: Final = {**TEXT, "action": "https://example.com"}
NOW: Final = dt.datetime.now(dt.UTC).replace(microsecond=0)
MOST: Final = 3 * 1024 * 1024


class Case(NamedTuple):
    limit: str
    value: int
    call: str
    edge: dict[str, Any]
    past: dict[str, Any]
    parameter: str
    code: int | None
    raw: tuple[str, dict[str, Any]]
    """`past` as the sandbox is sent it, to refuse it with the same code."""


def sms(**values: Any) -> dict[str, Any]:
    return {"recipients": [PHONE], "sms": Sms(**{**TEXT, **values})}


def viber(**values: Any) -> dict[str, Any]:
    return {"recipients": [PHONE], "viber": Viber(**values)}


def raw(channel: str, **values: Any) -> tuple[str, dict[str, Any]]:
    return "message/send", {
        "recipients": [PHONE],
        channel: {**(TEXT if channel == "sms" else {}), **values},
    }


def multi(count: int) -> dict[str, Any]:
    return {
        "messages": {
            "k": {
                "recipients": [f"38050{number:07}" for number in range(count)],
                "sms": Sms(**TEXT),
            }
        }
    }


def at(seconds: int) -> str:
    """Seconds beyond 14 days from when the tests were collected, which may be hours ago.

    See tests/agreement.
    """
    return f"{NOW + dt.timedelta(days=14, seconds=seconds):%Y-%m-%dT%H:%M:%SZ}"


SEND, FILES, LIST = "message.send", "file.add", "chat.recipients"
CHECKED: Final = [
    Case(
        *(
            "recipients_per_request",
            5000,
            "message.send_multi",
            multi(5000),
            multi(5001),
            "recipients",
            405,
        ),
        (
            "message/sendmulti",
            {"k": {"recipients": [f"38050{number:07}" for number in range(5001)], "sms": TEXT}},
        ),
    ),
    Case(
        "sms_gsm_characters",
        1521,
        SEND,
        sms(text="a" * 1521),
        sms(text="a" * 1522),
        "text",
        413,
        raw("sms", text="a" * 1522),
    ),
    Case(
        "sms_gsm_characters",
        1521,
        SEND,
        sms(text="€" * 760 + "a"),
        sms(text="€" * 761),
        "text",
        413,
        raw("sms", text="€" * 761),
    ),
    Case(
        "sms_unicode_characters",
        661,
        SEND,
        sms(text="ж" * 661),
        sms(text="ж" * 662),
        "text",
        413,
        raw("sms", text="ж" * 662),
    ),
    Case(
        "sms_unicode_characters",
        661,
        SEND,
        sms(text="😀" * 330 + "a"),
        sms(text="😀" * 331),
        "text",
        413,
        raw("sms", text="😀" * 331),
    ),
    Case(
        *(
            "viber_text_characters",
            1000,
            SEND,
            viber(**{**TEXT, "text": "ж" * 1000}),
            viber(**{**TEXT, "text": "ж" * 1001}),
        ),
        *("text", 413, raw("viber", **{**TEXT, "text": "ж" * 1001})),
    ),
    Case(
        *(
            "viber_text_characters",
            1000,
            "chat.send",
            {"chat_id": 1234, "text": "😀" * 1000},
            {"chat_id": 1234, "text": "😀" * 1001},
        ),
        *("text", 413, ("chat/send", {"chat_id": 1234, "message": "😀" * 1001})),
    ),
    Case(
        *(
            "button_caption_characters",
            30,
            SEND,
            viber(**BUTTON, caption="ж" * 30),
            viber(**BUTTON, caption="ж" * 31),
        ),
        *("caption", 408, raw("viber", **BUTTON, caption="ж" * 31)),
    ),
    Case(
        *(
            "file_caption_latin",
            25,
            SEND,
            viber(**FILE, caption="a" * 25),
            viber(**FILE, caption="a" * 26),
        ),
        *("caption", 423, raw("viber", **FILE, caption="a" * 26)),
    ),
    Case(
        *("file_caption_latin", 25, "chat.send"),
        {"chat_id": 1234, "file": b"x", "name": "ж" * 21 + ".txt"},
        {"chat_id": 1234, "file": b"x", "name": "ж" * 22 + ".txt"},
        *(
            "name",
            423,
            (
                "chat/send",
                {"chat_id": 1234, "file_data": "data:,x", "file_name": "ж" * 22 + ".txt"},
            ),
        ),
    ),
    Case(
        *(
            "file_caption_cyrillic",
            12,
            SEND,
            viber(**FILE, caption="a" * 11 + "ж"),
            viber(**FILE, caption="a" * 12 + "ж"),
        ),
        *("caption", 423, raw("viber", **FILE, caption="a" * 12 + "ж")),
    ),
    Case(
        "ttl_minimum",
        60,
        SEND,
        viber(**TEXT, ttl=60),
        viber(**TEXT, ttl=59),
        "ttl",
        409,
        raw("viber", **TEXT, ttl=59),
    ),
    Case(
        "ttl_maximum",
        86_400,
        SEND,
        viber(**TEXT, ttl=86_400),
        viber(**TEXT, ttl=86_401),
        "ttl",
        409,
        raw("viber", **TEXT, ttl=86_401),
    ),
    Case(
        # A day past it, since the tests may have been collected hours ago.
        *("start_time_days", 14, SEND, sms(start_time=at(-30)), sms(start_time=at(+86_400))),
        *("start_time", 403, raw("sms", start_time=at(+86_400))),
    ),
    Case(
        *(
            "sequence_id_characters",
            32,
            SEND,
            {**sms(), "sequence_id": "e" * 32},
            {**sms(), "sequence_id": "e" * 33},
        ),
        *(
            "sequence_id",
            300,
            ("message/send", {"recipients": [PHONE], "sms": TEXT, "sequence_id": "e" * 33}),
        ),
    ),
    Case(
        "file_bytes",
        MOST,
        FILES,
        {"file": b"x" * MOST, "name": "a.txt"},
        {"file": b"x" * (MOST + 1), "name": "a.txt"},
        "file",
        420,
        ("file/add", {"data": "data:," + "x" * (MOST + 1)}),
    ),
    *(
        Case(
            "page_rows_maximum",
            500,
            call,
            {**given, "rows": 500},
            {**given, "rows": 501},
            "rows",
            313,
            (call.replace(".", "/"), {**given, "rows": 501}),
        )
        for call, given in (
            (LIST, {"sender_id": 1}),
            ("chat.sessions", {"chat_id": 1234}),
            ("chat.messages", {"chat_id": 1234}),
        )
    ),
    Case(
        "sender_characters",
        20,
        SEND,
        sms(sender="x" * 20),
        sms(sender="x" * 21),
        "sender",
        302,
        raw("sms", sender="x" * 21),
    ),
    Case(
        "sender_characters",
        20,
        LIST,
        {"sender": "x" * 20},
        {"sender": "x" * 21},
        "sender",
        302,
        ("chat/recipients", {"sender": "x" * 21}),
    ),
]


@pytest.fixture
def client(control: Control) -> Iterator[TurboSMS]:
    control.writes(1)
    with TurboSMS("sandbox", control.url, retry=RetryPolicy(attempts=1)) as made:
        yield made


def ask(client: TurboSMS, call: str, given: dict[str, Any]) -> Any:
    module, method = call.split(".")
    outcome = getattr(getattr(client, module), method)(**given)
    return [*outcome] if hasattr(outcome, "__next__") else outcome


def test_every_limit_has_a_case() -> None:
    assert {case.limit for case in CHECKED} | {*BY_ANSWER} == {*LIMITS}
    assert not {case.limit for case in CHECKED} & {*BY_ANSWER}
    assert {*BY_ANSWER.values()} <= {*vars(test_limits_in_answers)}


def test_every_bound_of_a_parameter_has_a_case() -> None:
    known = {(case.parameter, case.value) for case in CHECKED}
    for name, row in SEND_PARAMETERS.items():
        bounds = {bound for bound in (row.minimum, row.maximum, *row.max_length.values()) if bound}
        assert {(name, bound) for bound in bounds} <= known


@pytest.mark.parametrize("case", CHECKED, ids=lambda case: f"{case.limit}-{case.call}")
def test_at_the_edge_and_one_past_it(client: TurboSMS, control: Control, case: Case) -> None:
    row = LIMITS[case.limit]
    assert (row.value, row.code) == (case.value, case.code)
    if case.limit == "sender_characters":  # no sender of the account has a name of 20
        with pytest.raises(APIError) as unknown:
            ask(client, case.call, case.edge)
        assert unknown.value.code == 400
    else:
        ask(client, case.call, case.edge)
    with pytest.raises(InvalidParameterError) as caught:
        ask(client, case.call, case.past)
    told = caught.value
    assert (told.parameter, told.limit, told.code) == (case.parameter, case.value, case.code)
    answer = control.call(case.raw[0], case.raw[1])
    assert (answer["response_result"] or {}).get("k", answer)["response_code"] == case.code


@pytest.mark.parametrize("value", [-1, 0])
def test_a_file_id_is_0_or_more(client: TurboSMS, value: int) -> None:
    given = viber(**(TEXT if value == 0 else {"sender": "TurboSMS"}), file_id=value)
    if value == 0:
        assert client.message.send(**given).accepted
    else:
        with pytest.raises(InvalidParameterError) as caught:
            client.message.send(**given)
        assert (caught.value.parameter, caught.value.limit, caught.value.code) == (
            "file_id",
            0,
            417,
        )


def test_more_recipients_than_one_request_takes(client: TurboSMS) -> None:
    numbers = [f"38050{number:07}" for number in range(5001)]
    assert len(client.message.send(numbers, sms=Sms(**TEXT)).accepted) == 5001


def test_a_start_time_to_the_second(client: TurboSMS, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(times, "now", lambda: NOW)
    assert client.message.send(**sms(start_time=at(0))).accepted
    with pytest.raises(InvalidParameterError) as caught:
        client.message.send(**sms(start_time=at(1)))
    assert (caught.value.parameter, caught.value.limit, caught.value.code) == (
        "start_time",
        14,
        403,
    )
