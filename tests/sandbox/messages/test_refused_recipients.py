"""Recipients: who is refused in a row of its own, why, and what that makes of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.rules

GOOD = "380678998668"


@pytest.mark.parametrize("code", [305, 404, 406, 425, 426, 427, 503, 504])
@pytest.mark.parametrize("channel", ["sms", "viber"])
def test_magic_numbers_are_refused(
    api: Any, codes: Callable[..., list[int]], code: int, channel: str
) -> None:
    answer = getattr(api, channel)(GOOD, f"380000000{code}")
    assert (answer["response_code"], codes(answer)) == (803, [0, code])
    refused = answer["response_result"][1]
    assert (refused["phone"], refused["message_id"]) == (f"380000000{code}", None)
    assert answer["response_result"][0]["response_status"] == "OK"


def test_rows_keep_the_order_and_the_numbers_as_they_were_passed(
    api: Any, codes: Callable[..., list[int]]
) -> None:
    given = [
        "+380678998668",
        "wrong",
        "380678998668",
        "48501234567",
        "",
        "380503288668",
        " 380503288668",
    ]
    answer = api.sms(*given)
    assert [row["phone"] for row in answer["response_result"]] == given
    assert codes(answer) == [0, 305, 407, 406, 305, 0, 407]
    assert answer["response_code"] == 803
    assert all(
        (row["message_id"] is None) == (row["response_code"] != 0)
        for row in answer["response_result"]
    )


@pytest.mark.parametrize("wrong", [None, True, 3.5, [], {}, ["380678998668"]])
def test_a_recipient_of_another_type_has_a_row_too(api: Any, wrong: Any) -> None:
    answer = api.send(recipients=[GOOD, wrong], sms={"sender": "TurboSMS", "text": "Hello"})
    assert answer["response_code"] == 803
    assert answer["response_result"][1]["response_code"] == 305
    assert isinstance(answer["response_result"][1]["phone"], str)


@pytest.mark.parametrize(
    ("recipients", "expected"),
    [
        (["wrong", "380000000404"], 305),
        (["380000000404", "wrong"], 404),
        (["380000000503"] * 2, 503),
    ],
)
def test_if_all_are_refused_the_first_one_names_the_code(
    api: Any, codes: Callable[..., list[int]], recipients: list[str], expected: int
) -> None:
    answer = api.sms(*recipients)
    assert answer["response_code"] == expected
    assert codes(answer)[0] == expected
    assert len(codes(answer)) == 2
    assert api.shown() == []
    assert api.user_balance() == 10_000


def test_countries(api: Any, codes: Callable[..., list[int]]) -> None:
    assert codes(api.sms("48501234567", "12025550123")) == [406, 406]
    api.account(countries=["ua", "pl"])
    assert codes(api.sms("48501234567", "12025550123", "999123456789")) == [0, 406, 305]
    api.account(countries=["PL"])
    assert codes(api.sms(GOOD, text="Other")) == [406]


def test_stop_list_is_for_sms_and_ignore_list_for_viber(
    api: Any, codes: Callable[..., list[int]]
) -> None:
    stopped, ignored = "380501111111", "380502222222"
    api.account(stop_list=[stopped], ignore_list=["+" + ignored])
    assert codes(api.sms(stopped, ignored)) == [404, 0]
    assert codes(api.viber(stopped, ignored)) == [0, 404]
    assert codes(api.hybrid(stopped, ignored, text="Other")) == [404, 404]
    api.account(stop_list=[], ignore_list=[])
    assert codes(api.hybrid(stopped, ignored, text="Other")) == [0, 0]


def test_a_repeat_within_90_seconds(api: Any, codes: Callable[..., list[int]]) -> None:
    assert codes(api.sms(GOOD)) == [0]
    repeated = api.sms(GOOD, "380503288668")
    assert (repeated["response_code"], codes(repeated)) == (803, [427, 0])
    assert codes(api.sms(GOOD, text="Other")) == [0]
    assert codes(api.sms(GOOD, sender="Mobibon")) == [0]
    assert codes(api.viber(GOOD)) == [0]
    api.advance(90)
    assert codes(api.sms(GOOD)) == [427]
    api.advance(1)
    assert codes(api.sms(GOOD)) == [0]
    assert codes(api.sms(GOOD)) == [427]


def test_a_hybrid_repeats_either_of_its_messages(api: Any, codes: Callable[..., list[int]]) -> None:
    assert codes(api.hybrid(GOOD, viber={"text": "V"}, sms={"text": "S"})) == [0]
    assert codes(api.sms(GOOD, text="S")) == [427]
    assert codes(api.viber(GOOD, text="V")) == [427]
    assert codes(api.hybrid(GOOD, viber={"text": "V"}, sms={"text": "T"})) == [427]
    assert codes(api.hybrid(GOOD, viber={"text": "W"}, sms={"text": "T"})) == [0]


def test_files_without_text_are_told_apart_by_what_they_are(
    api: Any, codes: Callable[..., list[int]]
) -> None:
    def file(file_id: int, caption: str) -> list[int]:
        return codes(
            api.send(
                recipients=[GOOD],
                viber={"sender": "TurboSMS", "file_id": file_id, "caption": caption},
            )
        )

    assert file(12345, "a.pdf") == [0]
    assert file(23456, "a.pdf") == [0]
    assert file(12345, "b.pdf") == [0]
    assert file(12345, "a.pdf") == [427]


def test_what_was_refused_is_not_repeated(api: Any, codes: Callable[..., list[int]]) -> None:
    api.account(stop_list=[GOOD])
    assert codes(api.sms(GOOD)) == [404]
    api.account(stop_list=[], balance=0)
    assert api.sms(GOOD)["response_code"] == 203
    api.account(balance=10)
    assert codes(api.sms(GOOD)) == [0]


def test_a_test_sender_writes_to_its_number_only(api: Any, codes: Callable[..., list[int]]) -> None:
    api.account(senders=[{"name": "Trial", "test_number": GOOD, "test_limit": 2}])
    assert codes(api.viber(GOOD, "380503288668", sender="Trial")) == [0, 425]
    assert codes(api.viber(GOOD, sender="Trial", text="Second")) == [0]
    assert codes(api.viber(GOOD, sender="Trial", text="Third")) == [426]
    assert codes(api.sms(GOOD, "380503288668", sender="Trial")) == [0, 0]


def test_the_limit_of_a_test_sender_counts_within_a_request(
    api: Any, codes: Callable[..., list[int]]
) -> None:
    api.account(senders={"Trial": {"test_limit": 2}})
    numbers = [f"38050000000{i}" for i in range(4)]
    assert codes(api.viber("wrong", *numbers, sender="Trial")) == [305, 0, 0, 426, 426]
    assert codes(api.viber(*numbers, sender="Trial", text="Other")) == [426] * 4


def test_ids_are_of_the_documented_form_and_all_different(
    api: Any, ids: Callable[..., list[str]]
) -> None:
    made = ids(api.sms(*(f"3805{i:08}" for i in range(1000))))
    assert len(set(made)) == 1000
    assert all(
        [len(part) for part in message_id.split("-")] == [8, 4, 4, 4, 12] for message_id in made
    )
    assert all(set(message_id) <= set("0123456789abcdef-") for message_id in made)
