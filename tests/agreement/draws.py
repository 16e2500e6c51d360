"""Sends as applications may ask for them.

Mostly right, with a few values at, past and beside the limits.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

KYIV: Final = ZoneInfo("Europe/Kyiv")
DAY: Final = 86_400
PHONE: Final = "380678998668"
PDF, PNG = 12345, 23457
"""The ids of a file of the account, and of the first image that is added."""
HALF: Final = "\ud83d"
ODD: Final[list[Any]] = ["", 0, 5, 1.5, True, False, [], ["x"], {}, HALF, "x" + HALF]
BUTTON: Final = {"caption": "Open", "action": "https://example.com"}
IMAGE: Final = "https://example.com/a.png"

KINDS: Final[list[dict[str, Any]]] = [
    {"text": "Hello"},
    {"text": "Hello", **BUTTON},
    {"image_url": IMAGE},
    {"text": "Hello", "image_url": IMAGE, **BUTTON},
    {"file_id": PNG},
    {"text": "Hello", "file_id": PNG, **BUTTON},
    {"file_id": PDF, "caption": "Contract.pdf"},
    {"text": "Hello", "file_id": PDF, "caption": "Open"},
    {"text": "Hello", "is_transactional": True},
    {},
]
"""Each kind of Viber message."""


def repeated(units: list[str], sizes: list[int]) -> st.SearchStrategy[str]:
    """Texts of one character, about as long as one of these sizes in units or characters.

    The last may be another.
    """

    def make(unit: str, size: int, more: int, last: str) -> str:
        return unit * max(size // (2 if unit in "€😀|" else 1) + more, 0) + last

    ends = st.sampled_from(["", "", "", *units])
    return st.builds(make, st.sampled_from(units), st.sampled_from(sizes), st.integers(-1, 1), ends)


TEXTS: Final = st.one_of(
    st.just("Hello"),
    st.sampled_from(ODD),
    repeated(["a", "ж", "€", "😀", "\u0301", "`"], [661, 1000, 1521, 1322, 2000, 3042]),
)
CAPTIONS: Final = st.one_of(
    st.sampled_from(["Open", "Contract.pdf", "Рахунок.pdf"]),
    st.sampled_from(ODD),
    repeated(
        ["a", "ж", "ґ", "é", "😀", "\u052f", "\u0530", "\u1c80", "\u2de0", "\ua64b"],
        [12, 24, 25, 30, 50, 60],
    ),
)
SENDERS: Final = [
    *("TurboSMS", "TurboSMS", "Mobibon", "Frozen", "Viber TurboSMS", "Shop"),
    *("x" * 20, "x" * 21, "ж" * 20, "ж" * 21, "😀" * 20, "😀" * 11),
]
FORMS: Final = [
    lambda at: at,
    lambda at: at.astimezone(KYIV),
    lambda at: at.astimezone(KYIV).replace(tzinfo=None),
    lambda at: f"{at.astimezone(KYIV):%Y-%m-%d %H:%M}",
    lambda at: f"{at.astimezone(KYIV):%Y-%m-%d %H:%M:%S}",
    lambda at: f"{at.astimezone(KYIV):%Y-%m-%dT%H:%M:%S.%f}",
    lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}",
    lambda at: f"{at:%Y-%m-%dT%H:%M:%S.%f}+0000",
    lambda at: f"{at.astimezone(KYIV):%Y-%m-%d}",
    lambda at: f"{at.astimezone(KYIV) - dt.timedelta(minutes=1):%Y-%m-%dT%H:%M:59.5}",
]
AHEAD: Final = [-14 * DAY, -60.0, -1.0, -0.5, -1e-6, 0.0, 1e-6, 0.5, 1.0, 60.0, DAY, 13 * DAY]
EDGE: Final = [
    14 * DAY + more for more in (-60.0, -1.0, -0.5, -1e-6, 0.0, 1e-6, 0.5, 1.0, 60.0, DAY)
]
MORE_FORMS: Final = (
    "20260325",
    "20260325T1000",
    "20260325T100000Z",
    "2026-03-25 10:00:00.1234567",
    "2026-03-25T10:00+02",
)
"""Forms of ISO 8601 that only the client reads."""
WRITTEN: Final = [
    "tomorrow",
    "10:00",
    "2026-02-30 10:00",
    "2026-03-29 03:30",
    "2026-03-29 03:30:00+02:00",
    "2026-03-29 24:00",
    "0000-01-01",
    "0001-01-01",
    "9999-12-31 23:59",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01 00:00+14:00",
    "2026-03-25 10",
    "2026-03-25  10:00",
    "2026-03-25 10:00 ",
    "2026-03-25 10:00\n",
    "2026-W13-1",
    "2026-03-25 10:00:60",
    "2026-03-25 10:00+25:00",
    "2026-03-25t10:00z",
    "2026-03-25T10:00-00:00",
    "2026-03-25T10:00+23:59",
    "2026-03-25T10:00+24:00",
    *MORE_FORMS,
    *("2026-03-25 10:00:00,5", "2026-03-25Z", "٢٠٢٦-03-25", "1774432800"),
]
STARTS: Final = st.one_of(
    st.tuples(st.sampled_from([*AHEAD, *EDGE]), st.sampled_from(FORMS)),
    st.sampled_from(WRITTEN),
    st.sampled_from(ODD),
)
VALUES: Final[dict[str, st.SearchStrategy[Any]]] = {
    "sender": st.one_of(st.sampled_from(SENDERS), st.sampled_from(ODD)),
    "text": TEXTS,
    "start_time": STARTS,
    "is_flash": st.sampled_from([True, False, 1, 0, 2, "1", "yes", 1.0, *ODD]),
    "ttl": st.sampled_from([60, 86_400, 59, 86_401, 3600, -1, 10**30, "3600", 60.0, *ODD]),
    "image_url": st.sampled_from(
        [
            IMAGE,
            "https://example.com/image",
            "https://example.com/a.bmp",
            "a.png",
            "ftp://example.com/a.png",
            *ODD,
        ]
    ),
    "caption": CAPTIONS,
    "action": st.sampled_from(
        ["https://example.com", "HTTP://x", "https://", "viber://chat", "nowhere", *ODD]
    ),
    "file_id": st.sampled_from([PDF, PNG, 99_999, -1, 10**30, "12345", 0.0, *ODD]),
    "count_clicks": st.sampled_from([True, False, 1, 0, 2, "1", 1.0, *ODD]),
    "is_transactional": st.sampled_from([True, True, False, 1, 0, 2, "1", 1.0, *ODD]),
}
SMS: Final = ("sender", "text", "start_time", "is_flash")
VIBER: Final = tuple(name for name in VALUES if name != "is_flash")
RECIPIENTS: Final[list[Any]] = [
    [PHONE],
    [PHONE, "wrong"],
    ["wrong"],
    ["380000000404"],
    ["+380678998668"],
    [PHONE, PHONE],
    [""],
    [PHONE] * 5000,
    [],
    None,
    "",
    PHONE,
    5,
    True,
    {},
    {"0": PHONE},
    [380678998668],
    [None],
    [[]],
    [HALF],
    [PHONE, HALF],
    [{}],
]


@st.composite
def _usual(
    draw: st.DrawFn, chosen: str, kind: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is common to all channels, and the channels, of a send of that kind that is right."""
    common: dict[str, Any] = {}
    channels: dict[str, Any] = {"sms": None, "viber": None}
    base = {"viber": {"sender": "TurboSMS", **kind}, "sms": {"sender": "TurboSMS", "text": "Hello"}}
    for name in channels:
        if chosen not in (name, "both"):
            continue
        if draw(st.sampled_from(["own", "own", "common"])) == "common":
            channels[name] = {}
            common |= base[name]
        else:
            channels[name] = base[name]
    if chosen == "senders":
        common = {name: value for name, value in base["viber"].items() if name != "sender"}
    return common, channels


