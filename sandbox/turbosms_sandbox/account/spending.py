"""What a sender has spent, by calendar month."""

from __future__ import annotations

import heapq
from collections import Counter
from datetime import datetime

from turbosms_sandbox.calls.times import KYIV


class Spending:
    """Kopecks by month of Kyiv time.

    Like the balance it is a function of the clock: refunds arrive when they are due. A-96: a refund
    reduces the spending of the month in which the money was spent.
    """

    __slots__ = ("_months", "_refunds")

    def __init__(self) -> None:
        self._months: Counter[str] = Counter()
        self._refunds: list[tuple[float, str, int]] = []

    def add(self, amount: int, at: float) -> None:
        self._months[_month(at)] += amount

    def schedule_refund(self, amount: int, *, spent_at: float, at: float) -> None:
        heapq.heappush(self._refunds, (at, _month(spent_at), amount))

    def this_month(self, now: float) -> int:
        while self._refunds and self._refunds[0][0] <= now:
            _, month, amount = heapq.heappop(self._refunds)
            self._months[month] -= amount
        return self._months[_month(now)]


def _month(moment: float) -> str:
    return datetime.fromtimestamp(moment, KYIV).strftime("%Y-%m")
