"""The balance: a function of the clock, because refunds arrive when they are due."""

from __future__ import annotations

import heapq
from math import inf


class Wallet:
    """Money in kopecks.

    A send takes its highest possible price at once, and schedules what will be refunded.
    """

    __slots__ = ("_balance", "_refunds")

    def __init__(self, balance: int) -> None:
        self._balance = balance
        self._refunds: list[tuple[float, int]] = []

    def balance(self, now: float) -> int:
        while self._refunds and self._refunds[0][0] <= now:
            _, amount = heapq.heappop(self._refunds)
            self._balance += amount
        return self._balance

    def next_refund(self) -> float:
        """When the next refund arrives; infinity if there is none. Ask for the balance first."""
        return self._refunds[0][0] if self._refunds else inf

    def set_balance(self, balance: int, now: float) -> None:
        """Set the balance; refunds that are not due yet will still arrive."""
        self.balance(now)
        self._balance = balance

    def take(self, amount: int) -> None:
        self._balance -= amount

    def schedule_refund(self, amount: int, at: float) -> None:
        heapq.heappush(self._refunds, (at, amount))
