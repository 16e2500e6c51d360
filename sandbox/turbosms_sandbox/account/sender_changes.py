"""Changes of the account's senders: merged by name, `null` removes one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from turbosms_sandbox.account.change_values import (
    AccountChangeError,
    read_boolean,
    read_date,
    read_money,
    read_some_of,
    read_status,
    read_test_limit,
    read_test_number,
    required_list,
)
from turbosms_sandbox.account.prices import in_uah
from turbosms_sandbox.account.senders import CHANNELS, MAX_SENDERS, TRAFFIC_TYPES, Sender

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_NAME: Final = 100


def describe_sender(sender: Sender) -> dict[str, Any]:
    """A sender in the form in which a change takes it."""
    return {
        "name": sender.name,
        "status": "OK" if sender.active else "frozen",
        "channels": [channel for channel in CHANNELS if channel in sender.channels],
        "shared": sender.shared,
        "2way": sender.two_way,
        "traffic_types": [traffic for traffic in TRAFFIC_TYPES if traffic in sender.traffic_types],
        "test_number": sender.test_number,
        "test_limit": sender.test_limit,
        "reserve": in_uah(sender.reserve),
        "balance": in_uah(sender.balance),
        "start_date": sender.start_date,
        "paid_date": sender.paid_date,
    }


def changed_senders(senders: Mapping[str, Sender], key: str, value: object) -> dict[str, Sender]:
    """The senders after a change: a list of senders with names, or an object of senders by name."""
    changed = dict(senders)
    for name, change in _changes_by_name(key, value):
        if not 0 < len(name) <= MAX_NAME:
            raise AccountChangeError(
                f"{key}: every sender needs a name, of at most {MAX_NAME} characters"
            )
        if change is None:
            changed.pop(name, None)
        else:
            before = changed.get(name) or Sender(name)
            changed[name] = _changed_sender(f"{key}.{name}", before, change)
    if len(changed) > MAX_SENDERS:
        raise AccountChangeError(f"{key}: an account has at most {MAX_SENDERS}")
    return changed


def _changes_by_name(key: str, value: object) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    changes: list[tuple[str, Any]] = []
    for change in required_list(key, value, MAX_SENDERS):
        if not isinstance(change, dict) or not isinstance(change.get("name"), str):
            raise AccountChangeError(f"{key}: every sender needs a name")
        named = {name: item for name, item in change.items() if name != "name"}
        changes.append((change["name"], named))
    return changes


def _changed_sender(key: str, sender: Sender, change: object) -> Sender:
    if not isinstance(change, dict):
        raise AccountChangeError(f"{key}: an object is needed")
    values: dict[str, Any] = {}
    for name, value in change.items():
        if name not in _READERS:
            raise AccountChangeError(
                f"{key}: unknown key {name!r}; known are {', '.join(_READERS)}"
            )
        attribute, read = _READERS[name]
        values[attribute] = read(f"{key}.{name}", value)
    return replace(sender, **values)


_READERS: Final[Mapping[str, tuple[str, Callable[[str, Any], Any]]]] = {
    "status": ("active", read_status),
    "channels": ("channels", read_some_of(CHANNELS)),
    "shared": ("shared", read_boolean),
    "2way": ("two_way", read_boolean),
    "traffic_types": ("traffic_types", read_some_of(TRAFFIC_TYPES)),
    "test_number": ("test_number", read_test_number),
    "test_limit": ("test_limit", read_test_limit),
    "reserve": ("reserve", read_money),
    "balance": ("balance", read_money),
    "start_date": ("start_date", read_date),
    "paid_date": ("paid_date", read_date),
}
"""The attribute of a sender that each key stands for, and how its value is read."""
