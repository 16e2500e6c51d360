"""A small shop that notifies customers about their orders, and lets them log in with a code.

It is written like any application, with a client passed in; `test_shop.py` tests it against the
sandbox.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from turbosms_client import APIError, InsufficientBalanceError, OutcomeUnknownError, Sms, Viber

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_client import AsyncTurboSMS, TurboSMS

CODE_LIFETIME = 300
"""Seconds for which a code is valid."""


@dataclass
class Order:
    number: int
    phone: str
    message_id: str | None = None
    problem: str = ""


@dataclass
class Shop:
    """The shop. `clock` returns the time in seconds."""

    turbosms: TurboSMS
    clock: Callable[[], float] = time.monotonic
    codes: dict[str, tuple[str, float]] = field(default_factory=dict)

    def ship(self, order: Order) -> None:
        """Notify the customer, once per order: on Viber with a button, or else by SMS."""
        try:
            report = self.turbosms.message.send(
                [order.phone],
                text=f"Order {order.number} is on its way.",
                viber=Viber(caption="Track", action=f"https://shop.example/orders/{order.number}"),
                sms=Sms(),
                sequence_id=f"shipped-{order.number}",
            )
        except InsufficientBalanceError:
            order.problem = "no money for messages"
        except APIError as error:
            order.problem = f"not notified: {error.name}"
        except OutcomeUnknownError:
            order.problem = "perhaps notified"
        else:
            order.message_id = report.message_ids[0]

    def arrived(self, order: Order) -> bool:
        """Whether the customer got the message, on either channel."""
        if order.message_id is None:
            return False
        status = self.turbosms.message.status(order.message_id)[order.message_id]
        return status.delivered

    def send_code(self, phone: str) -> None:
        """Send a login code, by SMS only."""
        code = f"{secrets.randbelow(1_000_000):06}"
        self.turbosms.message.send([phone], text=f"Your code is {code}", sms=Sms())
        self.codes[phone] = (code, self.clock() + CODE_LIFETIME)

    def log_in(self, phone: str, code: str) -> bool:
        """Whether this is the code sent to that phone; it works once."""
        known, until = self.codes.get(phone, ("", 0.0))
        if not known or self.clock() > until or not secrets.compare_digest(known, code):
            return False
        del self.codes[phone]
        return True


async def remind(turbosms: AsyncTurboSMS, phones: list[str]) -> int:
    """Remind everyone of their full basket, and return how many were accepted."""
    report = await turbosms.message.send(phones, text="Your basket is waiting for you.")
    return len(report.accepted)