@st.composite
def _change(
    draw: st.DrawFn, place: str, given: dict[str, Any], kind: dict[str, Any]
) -> dict[str, Any]:
    """Another value for one of the parameters that are known at a place."""
    known: list[str] = {"common": [*VALUES], "sms": [*SMS], "viber": [*VIBER]}[place]
    likely = known if place == "common" else given
    names = [*known, *likely, *kind, "caption", "caption", "start_time", "is_transactional"]
    name = draw(st.sampled_from(names))
    name = name if name in known else "start_time"
    return {name: draw(st.one_of(st.none(), VALUES[name], VALUES[name], VALUES[name]))}


@st.composite
def sends(draw: st.DrawFn) -> dict[str, Any]:
    """The parameters of a send, as a `case`.

    `common` stands for all channels, `sms` and `viber` for one.
    """
    chosen = draw(st.sampled_from(["sms", "viber", "viber", "both", "senders", "neither"]))
    kind = draw(st.sampled_from(KINDS))
    common, channels = draw(_usual(chosen, kind))
    for _ in range(draw(st.sampled_from([0, 1, 1, 2, 2, 3]))):
        places = ["common", *(name for name in ("sms", "viber") if channels[name] is not None)]
        place = draw(st.sampled_from(places))
        given = common if place == "common" else channels[place]
        changed = {**given, **draw(_change(place, given, kind))}
        if place == "common":
            common = changed
        else:
            channels[place] = changed
    if draw(st.integers(0, 29)) == 0:
        channels[draw(st.sampled_from(["sms", "viber"]))] = draw(
            st.sampled_from(["text", 5, True, [], ["x"], ""])
        )
    senders = [None, "TurboSMS"] if chosen != "senders" else ["TurboSMS"]
    return {
        "recipients": draw(st.sampled_from(RECIPIENTS))
        if draw(st.integers(0, 9)) == 0
        else [PHONE],
        "common": common,
        **channels,
        "sms_sender": draw(st.sampled_from(senders)),
        "viber_sender": draw(st.sampled_from([None, "TurboSMS"])),
        "sequence_id": draw(st.sampled_from(["own", "own32", "x" * 33, *ODD]))
        if draw(st.integers(0, 14)) == 0
        else None,
        "fraction": draw(st.sampled_from([0.0, 0.0, 0.5, 0.25, 0.999])),
        "multi": draw(st.integers(0, 5)) == 0,
    }


def settled(case: dict[str, Any], now: float, serial: int) -> dict[str, Any]:
    """The case at a moment.

    What was drawn in relation to it becomes a time, and a good number of a call a new one.
    """

    def settle(values: Any) -> Any:
        if not isinstance(values, dict) or not isinstance(start := values.get("start_time"), tuple):
            return values
        ahead, form = start
        at = dt.datetime.fromtimestamp(int(now), dt.UTC)
        at += dt.timedelta(microseconds=round((now - int(now) + ahead) * 1e6))
        return {**values, "start_time": form(at)}

    number = {"own": f"n{serial}", "own32": f"n{serial:031}"}.get(
        str(case["sequence_id"]), case["sequence_id"]
    )
    places = {name: settle(case[name]) for name in ("common", "sms", "viber")}
    return {**case, **places, "sequence_id": number, "now": now}
