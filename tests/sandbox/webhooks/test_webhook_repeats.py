"""Repeats: when an attempt is made again, and how often."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.kit.receiver import OK, Receiver, answer
from tests.sandbox.conftest import Api

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx2

    from tests.kit.receiver import Told

MINUTES = (0, 1, 3, 5, 10, 15, 20, 30, 60, 120)
"""Between an attempt and the next one, as the service's own page says."""
EVERYTHING = 60 * sum(MINUTES)


def _always(reply: bytes, _: Told) -> bytes:
    return reply


def attempts(api: Any) -> list[dict[str, Any]]:
    """Oldest first."""
    calls: list[dict[str, Any]] = api.control("GET", "webhooks/calls")["calls"]
    return calls[::-1]


@pytest.mark.on_both
def test_the_schedule(api: Any, told: Receiver) -> None:
    told.decide = lambda _: answer(500)
    api.sms("380002000007")  # stays Accepted: one event
    api.advance(0)
    for number, minutes in enumerate(MINUTES[1:], 2):
        api.advance(60 * minutes - 1)
        assert len(attempts(api)) == number - 1
        api.advance(1)
        assert attempts(api)[-1]["try"] == number
    assert attempts(api)[-1]["next_attempt"] is None
    api.advance(100 * EVERYTHING)
    calls = told.take_once()
    assert [each.values["try"] for each in calls] == list(range(1, 11))
    assert len({each.values["id"] for each in calls}) == 1
    assert len({str(each.values["data"]) for each in calls}) == 1
    assert len({each.values["date"] for each in calls}) == 10


@pytest.mark.one_case_in(4)
@pytest.mark.on_both
@pytest.mark.parametrize("status", [201, 202, 204, 301, 302, 400, 404, 429, 500, 503])
def test_only_200_is_a_success(api: Any, told: Receiver, status: int) -> None:
    told.decide = lambda _: answer(status, "Location: /elsewhere")
    api.sms("380002000007")
    api.advance(0)
    (call,) = attempts(api)
    assert (call["status"], call["failure"]) == (status, None)
    assert call["next_attempt"] == "2026-02-25 08:14:20"
    assert {each.head.split(b" ")[1] for each in told.take()} == {b"/hook"}
    told.decide = lambda _: OK
    api.advance(60)
    assert (attempts(api)[-1]["status"], attempts(api)[-1]["next_attempt"]) == (200, None)
    told.take()
    api.advance(EVERYTHING)
    assert told.take() == []


@given(
    cuts=st.lists(st.floats(0, EVERYTHING), max_size=8),
    failing=st.sets(st.integers(1, 30), max_size=30),
)
@settings(max_examples=examples(8, 100))
def test_it_does_not_matter_how_the_clock_is_advanced(cuts: list[float], failing: set[int]) -> None:
    """In one go or in steps: the same attempts, each dated to the moment when it was due."""

    def told(moments: list[float]) -> list[Any]:
        def decide(each: Told) -> bytes:
            number = int(each.values["try"]) + 10 * ["Accepted", "Sent", "DELIVRD"].index(
                each.values["data"]["status"]
            )
            return answer(503) if number in failing else OK

        api = Api()
        with Receiver(decide) as receiver:
            api.control("PUT", "webhooks", {"webhooks": [receiver.webhook()]})
            api.sms("380678998668")
            before = 0.0
            for moment in sorted([*moments, EVERYTHING * 2]):
                api.advance(moment - before)
                before = moment
            api.app.state.service.close()
            said = [(each.values["date"], *each.summary) for each in receiver.take()]
        return sorted(said)

    assert told(cuts) == told([])


@pytest.mark.on_both
def test_resending(api: Any, told: Receiver) -> None:
    told.decide = lambda _: answer(500)
    api.sms("380002000007")
    api.advance(61)
    first, second = attempts(api)
    (resent,) = api.control("POST", "webhooks/resend", {"id": first["id"]})["calls"]
    assert (resent["try"], resent["status"]) == (3, 500)
    assert resent["next_attempt"] == second["next_attempt"], "the schedule stays as it was"
    told.decide = lambda _: OK
    (resent,) = api.control("POST", "webhooks/resend", {"id": first["id"]})["calls"]
    assert (resent["try"], resent["status"], resent["next_attempt"]) == (4, 200, None)
    told.take()
    api.advance(EVERYTHING)
    assert told.take() == []
    api.control("POST", "webhooks/resend", {"id": first["id"]})
    assert told.summaries() == [("DLR_SMS_API", "Accepted", 5)]


