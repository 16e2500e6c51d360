# ruff: noqa: RUF001 - the letters of Ukrainian
"""The figures of an audience are what comes of rendering each row and asking the client."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from turbosms_campaigns._model.settings import Message
from turbosms_campaigns._texts.audience_figures import AudienceFigures, ReadyRows
from turbosms_campaigns._texts.message_meter import MeasuredRow, MessageMeter
from turbosms_campaigns._texts.rendering import MissingColumn, RenderedMessage, parse_message
from turbosms_client import InvalidParameterError, Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_client import ChannelPreview

PHONE: Final = "380501234567"
PRICES: Final = {"sms": Decimal("0.89"), "promotional": Decimal("0.75")}
VALUES: Final = st.one_of(
    st.sampled_from(
        ("", "Олена", "Olena", "[€]", "ї’", "😀", "{b}", "a" * 160, "я" * 66, "€" * 80)
    ),
    st.text(st.sampled_from("aZ9 @€[^ЇїІґ’—…😀\u0301\n"), max_size=12).map(str.strip),
)
TEXTS: Final = st.sampled_from(
    (
        "Hi {a}",
        "{a|friend}",
        "{a}{b}",
        "{b|} {a|друже}!",
        "Вітаємо, {a}",
        "[€] {a}",
        "😀 {a|x}{b|😀}",
        "no column",
        "x" * 150 + "{a}",
        "ж" * 60 + "{a} {b|—}",
        "x" * 1_000 + "{a|}",
    )
)
MESSAGES: Final = st.one_of(
    st.builds(lambda text: Message(sms=Sms(sender="S", text=text), prices=PRICES), TEXTS),
    st.builds(lambda text: Message(text=text, viber=Viber(sender="S"), prices=PRICES), TEXTS),
    st.builds(
        lambda text, sms: Message(
            viber=Viber(sender="S", text=text), sms=Sms(sender="S", text=sms), prices=PRICES
        ),
        TEXTS,
        TEXTS,
    ),
    st.builds(
        lambda text: Message(
            text=text,
            viber=Viber(sender="S", caption="{b|Go}", action="https://a.ua/{a}"),
            sms=Sms(sender="S"),
            prices=PRICES,
        ),
        TEXTS,
    ),
)
COLUMNS: Final = ("a", "b")
ROWS: Final = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def client() -> Iterator[TurboSMS]:
    with TurboSMS(token="any", base_url="http://127.0.0.1:9") as made:
        yield made


def _channels(client: TurboSMS, message: RenderedMessage) -> dict[str, ChannelPreview] | None:
    """What the client says of a message; None if it would not send it."""
    try:
        preview = client.message.preview([PHONE], viber=message.viber, sms=message.sms)
    except InvalidParameterError:
        return None
    return {channel.channel: channel for channel in preview.channels}


def _length(message: RenderedMessage) -> int:
    channels = (message.viber, message.sms)
    return sum(len(channel.text or "") for channel in channels if channel is not None)


class _Naive:
    """The same figures, found out one row after the other."""

    def __init__(self, client: TurboSMS, message: Message) -> None:
        self._client = client
        self._template = parse_message(message)
        self.problems: list[int] = []
        self.segments: Counter[int] = Counter()
        self.culprits: Counter[str] = Counter()
        self.sizes: dict[int, tuple[int, int]] = {}
        self.distinct: set[RenderedMessage] = set()

    def add(self, position: int, values: tuple[str, ...]) -> None:
        filled = self._template.fill(dict(zip(COLUMNS, values, strict=True)))
        channels = None
        if not isinstance(filled, MissingColumn):
            channels = _channels(self._client, filled)
        if isinstance(filled, MissingColumn) or channels is None:
            self.problems.append(position)
            return
        self.distinct.add(filled)
        segments = 0
        if "sms" in channels:
            segments = channels["sms"].segments or 0
            self.segments[segments] += 1
            self.culprits.update(channels["sms"].forcing_ucs2)
        self.sizes[position] = (segments, _length(filled))


@given(message=MESSAGES, rows=ROWS)
@settings(max_examples=examples(60, 2_000))
def test_the_figures_are_those_of_every_row(
    client: TurboSMS, message: Message, rows: list[tuple[str, str]]
) -> None:
    columns = tuple(sorted(parse_message(message).columns))
    naive = _Naive(client, message)
    meter = MessageMeter(client, parse_message(message), columns)
    figures = AudienceFigures(message, meter, is_personal=bool(columns))
    used: list[tuple[str, ...]] = []
    for position, values in enumerate(rows, 1):
        naive.add(position, values)
        used.append(tuple(values[COLUMNS.index(column)] for column in columns))
    # In two parts, as a table is read.
    parts = (_ready(meter, used[:5]), _ready(meter, used[5:], first=6))
    figures.add(parts[0])
    figures.add(parts[1])
    ready = [row for part in parts for row in part]
    found = figures.as_json(len(rows))
    assert [position for position, _, measured in ready if measured.problem] == naive.problems
    assert found["segments"] == {str(key): naive.segments[key] for key in naive.segments}
    assert found["culprits"] == dict(naive.culprits)
    assert found["distinct_texts"] == len(naive.distinct)
    assert found["longest_row"] == _first_longest(naive.sizes)
    sizes = {position: _size(measured) for position, _, measured in ready if not measured.problem}
    assert sizes == naive.sizes


def _ready(meter: MessageMeter, rows: list[tuple[str, ...]], *, first: int = 1) -> ReadyRows:
    positions = list(range(first, first + len(rows)))
    return ReadyRows(positions, rows, meter.measure(rows))


def _first_longest(sizes: dict[int, tuple[int, int]]) -> int | None:
    if not sizes:
        return None
    longest = max(sizes.values())
    return next(position for position, size in sizes.items() if size == longest)


def _size(measured: MeasuredRow) -> tuple[int, int]:
    return (measured.segments or 0, measured.length)


def test_more_distinct_texts_than_are_counted_are_none(client: TurboSMS) -> None:
    message = Message(sms=Sms(sender="S", text="Hi {a}"))
    meter = MessageMeter(client, parse_message(message), ("a",))
    figures = AudienceFigures(message, meter, is_personal=True)
    figures.add(_ready(meter, [(str(n),) for n in range(1, 1_001)]))
    assert figures.as_json(1_000)["distinct_texts"] == 1_000
    figures.add(_ready(meter, [("x",)]))
    assert figures.as_json(1_001)["distinct_texts"] is None


def test_the_culprits_of_most_recipients_come_first_and_are_a_hundred(client: TurboSMS) -> None:
    message = Message(sms=Sms(sender="S", text="Їжак {a}"))
    meter = MessageMeter(client, parse_message(message), ("a",))
    figures = AudienceFigures(message, meter, is_personal=True)
    letters = [chr(0x4E00 + n) for n in range(200)]
    values: list[tuple[str, ...]] = [(letter,) for letter in [*letters, *letters[150:]]]
    figures.add(_ready(meter, values))
    culprits: dict[str, Any] = figures.as_json(len(values))["culprits"]
    assert len(culprits) == 100
    assert list(culprits)[:4] == ["Ї", "ж", "а", "к"]
    assert culprits["Ї"] == 250
    assert list(culprits.values())[4:54] == [2] * 50


def test_values_are_measured_in_bounded_memory(client: TurboSMS) -> None:
    message = Message(sms=Sms(sender="S", text="Hi {a}"))
    meter = MessageMeter(client, parse_message(message), ("a",))
    for first in range(0, 25_000, 1_000):
        rows = [(str(n),) for n in range(first, first + 1_000)]
        assert {measured.segments for measured in meter.measure(rows)} == {1}
    assert len(meter._measured) <= 10_000
