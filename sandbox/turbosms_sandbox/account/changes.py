"""Changes of the account through the control plane: checked as a whole, then made as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from turbosms_sandbox.account.change_values import (
    AccountChangeError,
    read_balance,
    read_boolean,
    read_phones,
    read_strings,
)
from turbosms_sandbox.account.prices import in_uah
from turbosms_sandbox.account.quirks import QUIRKS
from turbosms_sandbox.account.sender_changes import changed_senders, describe_sender
from turbosms_sandbox.account.templates import Template
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.phones import COUNTRIES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from turbosms_sandbox.account.account import Account
    from turbosms_sandbox.calls.commands import Command

MAX_WILDCARDS: Final = 20
"""Most of `%d` and `%s` in a template."""


def change(account: Account, command: Command) -> dict[str, Any]:
    """`PATCH /sandbox/account`: replace what is named; answers the whole account."""
    try:
        apply(account, command.parameters.values, command.now)
    except AccountChangeError as problem:
        raise ControlError(str(problem)) from None
    return describe_account(account, command.now)


def describe_account(account: Account, now: float) -> dict[str, Any]:
    """The account in the form in which a change takes it."""
    return {
        "balance": in_uah(account.wallet.balance(now)),
        "blocked": account.blocked,
        "stop_list": sorted(account.stop_list),
        "ignore_list": sorted(account.ignore_list),
        "templates": [template.text for template in account.templates],
        "forbidden_fragments": list(account.forbidden_fragments),
        "senders": [describe_sender(sender) for sender in account.senders.values()],
        "countries": sorted(account.countries),
        "any_sender": account.any_sender,
        "quirks": [quirk for quirk in QUIRKS if quirk in account.quirks],
    }


def apply(account: Account, changes: Mapping[str, Any], now: float) -> None:
    """Replace what `changes` names; AccountChangeError leaves the account as it was.

    Senders are merged by name: a known one keeps what is not named, `null` removes it.
    """
    unknown = changes.keys() - _READERS.keys()
    if unknown:
        raise AccountChangeError(
            f"unknown key {sorted(unknown)[0]!r}; known are {', '.join(_READERS)}"
        )
    values = {key: _READERS[key](account, key, value) for key, value in changes.items()}
    if "balance" in values:
        account.wallet.set_balance(values.pop("balance"), now)
    for attribute, value in values.items():
        setattr(account, attribute, value)
    for sender in account.senders.values():
        if not sender.id:
            account.add(sender)


def _balance(_: Account, key: str, value: object) -> int:
    return read_balance(key, value)


def _boolean(_: Account, key: str, value: object) -> bool:
    return read_boolean(key, value)


def _phones(_: Account, key: str, value: object) -> frozenset[str]:
    return read_phones(key, value)


def _templates(_: Account, key: str, value: object) -> tuple[Template, ...]:
    texts = read_strings(key, value)
    for text in texts:
        if text.count("%d") + text.count("%s") > MAX_WILDCARDS:
            raise AccountChangeError(
                f"{key}: at most {MAX_WILDCARDS} of %d and %s can stand in a template"
            )
    return tuple(Template(text) for text in texts)


def _fragments(_: Account, key: str, value: object) -> tuple[str, ...]:
    return tuple(read_strings(key, value))


def _senders(account: Account, key: str, value: object) -> dict[str, Any]:
    return changed_senders(account.senders, key, value)


def _countries(_: Account, key: str, value: object) -> frozenset[str]:
    countries = frozenset(text.upper() for text in read_strings(key, value))
    unknown = countries - COUNTRIES
    if unknown:
        raise AccountChangeError(f"{key}: {sorted(unknown)[0]!r} is no ISO 3166 code of a country")
    return countries


def _quirks(_: Account, key: str, value: object) -> frozenset[str]:
    names = frozenset(read_strings(key, value))
    unknown = names - set(QUIRKS)
    if unknown:
        raise AccountChangeError(
            f"{key}: {sorted(unknown)[0]!r} is none; known are {', '.join(QUIRKS)}"
        )
    return names


_ValueReader: TypeAlias = "Callable[[Account, str, Any], Any]"
_READERS: Final[Mapping[str, _ValueReader]] = {
    "balance": _balance,
    "blocked": _boolean,
    "stop_list": _phones,
    "ignore_list": _phones,
    "templates": _templates,
    "forbidden_fragments": _fragments,
    "senders": _senders,
    "countries": _countries,
    "any_sender": _boolean,
    "quirks": _quirks,
}
"""How the value of each key is read; the keys are attributes of the account."""
