"""What the policy reads off an answer, and how long an attempt may take."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbosms_client import ProtocolError
from turbosms_client._formats import times
from turbosms_client._requests.policy import retry_after, timeouts

NOW: Final = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
# Every HTTP status there is. The service answers 200 to every valid request; 408, 425, 429 and 5xx
# are the statuses of RFC 9110, RFC 8470 and RFC 6585 (and of proxies: 520 to 530) that tell of a
# state and not of the request.
STATUSES: Final = """
    100-199 stays
    200-299 passes
    300-407 stays
    408-408 passes
    409-424 stays
    425-425 passes
    426-428 stays
    429-429 passes
    430-499 stays
    500-599 passes
"""
LINES: Final = [line.replace("-", " ").split() for line in STATUSES.strip().splitlines()]
# Seconds for each phase of an attempt, by the class of the operation. A send waits for its answer
# as long as it takes.
TIMEOUTS: Final[dict[str, dict[str, float | None]]] = {
    "read": {"connect": 10, "read": 30, "write": 30, "pool": 30},
    "send": {"connect": 10, "read": None, "write": 30, "pool": 30},
    "upload": {"connect": 10, "read": 120, "write": 120, "pool": 30},
}
# The same with so many seconds left for the call as a whole.
LEFT: Final[list[tuple[str, float, tuple[float, float, float, float]]]] = [
    # class, left, connect, read, write, pool
    ("read", 0.001, (0.001, 0.001, 0.001, 0.001)),
    ("read", 20, (10, 20, 20, 20)),
    ("read", 30.5, (10, 30, 30, 30)),
    ("read", 600, (10, 30, 30, 30)),
    ("send", 0.001, (0.001, 0.001, 0.001, 0.001)),
    ("send", 20, (10, 20, 20, 20)),
    ("send", 30.5, (10, 30.5, 30, 30)),
    ("send", 600, (10, 600, 30, 30)),
    ("upload", 0.001, (0.001, 0.001, 0.001, 0.001)),
    ("upload", 20, (10, 20, 20, 20)),
    ("upload", 30.5, (10, 30.5, 30.5, 30)),
    ("upload", 600, (10, 120, 120, 30)),
]


@pytest.fixture
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(times, "now", lambda: NOW)


def test_which_statuses_pass() -> None:
    told: dict[int, bool] = {}
    for first, last, word in LINES:
        for status in range(int(first), int(last) + 1):
            told[status] = word == "passes"
    assert [*told] == [*range(100, 600)]
    for status, passes in told.items():
        error = ProtocolError("HTML", operation="user/balance", http_status=status)
        assert error.temporary is passes, status


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        ("120", 120),
        ("86400", 86_400),
        ("9" * 20, 1e20),
        ("9" * 5000, math.inf),
    ],
)
def test_a_wait_in_seconds(header: str, seconds: float) -> None:
    assert retry_after({"retry-after": header}) == seconds
    assert isinstance(retry_after({"retry-after": header}), float)


@pytest.mark.usefixtures("_noon")
@pytest.mark.parametrize(
    "header",
    [
        *(
            "",
            " ",
            "soon",
            "-1",
            "-0000",
            "+5",
            "1.5",
            "1e3",
            "0x10",
            "7 seconds",
            "7, 7",
            "inf",
            "nan",
            "1_000",
        ),
        *(
            "\u0667",
            "\uff17",
            "\u00b2",
            "7\u0660",
            "\udcff",
            "\x00",
        ),  # digits of other scripts, and no text at all
        *(
            "Mon, 99",
            "Mon",
            "23 Nov",
            "Mon, 23 Nov",
            "Mon, 31 Feb 2027 12:00:00 GMT",
            "Mon, 23 Nov 2026 25:00:00 GMT",
        ),
        *(
            "Mon, 23 Nov 99999 12:00:00 GMT",
            "Mon, 23 Nov 2026 12:00:05 +9999",
            "Mon, 23 Nvo 2026 12:00:05 GMT",
        ),
    ],
)
def test_what_is_neither_a_number_nor_a_date_asks_for_no_wait(header: str) -> None:
    assert retry_after({"retry-after": header}) == 0


@pytest.mark.usefixtures("_noon")
@pytest.mark.parametrize(
    "header",
    [
        "Mon, 23 Nov 99999999999999999999 12:00:00 GMT",
        "Mon, 99999999999999999999 Nov 2026 12:00:00 GMT",
        "Mon, 23 Nov 2026 12:00:00 +99999999999999999999",
    ],
)
def test_a_date_of_numbers_too_large_to_count_with_asks_for_no_wait(header: str) -> None:
    assert retry_after({"retry-after": header}) == 0


@pytest.mark.usefixtures("_noon")
@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("Mon, 23 Nov 2026 12:00:20 GMT", 20),
        ("Monday, 23-Nov-26 12:00:20 GMT", 20),
        ("Mon Nov 23 12:00:20 2026", 20),
        ("Mon, 23 Nov 2026 12:00:05 -0000", 5),
        ("Mon, 23 Nov 2026 14:00:05 +0200", 5),
        ("Mon, 23 Nov 2026 12:00:05 +0200", 0),
        ("Mon, 23 Nov 2026 12:00:05 -0100", 3605),
        ("Tue, 24 Nov 2026 12:00:00 GMT", 86_400),
        ("Mon, 23 Nov 2026 12:00:00 GMT", 0),
        ("Mon, 23 Nov 2026 11:59:59 GMT", 0),
        ("Mon, 23 Nov 2026 11:59:59 -0000", 0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 0),
        (
            "Fri, 31 Dec 9999 23:59:59 GMT",
            (dt.date(9999, 12, 31) - NOW.date()).days * 86_400 + 43_199,
        ),
    ],
)
def test_a_wait_until_a_date(header: str, seconds: float) -> None:
    assert retry_after({"retry-after": header}) == seconds
    assert isinstance(retry_after({"retry-after": header}), float)


def test_a_date_counts_from_this_moment() -> None:
    later = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=60)
    assert 50 < retry_after({"retry-after": f"{later:%a, %d %b %Y %H:%M:%S} GMT"}) <= 60


WORDS: Final = (
    "Mon, Mon 23 Nov 2026 12:00:05 12:00 12.0.5 GMT EST -0000 +9999 99999999999999999999 "
    "+ - : . , a ( 6-Nov-26 ٢٣ 7"
)
PIECES: Final = st.lists(st.sampled_from(WORDS.split()), max_size=8)


@given(st.one_of(st.text(), PIECES.map(" ".join), PIECES.map("".join)))
def test_any_header_asks_for_some_wait_or_none(header: str) -> None:
    assert 0 <= retry_after({"retry-after": header}) <= math.inf


@pytest.mark.parametrize("kind", TIMEOUTS)
def test_an_attempt_of_a_call_without_a_deadline(kind: Any) -> None:
    assert timeouts(kind, None)._asdict() == TIMEOUTS[kind]


@pytest.mark.parametrize(("kind", "left", "limits"), LEFT)
def test_an_attempt_of_a_call_with_a_deadline(
    kind: Any, left: float, limits: tuple[float, ...]
) -> None:
    assert timeouts(kind, left)._asdict() == dict(
        zip(("connect", "read", "write", "pool"), limits, strict=True)
    )


@given(st.sampled_from(sorted(TIMEOUTS)), st.floats(0.001, 10_000))
def test_no_phase_outlasts_the_deadline_or_its_own_limit(kind: Any, left: float) -> None:
    for phase, limit in timeouts(kind, left)._asdict().items():
        assert limit == min(left, TIMEOUTS[kind][phase] or left)


def test_the_limits_stay_what_they_are() -> None:
    kinds: Any = TIMEOUTS
    for kind in kinds:
        timeouts(kind, 0.5)
        assert timeouts(kind, None)._asdict() == TIMEOUTS[kind]


class TimeLimitError(ValueError):
    """Of a signal handler, which may run between any two instructions."""


class Interrupting(str):
    """A header during whose reading the signal comes."""

    __slots__ = ()

    def split(self, *_: Any) -> list[str]:
        raise TimeLimitError


def test_an_exception_of_a_signal_handler_is_no_unreadable_date() -> None:
    with pytest.raises(TimeLimitError):
        retry_after({"retry-after": Interrupting("Sat, 01 Jan 2028")})
