"""What the messages of a whole audience come to, gathered row by row."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from turbosms_client import format_money

from .._model.results import CostRange
from .._model.settings import Message
from .cost import price_range
from .message_meter import MeasuredRow, MessageMeter

MOST_DISTINCT: Final = 1_000
_CULPRITS_STORED: Final = 100
_VALUES_KEPT: Final = 10_000


class ReadyRow(NamedTuple):
    """A row that is ready."""

    position: int
    values: tuple[str, ...]
    """Those that the texts use."""
    measured: MeasuredRow


class AudienceFigures:
    """Adds up rows that are ready."""

    def __init__(self, message: Message, meter: MessageMeter, *, is_personal: bool) -> None:
        self._message = message
        self._meter = meter
        self._is_personal = is_personal
        self._ready = 0
        self._segments: Counter[int | None] = Counter()
        self._culprits: Counter[str] = Counter()
        self._longest = (-1, -1)
        self._longest_row: int | None = None
        self._distinct: set[int] | None = set()
        self._seen: set[tuple[str, ...]] = set()
        self._problem_count = 0

    def add(self, rows: Sequence[ReadyRow]) -> None:
        """Add rows that are ready, in order."""
        self._ready += len(rows)
        # Rows with equal values share what was measured, so most of the counting is done in bulk.
        number_of = Counter(id(row.measured) for row in rows)
        for row in rows:
            recipients = number_of.pop(id(row.measured), 0)
            if recipients > 0:
                self._add_equal_rows(row, recipients)

    def _add_equal_rows(self, first: ReadyRow, recipients: int) -> None:
        measured = first.measured
        if measured.problem is not None:
            self._problem_count += recipients
            return
        self._segments[measured.segments] += recipients
        for character in measured.culprits:
            self._culprits[character] += recipients
        size = (measured.segments or 0, measured.length)
        if size > self._longest:
            self._longest = size
            self._longest_row = first.position
        if self._distinct is not None and first.values not in self._seen:
            self._add_distinct(first.values)

    def as_json(self, rows: int) -> dict[str, Any]:
        """For the column `check_figures`."""
        segments = {
            str(number): recipients
            for number, recipients in sorted(self._segments.items(), key=str)
            if number is not None
        }
        cost = cost_of_segments(self._message, self._segments)
        return {
            "rows": rows,
            "ready": self._ready,
            "segments": segments,
            "longest_row": self._longest_row,
            "culprits": self._all_culprits(),
            "distinct_texts": None if self._distinct is None else len(self._distinct),
            "lowest_cost": None if cost is None else format_money(cost.lowest),
            "highest_cost": None if cost is None else format_money(cost.highest),
            "problem_count": self._problem_count,
            "personal": self._is_personal,
        }

    def _add_distinct(self, values: tuple[str, ...]) -> None:
        if self._distinct is None:
            return
        if len(self._seen) >= _VALUES_KEPT:
            self._seen.clear()
        self._seen.add(values)
        self._distinct.add(hash(self._meter.rendered(values)))
        if len(self._distinct) > MOST_DISTINCT:
            self._distinct = None
            self._seen.clear()

    def _all_culprits(self) -> dict[str, int]:
        """Those of most recipients first."""
        sendable = sum(self._segments.values())
        if sendable == 0:
            return {}
        culprits = Counter(dict.fromkeys(self._meter.literal_culprits, sendable))
        culprits.update(self._culprits)
        return dict(culprits.most_common(_CULPRITS_STORED))


def cost_of_segments(message: Message, segments: Counter[int | None]) -> CostRange | None:
    """What so many recipients by segments cost together; None without prices."""
    lowest = Decimal(0)
    highest = Decimal(0)
    # Without prices there is no cost, even of nobody.
    if price_range(message, 1) is None:
        return None
    for number, recipients in segments.items():
        price = price_range(message, number)
        if price is not None:
            lowest += price.lowest * recipients
            highest += price.highest * recipients
    return CostRange(lowest, highest)
