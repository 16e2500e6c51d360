"""What a sender has spent, by calendar month."""

from __future__ import annotations

import heapq
from collections import Counter
from datetime import datetime

from turbosms_sandbox.calls.times import KYIV


class Spending:
    """Kopecks by month, in Kyiv's time.

    Like the balance it is a function of the clock: refunds fall due by themselves.

    A-96: what comes back is no longer spent in the month in which it was spent.
    """

    __slots__ = ("_months", "_refunds")

    def __init__(self) -> None:
        self._months: Counter[str] = Counter()
        self._refunds: list[tuple[float, str, int]] = []

    def add(self, amount: int, at: float) -> None:
        self._months[_month(at)] += amount

    def give_back(self, amount: int, spent: float, at: float) -> None:
        """Give back, at a moment to come, what was spent at another."""
        heapq.heappush(self._refunds, (at, _month(spent), amount))

    def this_month(self, now: float) -> int:
        while self._refunds and self._refunds[0][0] <= now:
            _, month, amount = heapq.heappop(self._refunds)
            self._months[month] -= amount
        return self._months[_month(now)]


def _month(moment: float) -> str:
    return datetime.fromtimestamp(moment, KYIV).strftime("%Y-%m")
