"""What the account of a sandbox has beyond the usual, at the start and after each reset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from turbosms_api.tables import limits
from turbosms_sandbox.account import changes as account_changes
from turbosms_sandbox.account.account import Account
from turbosms_sandbox.account.senders import CHANNELS, FIRST_SENDER
from turbosms_sandbox.account.tokens import DEFAULT_TOKEN, is_token

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_SENDER = limits.SENDER_CHARACTERS.value


@dataclass(frozen=True, kw_only=True)
class Opening:
    """The account that a sandbox opens with; ValueError if there can be none like it.

    `senders` write on both channels, `viber_senders` in Viber only; all of them are two-way, and
    the senders of every sandbox are there too. `balance` is in UAH. With `any_sender` every other
    name becomes a sender when it is used. `quirks` are names of
    `turbosms_sandbox.account.quirks.QUIRKS`. `token` is the only valid token; it belongs to the
    process and is kept in no state file.
    """

    senders: Sequence[str] = ()
    viber_senders: Sequence[str] = ()
    balance: float | None = None
    any_sender: bool = False
    quirks: Sequence[str] = ()
    token: str = DEFAULT_TOKEN

    def __post_init__(self) -> None:
        for name in (*self.senders, *self.viber_senders):
            if not 0 < len(name) <= MAX_SENDER:
                raise ValueError(f"sender: {name!r} does not have 1 to {MAX_SENDER} characters")
            if not name.isprintable():  # half of a character, for one, is in no message
                raise ValueError(f"sender: {name!r} has characters that nobody can read")
        if not is_token(self.token):
            raise ValueError("token: 1 to 256 letters, digits and characters of ._~+/=- are needed")
        account_changes.apply(Account(), self.changes(), 0)

    @property
    def sms_sender(self) -> str:
        """The first sender for SMS."""
        return next(iter((*self.senders, FIRST_SENDER)))

    @property
    def viber_sender(self) -> str:
        """The first sender for Viber."""
        return next(iter((*self.viber_senders, *self.senders, FIRST_SENDER)))

    def changes(self) -> dict[str, Any]:
        """What differs from the usual account, in the form of a change of it."""
        changes: dict[str, Any] = {}
        senders = {name: _sender(["viber"]) for name in self.viber_senders}
        senders |= {name: _sender([*CHANNELS]) for name in self.senders}
        if senders:
            changes["senders"] = senders
        if self.balance is not None:
            changes["balance"] = self.balance
        if self.any_sender:
            changes["any_sender"] = True
        if self.quirks:
            changes["quirks"] = [*dict.fromkeys(self.quirks)]
        return changes

    def missing(self, account: Mapping[str, Any]) -> dict[str, Any]:
        """What an account lacks of this opening, apart from the balance, which has been used."""
        changes = self.changes()
        missing: dict[str, Any] = {}
        if "any_sender" in changes and not account["any_sender"]:
            missing["any_sender"] = True
        if "quirks" in changes and set(changes["quirks"]) != set(account["quirks"]):
            missing["quirks"] = changes["quirks"]
        present = {sender["name"]: sender for sender in account["senders"]}
        for name, sender in changes.get("senders", {}).items():
            existing = present.get(name, {})
            if any(existing.get(key) != value for key, value in sender.items()):
                missing.setdefault("senders", {})[name] = sender
        return missing


def _sender(channels: list[str]) -> dict[str, Any]:
    return {"channels": channels, "2way": True}
