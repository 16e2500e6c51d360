"""The account: who may call, who may be written to, and from which senders."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.envelope import Refusal
from turbosms_sandbox.wallet import Wallet

TOKEN = "sandbox"  # noqa: S105 - the stand-in's only token, and no secret
OPENING_BALANCE = 1_000_000
"""In kopecks: 10,000.00 UAH."""
CHANNELS = ("viber", "sms")
TRAFFIC_TYPES = ("promotional", "transactional")

# a well-formed token has the characters of a bearer token (RFC 6750) and is at most 256 of them long.
_TOKEN_FORM = re.compile(r"[A-Za-z0-9._~+/=-]{1,256}", re.ASCII)


@dataclass(slots=True)
class Sender:
    """A sender of the account. `test_number` makes it a test sender, which writes in Viber to that number only."""

    name: str
    channels: frozenset[str] = frozenset(CHANNELS)
    active: bool = True
    shared: bool = False
    two_way: bool = False
    traffic_types: frozenset[str] = frozenset(TRAFFIC_TYPES)
    test_number: str | None = None
    test_limit: int | None = None


class Template:
    """A registered text of transactional messages: `%d` stands for digits, `%s` for any text but none (A-67)."""

    __slots__ = ("_pattern", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        wildcards = {"%d": "[0-9]+", "%s": ".+"}
        parts = re.split(r"(%[ds])", text)
        self._pattern = re.compile("".join(wildcards.get(part) or re.escape(part) for part in parts), re.DOTALL)

    def fits(self, text: str) -> bool:
        return self._pattern.fullmatch(text) is not None


def _opening_senders() -> dict[str, Sender]:
    senders = (
        Sender("TurboSMS", two_way=True),
        Sender("Viber TurboSMS", channels=frozenset({"viber"})),
        Sender("Frozen", active=False),
        Sender("Mobibon", shared=True),
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
    countries: frozenset[str] = frozenset({"UA"})
    test_messages: Counter[str] = field(default_factory=Counter)
    """How many Viber messages each test sender has sent."""

    def admit(self, token: object) -> None:
        """Refuse a call whose token or account is not good (A-20)."""
        if token is None or token == "":
            raise Refusal(ResultCode.REQUIRED_TOKEN)
        if not isinstance(token, str) or not _TOKEN_FORM.fullmatch(token):
            raise Refusal(ResultCode.INVALID_TOKEN)
        if token != TOKEN:
            raise Refusal(ResultCode.REQUIRED_AUTH)
        if self.blocked:
            raise Refusal(ResultCode.REQUIRED_ACTIVE_USER)

    def forbids(self, text: str) -> bool:
        """Whether `text` contains a forbidden fragment. A-66: capital and small letters are the same."""
        folded = text.casefold()
        return any(fragment.casefold() in folded for fragment in self.forbidden_fragments)
