"""Deliveries against the clock: the pace, the magic numbers, the hand-over from Viber to SMS."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbosms_api.tables.statuses import DELIVERY_STATUSES, REJECTION_REASONS
from turbosms_sandbox.delivery import charges, courses
from turbosms_sandbox.delivery.behaviours import MAGIC_NUMBERS, ORDINARY
from turbosms_sandbox.delivery.sends import ExecutedSend, SmsContent, StoredMessage, ViberContent
from turbosms_sandbox.messages.reports import current_channel

pytestmark = [pytest.mark.rules, pytest.mark.on_both]


def timeline(api: Any, message_id: str, seconds: int) -> list[tuple[str, str]]:
    """The channel and status at each second, without repetitions."""
    seen: list[tuple[str, str]] = []
    for _ in range(seconds):
        row = api.status(message_id)[0]
        if not seen or seen[-1] != (row["type"], row["status"]):
            seen.append((row["type"], row["status"]))
        api.advance(1)
    return seen


def statuses(seen: list[tuple[str, str]]) -> list[str]:
    return [status for _, status in seen]


def test_an_ordinary_sms(api: Any, ids: Any) -> None:
    [message_id] = ids(api.sms())
    row = api.status(message_id)[0]
    assert (row["sent"], row["updated"], row["recipient"]) == (
        api.advance(0),
        api.advance(0),
        "380678998668",
    )
    assert statuses(timeline(api, message_id, 10)) == ["Accepted", "Sent", "Delivered"]


def test_an_ordinary_viber_message(api: Any, ids: Any) -> None:
    assert statuses(timeline(api, ids(api.viber())[0], 10)) == ["Sent", "Delivered"]


def test_a_queued_send_starts_by_itself(api: Any, ids: Any) -> None:
    message_id = ids(api.sms(*(f"38050000000{i}" for i in range(6))))[0]
    assert api.status(message_id)[0]["sent"] is None
    assert statuses(timeline(api, message_id, 10)) == ["Queued", "Accepted", "Sent", "Delivered"]


@pytest.mark.parametrize(
    ("magic", "course"),
    [
        (1, ["Accepted", "Sent", "Undelivered"]),
        (2, ["Accepted", "Sent", "Expired"]),
        (3, ["Accepted", "Rejected"]),
        (4, ["Accepted", "Failed"]),
        (5, ["Accepted", "Sent", "Unknown"]),
        (6, ["Accepted", "Cancelled"]),
        (7, ["Accepted"]),
    ],
)
def test_magic_numbers_of_sms(api: Any, ids: Any, magic: int, course: list[str]) -> None:
    number = f"38000200000{magic}"
    assert statuses(timeline(api, ids(api.sms(number))[0], 10)) == course
    assert statuses(timeline(api, ids(api.viber(number))[0], 10)) == ["Sent", "Delivered"]


REASONS = {1: "SRVC_NOT_VIBER_USER", 2: "SRVC_USER_BLOCKED", 3: "SRVC_NO_SUITABLE_DEVICE"}


@pytest.mark.parametrize("magic", [1, 2, 3])
def test_magic_numbers_that_viber_rejects(api: Any, ids: Any, magic: int) -> None:
    [message_id] = ids(api.viber(f"38000100000{magic}"))
    assert api.status(message_id)[0]["rejected_status"] == ""
    assert statuses(timeline(api, message_id, 10)) == ["Sent", "Rejected"]
    assert api.status(message_id)[0]["rejected_status"] == REASONS[magic]
    assert statuses(timeline(api, ids(api.sms(f"38000100000{magic}"))[0], 10)) == [
        "Accepted",
        "Sent",
        "Delivered",
    ]


@pytest.mark.parametrize("magic", [1, 2, 3])
def test_a_hybrid_goes_over_to_sms_at_the_instant_viber_fails(
    api: Any, ids: Any, magic: int
) -> None:
    [message_id] = ids(api.hybrid(f"38000100000{magic}"))
    assert timeline(api, message_id, 10) == [
        ("viber", "Sent"),
        ("sms", "Accepted"),
        ("sms", "Sent"),
        ("sms", "Delivered"),
    ]
    details = api.details(message_id)[0]
    assert details["viber"]["rejected_status"] == REASONS[magic]
    assert details["sms"]["added"] == details["viber"]["updated"]
    assert "rejected_status" not in api.status(message_id)[0]


def test_a_silent_viber_user_gets_the_sms_when_the_ttl_is_over(api: Any, ids: Any) -> None:
    [message_id] = ids(api.hybrid("380001000004", ttl=60))
    api.advance(59)
    row = api.details(message_id)[0]
    assert (row["viber"]["status"], row["sms"]) == ("Sent", None)
    api.advance(1)
    row = api.details(message_id)[0]
    assert (row["viber"]["status"], row["viber"]["rejected_status"], row["sms"]["status"]) == (
        "Expired",
        "",
        "Accepted",
    )
    assert timeline(api, message_id, 10)[-1] == ("sms", "Delivered")


def test_a_delivered_hybrid_has_no_sms(api: Any, ids: Any) -> None:
    [message_id] = ids(api.hybrid())
    api.advance(1_000_000)
    assert api.details(message_id)[0]["sms"] is None
    assert api.status(message_id)[0]["type"] == "viber"


@pytest.mark.parametrize(
    ("magic", "course"), [(1, ["Sent", "Delivered", "Read"]), (3, ["Sent", "Delivered", "Read"])]
)
def test_magic_numbers_that_read(api: Any, ids: Any, magic: int, course: list[str]) -> None:
    assert statuses(timeline(api, ids(api.viber(f"38000300000{magic}"))[0], 10)) == course


@pytest.mark.parametrize(
    ("parameters", "clicked"),
    [
        ({"caption": "Open", "action": "https://example.com", "count_clicks": 1}, True),
        ({"caption": "Open", "file_id": 12345, "count_clicks": 1}, True),
        ({"caption": "Open", "action": "https://example.com"}, False),
        ({"caption": "Open", "action": "https://example.com", "count_clicks": True}, True),
        ({"caption": "Open", "action": "https://example.com", "count_clicks": "true"}, False),
        ({"count_clicks": 1}, False),
        ({"caption": "a.pdf", "file_id": 12345, "text": "", "count_clicks": 1}, False),
    ],
)
def test_a_click_is_kept_if_clicks_are_counted_and_there_is_a_button(
    api: Any, ids: Any, parameters: dict[str, Any], clicked: bool
) -> None:
    [message_id] = ids(api.viber("380003000002", **parameters))
    assert api.status(message_id)[0]["click_time"] is None
    api.advance(60)
    status, details = api.status(message_id)[0], api.details(message_id)[0]["viber"]
    assert status["status"] == "Read"
    assert (status["click_time"] is not None) == clicked
    assert details["click_time"] == status["click_time"]
    if clicked:
        assert datetime.fromisoformat(status["click_time"]) > datetime.fromisoformat(
            status["updated"]
        )


def test_a_deferred_hybrid(api: Any, ids: Any) -> None:
    start = datetime.fromisoformat(api.advance(0)) + timedelta(hours=1)
    [message_id] = ids(api.hybrid("380001000001", start_time=str(start)))
    api.advance(3599)
    waiting = api.details(message_id)[0]
    assert (waiting["viber"]["status"], waiting["viber"]["sent"], waiting["viber"]["start"]) == (
        "Queued",
        None,
        str(start),
    )
    assert waiting["sms"] is None
    api.advance(1)
    assert api.details(message_id)[0]["viber"]["sent"] == str(start)
    api.advance(1)
    sms = api.details(message_id)[0]["sms"]
    assert (sms["added"], sms["start"], sms["status"]) == (
        str(start + timedelta(seconds=1)),
        str(start),
        "Accepted",
    )


def test_an_sms_with_a_start_time_of_its_own_waits_for_it_after_viber_has_failed(
    api: Any, ids: Any
) -> None:
    start = datetime.fromisoformat(api.advance(0)) + timedelta(hours=1)
    [message_id] = ids(api.hybrid("380001000001", sms={"start_time": str(start)}))
    api.advance(60)
    assert api.status(message_id)[0] | {"updated": ""} == {
        "message_id": message_id,
        "response_code": 0,
        "recipient": "380001000001",
        "sent": None,
        "updated": "",
        "status": "Queued",
        "type": "sms",
        "response_status": "OK",
    }
    api.advance(3600)
    assert api.details(message_id)[0]["sms"]["sent"] == str(start)


NUMBERS = st.sampled_from([*MAGIC_NUMBERS, "380678998668"])
STARTS = st.none() | st.integers(0, 50).map(float)


@st.composite
def sent(draw: st.DrawFn) -> StoredMessage:
    viber = sms = None
    channels = draw(st.sampled_from(["viber", "sms", "hybrid"]))
    if channels != "sms":
        viber = ViberContent(
            sender="V",
            text="",
            start=draw(STARTS),
            ttl=draw(st.integers(60, 90)),
            price=draw(st.sampled_from([36, 50])),
            kind="button",
            rate="promotional",
            caption="Open",
            action="https://example.com",
            image_url="",
            file_id=0,
            count_clicks=True,
            is_transactional=False,
        )
    if channels != "viber":
        sms = SmsContent("S", "", draw(STARTS), 1, draw(st.integers(1, 3)) * 34, is_flash=False)
    number = draw(NUMBERS)
    return StoredMessage(
        "id",
        number,
        ExecutedSend(0.0, draw(st.booleans()), viber, sms),
        MAGIC_NUMBERS.get(number, ORDINARY),
    )


@given(sent())
def test_every_course_is_made_of_known_statuses_in_the_order_of_time(
    message: StoredMessage,
) -> None:
    delivery = courses.delivery_of(message)
    for course in (delivery.viber, delivery.sms):
        if course is None:
            continue
        moments = [timed.at for timed in course.statuses]
        assert moments == sorted(moments)
        assert len({timed.status for timed in course.statuses}) == len(course.statuses)
        assert {timed.status for timed in course.statuses} <= set(DELIVERY_STATUSES)
        assert course.rejected_status in {"", *REJECTION_REASONS}
        before = [DELIVERY_STATUSES[timed.status] for timed in course.statuses[:-1]]
        assert not any(status.final for status in before if status.name != "Delivered")


@given(sent())
def test_a_hybrid_never_shows_a_failed_viber_message_alone(message: StoredMessage) -> None:
    for now in range(300):
        channel, _, course = current_channel(message, now)
        failed = course.status_at(now) in ("Rejected", "Expired")
        assert not (message.send.viber and message.send.sms and channel == "viber" and failed)


@given(sent())
def test_what_comes_back_leaves_the_price_of_what_was_delivered(message: StoredMessage) -> None:
    back = charges.refunds(message.send, message.behaviour)
    held = message.send.price - sum(amount for _, amount in back)
    channel, content, course = current_channel(message, 10**9)
    free = course.statuses[-1].status == "Cancelled" or (
        channel == "viber" and course.end_in(frozenset({"Rejected", "Expired"}))
    )
    assert held == (0 if free else content.price)
    assert all(amount > 0 for _, amount in back)
