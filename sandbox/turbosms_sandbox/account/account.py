"""The account: who may call, who may be written to, and from which senders."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account.senders import (
    LAST_OPENING_ID,
    MAX_SENDERS,
    Sender,
    opening_senders,
)
from turbosms_sandbox.account.tokens import is_token
from turbosms_sandbox.account.wallet import Wallet
from turbosms_sandbox.calls.answers import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbosms_sandbox.account.templates import Template

OPENING_BALANCE = 1_000_000
"""In kopecks: 10,000.00 UAH."""


@dataclass(slots=True)
class Account:
    """Everything about the account that a call depends on. The control plane changes it."""

    wallet: Wallet = field(default_factory=lambda: Wallet(OPENING_BALANCE))
    blocked: bool = False
    stop_list: frozenset[str] = frozenset()
    ignore_list: frozenset[str] = frozenset()
    templates: tuple[Template, ...] = ()
    forbidden_fragments: tuple[str, ...] = ()
    senders: dict[str, Sender] = field(default_factory=opening_senders)
    last_sender_id: int = LAST_OPENING_ID
    countries: frozenset[str] = frozenset({"UA"})
    any_sender: bool = False
    """Whether an unknown name becomes a sender, on both channels, when it is used."""
    quirks: frozenset[str] = frozenset()
    test_messages: Counter[str] = field(default_factory=Counter)
    """How many Viber messages each test sender has sent."""

    def admit(self, token: object, own_token: str) -> None:
        """Refuse a call whose token is wrong, or whose account is blocked (A-20)."""
        if token is None or token == "":
            raise Refusal(ResultCode.REQUIRED_TOKEN)
        if token != own_token:
            code = ResultCode.REQUIRED_AUTH if is_token(token) else ResultCode.INVALID_TOKEN
            raise Refusal(code)
        if self.blocked:
            raise Refusal(ResultCode.REQUIRED_ACTIVE_USER)

    def sender(self, name: str) -> Sender | None:
        """The sender of this name; with `any_sender` possibly one that was not added yet."""
        sender = self.senders.get(name)
        if sender is None and self.any_sender:
            return Sender(name, two_way=True)
        return sender

    def has_room_for(self, names: Iterable[str]) -> bool:
        """Whether those of these senders that it does not have yet could still join it."""
        new_names = set(names) - self.senders.keys()
        return not new_names or len(self.senders) + len(new_names) <= MAX_SENDERS

    def adopt(self, name: str) -> Sender:
        """The sender of this name, which belongs to the account from now on."""
        sender = self.sender(name)
        if sender is None:
            raise KeyError(name)
        if not sender.id:
            self.add(sender)
        return sender

    def add(self, sender: Sender) -> None:
        """Add a new sender under the next id."""
        sender.id = self.last_sender_id = self.last_sender_id + 1
        self.senders[sender.name] = sender

    def viber_senders(self) -> dict[int, Sender]:
        """The senders that write in Viber, by their ids and in the order of them."""
        senders = (sender for sender in self.senders.values() if "viber" in sender.channels)
        return {sender.id: sender for sender in sorted(senders, key=attrgetter("id"))}

    def two_way_senders(self) -> dict[int, Sender]:
        """The senders that have chats: the Viber senders that recipients can write to."""
        return {
            sender_id: sender
            for sender_id, sender in self.viber_senders().items()
            if sender.two_way
        }

    def can_pay(self, sender: Sender, amount: int, now: float) -> bool:
        """Whether the balances of the sender and of the account suffice together."""
        return amount <= sender.balance + max(self.wallet.balance(now), 0)

    def pay(self, sender: Sender, amount: int, now: float) -> bool:
        """Pay for a session: from the sender's own balance first, the rest from the account's.

        A-95. False if both together do not suffice; then nothing is taken.
        """
        if not self.can_pay(sender, amount, now):
            return False
        from_sender = min(sender.balance, amount)
        sender.balance -= from_sender
        self.wallet.take(amount - from_sender)
        sender.spending.add(amount, now)
        return True

    def forbids(self, text: str) -> bool:
        """Whether `text` contains a forbidden fragment, in capital or small letters (A-66)."""
        if not self.forbidden_fragments:
            return False
        folded = text.casefold()
        return any(fragment.casefold() in folded for fragment in self.forbidden_fragments)
