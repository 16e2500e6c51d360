"""Charts as SVG inside a page. Their texts are HTML around them, so that they stay legible on a
phone, and their colours are classes of the page's style.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .html_parts import escaped, number

_HEIGHT: Final = 100
"""Of a plot, in units of its own: it is stretched to the size of its place."""
_WIDEST: Final = 0.1
"""Of a column, as a share of the plot."""
_THINNEST: Final = 0.4
"""In per cent of a bar: what is there can be seen."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar."""

    name: str
    value: float
    tone: str
    """The class of its colour."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line over time: one value for the end of each step."""

    name: str
    values: Sequence[int]
    tone: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at a time: a share of the width."""

    at: float
    text: str


def bar(parts: Sequence[Part], *, whole: float, label: str) -> str:
    """Parts side by side, as long as their share of `whole`."""
    present = [part for part in parts if part.value > 0]
    shapes = []
    start = 0.0
    for part in present:
        width = max(100 * part.value / whole, _THINNEST)
        title = f"<title>{escaped(part.name)}</title>"
        shapes.append(
            f'<rect class="{part.tone}" x="{start:.3f}%" width="{width:.3f}%" height="100%">'
            f"{title}</rect>"
        )
        start += width
    return (
        f'<svg class="bar" role="img" aria-label="{escaped(label)}" width="100%" height="18">'
        f"{''.join(shapes)}</svg>"
    )


def columns(
    values: Sequence[int], marks: Sequence[Mark], *, titles: Sequence[str], label: str
) -> str:
    """A column for each step of time, and lines for what happened between."""
    top = nice_ceiling(max(values, default=0))
    width = len(values)
    column = min(0.8, _WIDEST * width)
    margin = (1 - column) / 2
    shapes = [
        f'<rect class="sent" x="{index + margin:.4g}" y="{_HEIGHT * (1 - value / top):.2f}" '
        f'width="{column:.4g}" height="{_HEIGHT * value / top:.2f}">'
        f"<title>{escaped(title)}</title></rect>"
        for index, (value, title) in enumerate(zip(values, titles, strict=True))
        if value > 0
    ]
    shapes += [
        f'<path class="mark" d="M{width * mark.at:.3f} 0V{_HEIGHT}">'
        f"<title>{escaped(mark.text)}</title></path>"
        for mark in marks
    ]
    return _plot(shapes, width=width, top=top, label=label)


def lines(series: Sequence[Line], *, label: str) -> str:
    """Lines over the same steps of time; the first one is the highest, and filled below."""
    top = nice_ceiling(max((max(line.values, default=0) for line in series), default=0))
    width = len(series[0].values)
    shapes = []
    for line in series:
        points = " ".join(
            f"{index + 1} {_HEIGHT * (1 - value / top):.2f}"
            for index, value in enumerate(line.values)
        )
        path = f"M0 {_HEIGHT}L{points}"
        title = f"<title>{escaped(line.name)}</title>"
        shapes.append(f'<path class="line {line.tone}" d="{path}">{title}</path>')
    return _plot(shapes, width=width, top=top, label=label)


def nice_ceiling(value: float) -> int:
    """The next number from 2 on that has a half, and begins with 1, 2, 3, 4, 5, 6 or 8."""
    if value <= 2:
        return 2
    magnitude = int(10 ** math.floor(math.log10(value)))
    for factor in (1, 2, 3, 4, 5, 6, 8, 10):
        ceiling = factor * magnitude
        if ceiling >= value and ceiling % 2 == 0:
            return ceiling
    return 20 * magnitude


def _plot(shapes: Sequence[str], *, width: int, top: int, label: str) -> str:
    """The shapes between an axis of values and two lines to compare them with."""
    middle = f'<path class="grid" d="M0 {_HEIGHT / 2:g}H{width}M0 0H{width}M0 {_HEIGHT}H{width}"/>'
    axis = "".join(f"<span>{number(value)}</span>" for value in (top, top // 2, 0))
    return (
        f'<div class="values" aria-hidden="true">{axis}</div>'
        f'<svg class="plot" role="img" aria-label="{escaped(label)}" '
        f'viewBox="0 0 {width} {_HEIGHT}" preserveAspectRatio="none">'
        f"{middle}{''.join(shapes)}</svg>"
    )
