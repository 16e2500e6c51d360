"""The balance.

Like everything else it is a function of the clock: what will be given back falls due by itself.
"""

from __future__ import annotations

import heapq
from math import inf


class Wallet:
    """Money in kopecks.

    A send takes its highest possible price at once and plans what comes back, and when.
    """

    __slots__ = ("_balance", "_refunds")

    def __init__(self, balance: int) -> None:
        self._balance = balance
        self._refunds: list[tuple[float, int]] = []

    def balance(self, now: float) -> int:
        while self._refunds and self._refunds[0][0] <= now:
            self._balance += heapq.heappop(self._refunds)[1]
        return self._balance

    def next_refund(self) -> float:
        """When something is given back next; infinity if nothing is. Ask for the balance first."""
        return self._refunds[0][0] if self._refunds else inf

    def set_balance(self, balance: int, now: float) -> None:
        """Make the balance this amount now; refunds that are not due yet still come."""
        self.balance(now)
        self._balance = balance

    def take(self, amount: int) -> None:
        self._balance -= amount

    def give_back(self, amount: int, at: float) -> None:
        heapq.heappush(self._refunds, (at, amount))
