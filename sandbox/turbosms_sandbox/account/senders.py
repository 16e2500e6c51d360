"""The senders of the account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from turbosms_sandbox.account.spending import Spending

FIRST_SENDER = "TurboSMS"
"""The first sender of every account."""
MAX_SENDERS: Final = 1_000
"""Most senders of an account."""
CHANNELS = ("viber", "sms")
TRAFFIC_TYPES = ("promotional", "transactional")


@dataclass(slots=True)
class Sender:
    """A sender of the account.

    With a `test_number` it is a test sender, which writes in Viber to that number only. `balance`
    is its own money, which pays for sessions before the account's does; `reserve` is set aside for
    the coming months. Both are in kopecks (A-95). Dates have the form `YYYY-MM-DD`.
    """

    name: str
    channels: frozenset[str] = frozenset(CHANNELS)
    active: bool = True
    shared: bool = False
    two_way: bool = False
    traffic_types: frozenset[str] = frozenset(TRAFFIC_TYPES)
    test_number: str | None = None
    test_limit: int | None = None
    id: int = 0
    """0 until the account has the sender."""
    reserve: int = 0
    balance: int = 0
    start_date: str = "2020-01-01"
    paid_date: str = "2099-01-01"
    spending: Spending = field(default_factory=Spending, compare=False, repr=False)


LAST_OPENING_ID = 4


def opening_senders() -> dict[str, Sender]:
    """The senders of a new account, by their names."""
    senders = (
        # The ids of the first two are those of the documented sample.
        Sender(FIRST_SENDER, two_way=True, id=1),
        Sender("Viber TurboSMS", channels=frozenset({"viber"}), id=3),
        Sender("Frozen", active=False, id=LAST_OPENING_ID),
        Sender("Mobibon", shared=True, id=2),
    )
    return {sender.name: sender for sender in senders}
