"""Changes to the account through the control plane: checked as a whole, then made as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from turbosms_api.tables import limits
from turbosms_sandbox.account.account import CHANNELS, TRAFFIC_TYPES, Account, Sender, Template
from turbosms_sandbox.account.prices import in_kopecks, in_uah
from turbosms_sandbox.account.quirks import QUIRKS
from turbosms_sandbox.calls import phones
from turbosms_sandbox.calls.php_values import read_number

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

MAX_BALANCE: Final = 1e12
MAX_NUMBERS: Final = 100_000
MAX_TEXTS: Final = 1_000
MAX_TEXT: Final = limits.SMS_GSM_CHARACTERS.value
"""Most characters of a template or of a forbidden fragment: as many as a message can have."""
MAX_WILDCARDS: Final = 20
"""Most of `%d` and `%s` in a template."""
MAX_SENDERS: Final = 1_000
MAX_NAME: Final = 100
STATUSES: Final = {"ok": True, "frozen": False}


class PatchError(ValueError):
    """The change cannot be made; the message says which key is wrong, and how."""


def describe(account: Account, now: float) -> dict[str, Any]:
    """The account as `PATCH /sandbox/account` takes it."""
    return {
        "balance": in_uah(account.wallet.balance(now)),
        "blocked": account.blocked,
        "stop_list": sorted(account.stop_list),
        "ignore_list": sorted(account.ignore_list),
        "templates": [template.text for template in account.templates],
        "forbidden_fragments": list(account.forbidden_fragments),
        "senders": [_describe_sender(sender) for sender in account.senders.values()],
        "countries": sorted(account.countries),
        "any_sender": account.any_sender,
        "quirks": [quirk for quirk in QUIRKS if quirk in account.quirks],
    }


def apply(account: Account, patch: dict[str, Any], now: float) -> None:
    """Replace what `patch` names.

    Senders are merged by name: a known one keeps what is not named, `null` removes it.

    PatchError leaves the account as it was.
    """
    unknown = patch.keys() - _READERS.keys()
    if unknown:
        raise PatchError(f"unknown key {sorted(unknown)[0]!r}; known are {', '.join(_READERS)}")
    changes = {key: _READERS[key](account, key, value) for key, value in patch.items()}
    if "balance" in changes:
        account.wallet.set_balance(changes.pop("balance"), now)
    for key, value in changes.items():
        setattr(account, key, value)
    for sender in account.senders.values():
        if not sender.id:
            account.add(sender)


def _balance(_: Account, key: str, value: object) -> int:
    balance = read_number(value)
    if balance is None or abs(balance) > MAX_BALANCE:
        raise PatchError(f"{key}: a number of UAH is needed, {MAX_BALANCE:.0f} at most")
    return in_kopecks(balance)


def _yes_or_no(_: Account, key: str, value: object) -> bool:
    return _boolean(key, value)


def _numbers(_: Account, key: str, value: object) -> frozenset[str]:
    return frozenset(_number(key, number) for number in _list(key, value, MAX_NUMBERS))


def _templates(_: Account, key: str, value: object) -> tuple[Template, ...]:
    texts = _strings(key, value)
    for text in texts:
        if text.count("%d") + text.count("%s") > MAX_WILDCARDS:
            raise PatchError(f"{key}: at most {MAX_WILDCARDS} of %d and %s can stand in a template")
    return tuple(Template(text) for text in texts)


def _fragments(_: Account, key: str, value: object) -> tuple[str, ...]:
    return tuple(_strings(key, value))


def _quirks(_: Account, key: str, value: object) -> frozenset[str]:
    names = frozenset(_strings(key, value))
    unknown = names - set(QUIRKS)
    if unknown:
        raise PatchError(f"{key}: {sorted(unknown)[0]!r} is none; known are {', '.join(QUIRKS)}")
    return names


def _countries(_: Account, key: str, value: object) -> frozenset[str]:
    countries = frozenset(text.upper() for text in _strings(key, value))
    if countries - phones.COUNTRIES:
        raise PatchError(
            f"{key}: {sorted(countries - phones.COUNTRIES)[0]!r} is no ISO 3166 code of a country"
        )
    return countries


def _senders(account: Account, key: str, value: object) -> dict[str, Sender]:
    """Takes a list of senders with their names, or an object of senders by name."""
    if isinstance(value, dict):
        changes = list(value.items())
    else:
        changes = []
        for change in _list(key, value, MAX_SENDERS):
            if not isinstance(change, dict) or not isinstance(change.get("name"), str):
                raise PatchError(f"{key}: every sender needs a name")
            changes.append((change["name"], {k: v for k, v in change.items() if k != "name"}))
    senders = dict(account.senders)
    if len(senders) + len(changes) > MAX_SENDERS:
        raise PatchError(f"{key}: an account has at most {MAX_SENDERS}")
    for name, change in changes:
        if not 0 < len(name) <= MAX_NAME:
            raise PatchError(f"{key}: every sender needs a name, of at most {MAX_NAME} characters")
        if change is None:
            senders.pop(name, None)
        else:
            senders[name] = _sender(f"{key}.{name}", senders.get(name) or Sender(name), change)
    return senders


def _sender(key: str, sender: Sender, change: object) -> Sender:
    if not isinstance(change, dict):
        raise PatchError(f"{key}: an object is needed")
    changes: dict[str, Any] = {}
    for name, value in change.items():
        if name not in _SENDER_READERS:
            raise PatchError(f"{key}: unknown key {name!r}; known are {', '.join(_SENDER_READERS)}")
        attribute, read = _SENDER_READERS[name]
        changes[attribute] = read(f"{key}.{name}", value)
    return replace(sender, **changes)


def _describe_sender(sender: Sender) -> dict[str, Any]:
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


def _boolean(key: str, value: object) -> bool:
    if value in (True, False):  # 1 and 0 are equal to them, and are what the service itself writes
        return bool(value)
    raise PatchError(f"{key}: true or false is needed")


def _list(key: str, value: object, most: int = MAX_TEXTS) -> list[Any]:
    if not isinstance(value, list):
        raise PatchError(f"{key}: a list is needed")
    if len(value) > most:
        raise PatchError(f"{key}: a list of at most {most} is needed")
    return value


def _strings(key: str, value: object) -> list[str]:
    texts = _list(key, value)
    if not all(isinstance(text, str) and text for text in texts):
        raise PatchError(f"{key}: a list of strings is needed, none of them empty")
    if any(len(text) > MAX_TEXT for text in texts):
        raise PatchError(f"{key}: a text has at most {MAX_TEXT} characters")
    return texts


def _number(key: str, value: object) -> str:
    number = phones.normalise(value)
    if number is None:
        raise PatchError(f"{key}: {value!r} is no international phone number")
    return number


def _status(key: str, value: object) -> bool:
    if not isinstance(value, str) or value.lower() not in STATUSES:
        raise PatchError(f"{key}: 'OK' or 'frozen' is needed")
    return STATUSES[value.lower()]


def _some_of(allowed: Collection[str]) -> Callable[[str, object], frozenset[str]]:
    def read(key: str, value: object) -> frozenset[str]:
        chosen = frozenset(_strings(key, value))
        if not chosen <= frozenset(allowed):
            raise PatchError(f"{key}: a list of {', '.join(allowed)} is needed")
        return chosen

    return read


def _test_number(key: str, value: object) -> str | None:
    return None if value is None else _number(key, value)


def _test_limit(key: str, value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    raise PatchError(f"{key}: a whole number from 0 is needed, or null")


def _money(key: str, value: object) -> int:
    amount = read_number(value)
    if amount is None or not 0 <= amount <= MAX_BALANCE:
        raise PatchError(f"{key}: a number of UAH from 0 to {MAX_BALANCE:.0f} is needed")
    return in_kopecks(amount)


def _date(key: str, value: object) -> str:
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise PatchError(f"{key}: a day like '2026-03-01' is needed")


_Reader: TypeAlias = "Callable[[Account, str, Any], Any]"
_READERS: Final[dict[str, _Reader]] = {
    "balance": _balance,
    "blocked": _yes_or_no,
    "stop_list": _numbers,
    "ignore_list": _numbers,
    "templates": _templates,
    "forbidden_fragments": _fragments,
    "senders": _senders,
    "countries": _countries,
    "any_sender": _yes_or_no,
    "quirks": _quirks,
}
_SENDER_READERS: Final[dict[str, tuple[str, Callable[[str, Any], Any]]]] = {
    "status": ("active", _status),
    "channels": ("channels", _some_of(CHANNELS)),
    "shared": ("shared", _boolean),
    "2way": ("two_way", _boolean),
    "traffic_types": ("traffic_types", _some_of(TRAFFIC_TYPES)),
    "test_number": ("test_number", _test_number),
    "test_limit": ("test_limit", _test_limit),
    "reserve": ("reserve", _money),
    "balance": ("balance", _money),
    "start_date": ("start_date", _date),
    "paid_date": ("paid_date", _date),
}
