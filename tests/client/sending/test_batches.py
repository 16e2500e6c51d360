"""A send to more than 5,000: in batches, each with a number of its own, and one report of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.kit.answers import accepted, refused
from turbosms_client import APIError, OutcomeUnknownError, RetryPolicy

if TYPE_CHECKING:
    from tests.client.pump import Pump

ONCE = RetryPolicy(attempts=1)
MANY = [str(380_500_000_000 + place) for place in range(12_000)]
BATCHES = [MANY[:5000], MANY[5000:10_000], MANY[10_000:]]
Json = Any


@pytest.fixture
def answers() -> list[Json]:
    return [accepted(*batch, code=800) for batch in BATCHES]


def send(
    pump: Pump, *script: Any, to: list[str] = MANY, retry: RetryPolicy = ONCE, **given: Any
) -> Any:
    return pump(pump.client(retry).send(to, text="Hi", **given), *script)


def test_each_batch_has_5000_and_a_number_of_its_own(pump: Pump, answers: list[Json]) -> None:
    report = send(pump, *answers, sequence_id="campaign")
    assert [body["recipients"] for body in pump.bodies] == BATCHES
    # The numbers are part of what callers store by storing the call's own: they never change.
    assert [body["sequence_id"] for body in pump.bodies] == [
        "campaign",
        "6df2dd55a36052688a379b44c617ac9e",
        "150f64a9ff36590f8d350fe42dbfc6f6",
    ]
    assert (report.sequence_id, report.code, report.missing) == ("campaign", 800, [])
    assert [row.input for row in report.accepted] == report.recipients == MANY


def test_5000_are_one_request_under_the_number_itself(pump: Pump, answers: list[Json]) -> None:
    send(pump, answers[0], to=BATCHES[0], sequence_id="campaign")
    assert [body["sequence_id"] for body in pump.bodies] == ["campaign"]


def test_other_calls_have_other_numbers(pump: Pump, answers: list[Json]) -> None:
    send(pump, *answers)
    send(pump, *answers)
    numbers = [body["sequence_id"] for body in pump.bodies]
    assert len(set(numbers)) == 6
    assert all(len(number) <= 32 for number in numbers)


def test_a_number_given_twice_is_sent_to_once(pump: Pump, answers: list[Json]) -> None:
    again = "+" + MANY[0]
    report = send(pump, *answers, to=[*MANY, again, MANY[6000]])
    assert [body["recipients"] for body in pump.bodies] == BATCHES
    assert [(row.input, row.phone, row.code, row.message_id) for row in report.duplicates] == [
        (again, MANY[0], 407, None),
        (MANY[6000], MANY[6000], 407, None),
    ]
    assert (report.code, report.rejected, len(report.accepted)) == (802, [], 12_000)
    assert report.raise_for_rejected() is report


def test_a_batch_of_which_everyone_is_refused_does_not_end_the_send(
    pump: Pump, answers: list[Json]
) -> None:
    report = send(
        pump, answers[0], refused(406, "NOT_ALLOWED_RECIPIENT_COUNTRY", *BATCHES[1]), answers[2]
    )
    assert (report.code, len(report.accepted), len(report.rejected)) == (802, 7000, 5000)


def test_everybody_refused_raises(pump: Pump) -> None:
    script = [refused(406, "NOT_ALLOWED_RECIPIENT_COUNTRY", *batch) for batch in BATCHES]
    with pytest.raises(APIError) as caught:
        send(pump, *script)
    assert caught.value.code == 406
    assert caught.value.report is not None
    assert len(caught.value.report.rejected) == 12_000


def test_a_refusal_of_the_first_batch_is_plain(pump: Pump) -> None:
    with pytest.raises(APIError) as caught:
        send(pump, refused(203, "REQUIRED_BALANCE"))
    assert caught.value.code == 203
    assert len(pump.steps) == 1


@pytest.mark.parametrize("trouble", ["refused", "not sent", "lost", "unknown"])
def test_trouble_half_way_keeps_what_was_done_and_goes_on_from_there(
    pump: Pump, answers: list[Json], trouble: str
) -> None:
    ways: dict[str, Any] = {
        "refused": refused(203, "REQUIRED_BALANCE"),
        "not sent": httpx2.ConnectError("no"),
        "lost": httpx2.ReadError("gone"),
        "unknown": refused(999, "FATAL_ERROR"),
    }
    with pytest.raises(OutcomeUnknownError) as caught:
        send(pump, answers[0], ways[trouble], sequence_id="campaign")
    error = caught.value
    assert error.sequence_id == "campaign"
    assert error.report is not None
    assert len(error.report.accepted) == 5000
    assert error.report.missing == MANY[5000:]
    before = pump.bodies
    report = pump(error.resume(), *answers[1:])
    assert len(report.accepted) == 12_000
    assert pump.bodies[2:] == [before[1], {**before[1], **pump.bodies[3]}]
    # A second resume() asks for the same batches under the same numbers: the service replays them.
    pump(error.resume(), *answers[1:])
    assert pump.bodies[4:] == pump.bodies[2:4]


def test_after_a_lost_answer_a_refusal_of_the_batch_proves_nothing(
    pump: Pump, answers: list[Json]
) -> None:
    everyone = refused(406, "NOT_ALLOWED_RECIPIENT_COUNTRY", *BATCHES[1])
    with pytest.raises(OutcomeUnknownError) as caught:
        send(pump, answers[0], httpx2.ReadError("gone"), everyone, retry=RetryPolicy(attempts=2))
    assert isinstance(caught.value.__cause__, APIError)
    with pytest.raises(OutcomeUnknownError) as still:
        pump(caught.value.resume(), everyone)
    assert isinstance(still.value.__cause__, APIError)
    assert len(pump(still.value.resume(), *answers[1:]).accepted) == 12_000


def test_another_process_finishes_it_with_the_same_number(pump: Pump, answers: list[Json]) -> None:
    with pytest.raises(OutcomeUnknownError):
        send(pump, answers[0], httpx2.ReadError("gone"), sequence_id="campaign")
    replay = {**answers[0], "response_code": 507, "response_status": "FAILED_DUPLICATE_REQUEST"}
    report = send(pump, replay, answers[1], answers[2], sequence_id="campaign")
    assert pump.bodies[2:4] == pump.bodies[:2]
    assert (report.code, report.replayed, len(report.accepted)) == (800, False, 12_000)


def test_nothing_but_replays_is_a_replay(pump: Pump, answers: list[Json]) -> None:
    assert send(pump, *({**answer, "response_code": 507} for answer in answers)).replayed


@pytest.mark.parametrize(
    ("codes", "whole"), [((800, 803, 802), 803), ((800, 507, 999), 999), ((507, 800, 12345), 12345)]
)
def test_the_code_that_says_most_is_that_of_the_whole(
    pump: Pump, answers: list[Json], codes: tuple[int, ...], whole: int
) -> None:
    script = [
        {**answer, "response_code": code} for answer, code in zip(answers, codes, strict=True)
    ]
    assert send(pump, *script).code == whole


def test_the_deadline_is_that_of_all_batches(pump: Pump, answers: list[Json]) -> None:
    with pytest.raises(OutcomeUnknownError) as caught:
        send(pump, answers[0], httpx2.ReadTimeout("late"), deadline=60)
    assert [step.timeouts.read for step in pump.steps] == [60, 60]
    assert [step.until for step in pump.steps] == [1060, 1060]
    assert pump.now == 1060
    pump(caught.value.resume(), *answers[1:])
    assert pump.steps[-1].until == 1120