def test_a_resend_that_failed_adds_nothing_to_the_schedule(api: Any, told: Receiver) -> None:
    """Not even if the repeat that follows is held back, while nothing else is due."""
    told.decide = lambda _: answer(500)
    api.sms("380002000007")
    api.advance(30)
    api.sms("380002000007", text="Another")
    api.advance(0)
    event = attempts(api)[-1]["id"]
    api.control("POST", "webhooks/resend", {"id": event})
    api.advance(31)
    api.fault("webhook", "reorder")
    api.advance(30)
    dates = [each["date"][-8:] for each in attempts(api) if each["id"] == event]
    assert dates == ["08:13:50", "08:13:50", "08:14:50"]


def test_what_was_due_before_the_clock_advances_is_not_behind_it(api: Any, told: Receiver) -> None:
    """The whole schedule, even of what there was no time to attempt meanwhile."""
    told.decide = lambda _: answer(500)
    api.sms("380002000007")
    api.time += 1
    api.advance(2 * EVERYTHING)
    dates = [each["date"][-8:] for each in attempts(api)]
    assert dates[:2] == ["08:13:21", "08:14:21"]
    assert len(dates) == 10


def test_resending_after_the_last_repeat(api: Any, told: Receiver) -> None:
    told.decide = lambda _: answer(500)
    api.sms("380002000007")
    api.advance(2 * EVERYTHING)
    event = attempts(api)[-1]["id"]
    (resent,) = api.control("POST", "webhooks/resend", {"id": event})["calls"]
    assert (resent["try"], resent["status"], resent["next_attempt"]) == (11, 500, None)


@pytest.mark.parametrize("event", ["x", None, 5, ["x"]])
def test_resending_what_there_is_not(api: Any, told: Receiver, event: Any) -> None:
    with pytest.raises(ValueError, match="is the id of no event"):
        api.control("POST", "webhooks/resend", {"id": event})


def test_not_to_a_webhook_that_is_gone(
    api: Any, told: Receiver, set_webhooks: Callable[..., Any]
) -> None:
    api.sms("380002000007")
    api.advance(0)
    set_webhooks()
    with pytest.raises(ValueError, match="is the id of no event"):
        api.control("POST", "webhooks/resend", {"id": attempts(api)[0]["id"]})


def test_a_webhook_that_goes_while_it_is_called(live: httpx2.Client) -> None:
    """There is no repeat, even if another one is set at its place."""

    def set_webhooks(*webhooks: dict[str, Any]) -> None:
        live.put("/sandbox/webhooks", json={"webhooks": [*webhooks]}).raise_for_status()

    def take_away(_: Told) -> bytes:
        set_webhooks()
        return answer(500)

    with Receiver(take_away) as receiver:
        set_webhooks(receiver.webhook(events=["DLR_SMS_API"]))
        message = {"sender": "TurboSMS", "text": "Hello"}
        live.post("/message/send.json", json={"recipients": ["380002000007"], "sms": message})
        live.post("/sandbox/clock", json={"advance": 0})
        (call,) = live.get("/sandbox/webhooks/calls").json()["calls"]
        assert (call["status"], call["next_attempt"]) == (500, None)
        assert len(receiver.take()) == 1
        receiver.decide = lambda _: OK
        set_webhooks(receiver.webhook())
        live.post("/sandbox/clock", json={"advance": EVERYTHING})
        assert receiver.take() == []


def test_ids_do_not_depend_on_the_receiver(api: Any) -> None:
    """With a seed, requests get the same ids however often a receiver is called meanwhile."""
    sent: list[Any] = []
    for reply in (OK, answer(500)):
        api.app.state.service.close()
        api.options = {"seed": 1}
        api.restart()
        with Receiver() as receiver:
            receiver.decide = partial(_always, reply)
            api.control("PUT", "webhooks", {"webhooks": [receiver.webhook()]})
            ids = []
            for number in range(3):
                result = api.sms(f"38050000000{number}")["response_result"]
                ids.append(result[0]["message_id"])
                api.advance(1000)
            assert receiver.told
            sent.append((ids, {each.values["id"] for each in receiver.take()}))
    assert sent[0] == sent[1]
