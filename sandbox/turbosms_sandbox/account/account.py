"""The account: who may call, who may be written to, and from which senders."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from operator import attrgetter

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account.spending import Spending
from turbosms_sandbox.account.wallet import Wallet
from turbosms_sandbox.calls.answers import Refusal

TOKEN = "sandbox"  # noqa: S105 - the stand-in's token unless it is given another, and no secret
SENDER = "TurboSMS"
"""The first sender of every account."""
OPENING_BALANCE = 1_000_000
"""In kopecks: 10,000.00 UAH."""
CHANNELS = ("viber", "sms")
TRAFFIC_TYPES = ("promotional", "transactional")

# a well-formed token has the characters of a bearer token (RFC 6750) and is at most 256 of
# them long.
_TOKEN_FORM = re.compile(r"[A-Za-z0-9._~+/=-]{1,256}", re.ASCII)


def is_token(given: object) -> bool:
    """Whether it has the form of a token."""
    return isinstance(given, str) and _TOKEN_FORM.fullmatch(given) is not None


@dataclass(slots=True)
class Sender:
    """A sender of the account.

    `test_number` makes it a test sender, which writes in Viber to that number only.

    `balance` is money of its own, which pays for sessions before the account's does, and `reserve`
    what is set aside for the coming months, both in kopecks (A-95). The dates are of the form
    `YYYY-MM-DD`.
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
    reserve: int = 0
    balance: int = 0
    start_date: str = "2020-01-01"
    paid_date: str = "2099-01-01"
    spending: Spending = field(default_factory=Spending, compare=False, repr=False)


class Template:
    """A registered text of transactional messages.

    `%d` stands for digits, `%s` for any text but none (A-67).
    """

    __slots__ = ("_parts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._parts = [part for part in re.split(r"(%[ds])", text) if part]

    def fits(self, text: str) -> bool:
        """In time that grows with the product of both lengths at most.

        A regular expression's backtracking has no end when wildcards are many.
        """
        ends = {0}
        for part in self._parts:
            if part == "%s":
                ends = set(range(min(ends) + 1, len(text) + 1))
            elif part == "%d":
                ends = _ends_of_digits(text, ends)
            else:
                ends = {end + len(part) for end in ends if text.startswith(part, end)}
            if not ends:
                return False
        return len(text) in ends


def _ends_of_digits(text: str, starts: set[int]) -> set[int]:
    """Where digits can end that begin at one of `starts`, at least one of them."""
    ends: set[int] = set()
    for place, character in enumerate(text):
        if character in "0123456789" and (place in starts or place in ends):
            ends.add(place + 1)
    return ends


def _opening_senders() -> dict[str, Sender]:
    senders = (
        # The numbers of the first two are those of the documented sample.
        Sender(SENDER, two_way=True, id=1),
        Sender("Viber TurboSMS", channels=frozenset({"viber"}), id=3),
        Sender("Frozen", active=False, id=4),
        Sender("Mobibon", shared=True, id=2),
    )
    return {sender.name: sender for sender in senders}


@dataclass(slots=True)
class Account:
    """Everything about the account that a call depends on. The control plane changes it."""

    wallet: Wallet = field(default_factory=lambda: Wallet(OPENING_BALANCE))
    blocked: bool = False
    stop_list: frozenset[str] = frozenset()
    ignore_list: frozenset[str] = frozenset()
    templates: tuple[Template, ...] = ()
    forbidden_fragments: tuple[str, ...] = ()
    senders: dict[str, Sender] = field(default_factory=_opening_senders)
    last_sender_id: int = 4
    countries: frozenset[str] = frozenset({"UA"})
    any_sender: bool = False
    """Whether a name that is no sender yet becomes one, on both channels, once it is used."""
    quirks: frozenset[str] = frozenset()
    test_messages: Counter[str] = field(default_factory=Counter)
    """How many Viber messages each test sender has sent."""

    def admit(self, token: object, own_token: str) -> None:
        """Refuse a call whose token or account is not good (A-20)."""
        if token is None or token == "":
            raise Refusal(ResultCode.REQUIRED_TOKEN)
        if not is_token(token):
            raise Refusal(ResultCode.INVALID_TOKEN)
        if token != own_token:
            raise Refusal(ResultCode.REQUIRED_AUTH)
        if self.blocked:
            raise Refusal(ResultCode.REQUIRED_ACTIVE_USER)

    def sender(self, name: str) -> Sender | None:
        """The sender of that name; one that nobody has added yet if any name will do."""
        sender = self.senders.get(name)
        if sender is None and self.any_sender:
            return Sender(name, two_way=True)
        return sender

    def adopt(self, name: str) -> Sender:
        """The sender of that name, which is one of the account from now on."""
        sender = self.sender(name)
        if sender is None:
            raise KeyError(name)
        if not sender.id:
            self.add(sender)
        return sender

    def add(self, sender: Sender) -> None:
        """Add a new sender, under the next number."""
        sender.id = self.last_sender_id = self.last_sender_id + 1
        self.senders[sender.name] = sender

    def viber_senders(self) -> dict[int, Sender]:
        """Those that write in Viber, by their ids and in the order of these."""
        senders = (sender for sender in self.senders.values() if "viber" in sender.channels)
        return {sender.id: sender for sender in sorted(senders, key=attrgetter("id"))}

    def two_way_senders(self) -> dict[int, Sender]:
        """Those that have chats: the Viber senders to whom recipients can write."""
        return {number: sender for number, sender in self.viber_senders().items() if sender.two_way}

    def can_pay(self, sender: Sender, amount: int, now: float) -> bool:
        """Whether the sender's own balance and the account's are enough together."""
        return amount <= sender.balance + max(self.wallet.balance(now), 0)

    def pay(self, sender: Sender, amount: int, now: float) -> bool:
        """Pay for a session.

        With the sender's own balance first, and with the account's for the rest (A-95).

        Whether it was paid: nothing is taken if both together are not enough.
        """
        if not self.can_pay(sender, amount, now):
            return False
        own = min(sender.balance, amount)
        sender.balance -= own
        self.wallet.take(amount - own)
        sender.spending.add(amount, now)
        return True

    def forbids(self, text: str) -> bool:
        """Whether `text` contains a forbidden fragment.

        A-66: capital and small letters are the same.
        """
        if not self.forbidden_fragments:
            return False
        folded = text.casefold()
        return any(fragment.casefold() in folded for fragment in self.forbidden_fragments)
