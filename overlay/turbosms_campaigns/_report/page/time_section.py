"""When messages left and when they arrived."""

import datetime as dt
from collections.abc import Sequence
from itertools import accumulate

from turbosms_languages import _c, _n, said, spoken

from ..figures import Figures
from ..timeline import Timeline, is_round
from .charts import Line, Mark, columns, lines
from .html_parts import escaped, folded, moment, number, section, swatch, table

_UNITS = (86_400, 3_600, 60, 1)
_LABELS = 4
_LETTER = 0.016
_LETTER_ON_A_PHONE = 0.034
"""What a letter of a label takes of the width, where it is least."""
_GAP = 0.02
_MARKED = frozenset({"paused", "resumed", "retried", "cancelled"})


def time_section(figures: Figures) -> str:
    """Two charts over the same time: messages in each step, and how many there are in all."""
    timeline = figures.timeline
    if timeline is None:
        return ""
    heading = said("Over time")
    note = f"<p>{escaped(_late(timeline))}</p>" if timeline.late_outcomes else ""
    content = _sent_chart(figures, timeline) + _total_chart(timeline) + note
    return section(heading, content + folded(said("As a table"), _table(timeline)))


def _sent_chart(figures: Figures, timeline: Timeline) -> str:
    caption = said(
        "Messages sent, for each {step}", step=spoken(step_in_words(timeline.step_seconds))
    )
    values = [step.sent for step in timeline.steps]
    titles = [f"{_clock(timeline, step.start)}: {number(step.sent)}" for step in timeline.steps]
    busiest = max(timeline.steps, key=lambda step: step.sent)
    label = said(
        "{caption}. {all:,} in all, the most at {time}: {sent:,}.",
        caption=caption,
        all=sum(values),
        time=_clock(timeline, busiest.start),
        sent=busiest.sent,
    )
    marks = _marks(figures, timeline)
    if marks:
        dashed = said("Dashed: paused, resumed, cancelled, or another attempt")
        caption = f"{caption}. {dashed}"
    chart = columns(values, marks, titles=titles, label=label)
    return _figure(caption, chart, timeline)


def _total_chart(timeline: Timeline) -> str:
    series = [
        Line(
            spoken(_c("heading", "Sent")), _totals([step.sent for step in timeline.steps]), "sent"
        ),
        Line(
            spoken(_c("heading", "Delivered")),
            _totals([step.delivered for step in timeline.steps]),
            "delivered",
        ),
        Line(
            said("Not delivered"),
            _totals([step.undelivered for step in timeline.steps]),
            "undelivered",
        ),
    ]
    ends = "; ".join(f"{line.name}: {number(line.values[-1])}" for line in series)
    caption = said("In all")
    legend = "".join(
        f"<li>{swatch(line.tone)} {escaped(line.name)} <b>{number(line.values[-1])}</b></li>"
        for line in series
    )
    chart = lines(series, label=said("{caption}, at the end: {ends}.", caption=caption, ends=ends))
    return _figure(caption, chart, timeline, f'<ul class="legend">{legend}</ul>')


def _totals(values: Sequence[int]) -> list[int]:
    return list(accumulate(values))


def _figure(caption: str, chart: str, timeline: Timeline, legend: str = "") -> str:
    """A chart between its caption and its times."""
    return (
        f"<figure><figcaption>{escaped(caption)}</figcaption>"
        f'<div class="axes">{chart}{_time_axis(timeline)}</div>{legend}</figure>'
    )


def _time_axis(timeline: Timeline) -> str:
    """The start of the first step, round times between, and the end of the last step."""
    steps = timeline.steps
    length = timeline.step_seconds * len(steps)
    first = _clock(timeline, steps[0].start)
    last = _clock(timeline, steps[-1].start + dt.timedelta(seconds=timeline.step_seconds))
    everywhere = _LabelRow(_LETTER_ON_A_PHONE, first, last)
    where_there_is_room = _LabelRow(_LETTER, first, last)
    labels = [_label(first, 0)]
    for index, step in enumerate(steps):
        at = index / len(steps)
        text = _clock(timeline, step.start)
        if is_round(step.start, length // _LABELS) and where_there_is_room.takes(text, at):
            labels.append(_label(text, at, is_minor=not everywhere.takes(text, at)))
    labels.append(_label(last, 1))
    return f'<div class="times" aria-hidden="true">{"".join(labels)}</div>'


def _label(text: str, at: float, *, is_minor: bool = False) -> str:
    minor = ' class="minor"' if is_minor else ""
    return f'<span{minor} style="left:{100 * at:.2f}%">{escaped(text)}</span>'


class _LabelRow:
    """The place that labels take between the first one and the last one."""

    def __init__(self, letter: float, first: str, last: str) -> None:
        self._letter = letter
        self._taken = len(first) * letter + _GAP
        self._free_until = 1 - len(last) * letter - _GAP

    def takes(self, text: str, at: float) -> bool:
        """Take the place for a label if it is free; whether it was."""
        half = len(text) * self._letter / 2
        is_free = self._taken <= at - half and at + half <= self._free_until
        if is_free:
            self._taken = at + half + _GAP
        return is_free


def _marks(figures: Figures, timeline: Timeline) -> list[Mark]:
    start = timeline.steps[0].start
    length = timeline.step_seconds * len(timeline.steps)
    marks = []
    for event in figures.events:
        since = (event.at.astimezone(dt.UTC) - start.astimezone(dt.UTC)).total_seconds()
        if event.kind in _MARKED and 0 <= since <= length:
            marks.append(
                Mark(since / length, f"{spoken(event.text)}, {_clock(timeline, event.at)}")
            )
    return marks


def _clock(timeline: Timeline, time: dt.datetime) -> str:
    """A time as short as the steps allow."""
    if timeline.step_seconds >= 86_400:
        return f"{time:%d.%m.%Y}"
    clock = f"{time:%H:%M:%S}" if timeline.step_seconds < 60 else f"{time:%H:%M}"
    is_one_day = timeline.steps[0].start.date() == timeline.steps[-1].start.date()
    return clock if is_one_day else f"{time:%d.%m.} {clock}"


def step_in_words(seconds: int) -> str:
    """`minute`, `10 seconds`, as they stand after "each"."""
    unit = next(one for one in _UNITS if seconds % one == 0)
    count = seconds // unit
    words = {
        86_400: _n("day", "{count} days", count),
        3_600: _n("hour", "{count} hours", count),
        60: _n("minute", "{count} minutes", count),
        1: _n("second", "{count} seconds", count),
    }
    return words[unit]


def _late(timeline: Timeline) -> str:
    last = said("{at:minute}", at=timeline.last_at)
    return spoken(
        _n(
            "{count:,} outcome came later, the last one at {last}.",
            "{count:,} outcomes came later, the last one at {last}.",
            timeline.late_outcomes,
            last=last,
        )
    )


def _table(timeline: Timeline) -> str:
    rows = [
        (moment(step.start), number(step.sent), number(step.delivered), number(step.undelivered))
        for step in timeline.steps
    ]
    head = (
        said("From"),
        spoken(_c("heading", "Sent")),
        spoken(_c("heading", "Delivered")),
        said("Not delivered"),
    )
    caption = said(
        "What happened in each {step}, Kyiv time", step=spoken(step_in_words(timeline.step_seconds))
    )
    return table(caption, head, rows)
