"""What the messages of a whole audience come to, gathered row by row."""

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from turbosms_client import format_money

from .._model.results import CostRange
from .._model.settings import Message
from .cost import price_range
from .message_meter import MeasuredRow, MessageMeter
from .rendering import MissingColumn

MOST_DISTINCT: Final = 1_000
_CULPRITS_STORED: Final = 100
_VALUES_KEPT: Final = 10_000


@dataclass(frozen=True, slots=True)
class ReadyRows:
    """Rows that are ready, in order: three lists of the same length."""

    positions: list[int]
    values: list[tuple[str, ...]]
    """Those that the texts use."""
    measured: list[MeasuredRow]

    def without(self, positions: Container[int]) -> "ReadyRows":
        """Those that do not stand at one of these positions."""
        kept = ReadyRows([], [], [])
        for position, values, measured in self:
            if position not in positions:
                kept.positions.append(position)
                kept.values.append(values)
                kept.measured.append(measured)
        return kept

    def __len__(self) -> int:
        return len(self.positions)

    def __iter__(self) -> Iterator[tuple[int, tuple[str, ...], MeasuredRow]]:
        return zip(self.positions, self.values, self.measured, strict=True)


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

    def add(self, rows: ReadyRows) -> None:
        """Add further rows."""
        self._ready += len(rows)
        # Most rows share what was measured with others, so most of the counting is done in bulk.
        recipients_by_id: Counter[int] = Counter(map(id, rows.measured))
        first_index_by_id: dict[int, int] = {}
        for index, measured in enumerate(rows.measured):
            first_index_by_id.setdefault(id(measured), index)
        for measured_id, first in first_index_by_id.items():
            recipients = recipients_by_id[measured_id]
            self._add_alike(rows.measured[first], rows.positions[first], recipients)
        self._add_distinct(rows)

    def _add_alike(self, measured: MeasuredRow, first_position: int, recipients: int) -> None:
        if measured.problem is not None:
            return
        self._segments[measured.segments] += recipients
        for character in measured.culprits:
            self._culprits[character] += recipients
        size = (measured.segments or 0, measured.length)
        if size > self._longest:
            self._longest = size
            self._longest_row = first_position

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
            "personal": self._is_personal,
        }

    def _add_distinct(self, rows: ReadyRows) -> None:
        """Fill in each of the values that are new, until there are too many texts to count."""
        if self._distinct is None:
            return
        measured_by_values = dict(zip(rows.values, rows.measured, strict=True))
        new_values = measured_by_values.keys() - self._seen
        if len(self._seen) >= _VALUES_KEPT:
            self._seen.clear()
        for values in new_values:
            texts = self._meter.texts(values)
            can_be_sent = measured_by_values[values].problem is None
            if can_be_sent and not isinstance(texts, MissingColumn):
                self._distinct.add(hash(tuple(texts.values())))
            if len(self._distinct) > MOST_DISTINCT:
                self._distinct = None
                self._seen.clear()
                return
        self._seen.update(new_values)

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
