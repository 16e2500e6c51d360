"""Reading the values of a change of the account. `key` says where a value stands, for messages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from turbosms_api.tables import limits
from turbosms_sandbox.account.prices import in_kopecks
from turbosms_sandbox.calls.phones import read_phone
from turbosms_sandbox.calls.php_values import read_number

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

MAX_BALANCE: Final = 1e12
MAX_PHONES: Final = 100_000
MAX_TEXTS: Final = 1_000
MAX_TEXT: Final = limits.SMS_GSM_CHARACTERS.value
"""Most characters of a template or of a forbidden fragment: as many as a message can have."""
_IS_ACTIVE: Final = {"ok": True, "frozen": False}


class AccountChangeError(ValueError):
    """The change cannot be made; the message says which key is wrong, and how."""


def read_boolean(key: str, value: object) -> bool:
    if value in (True, False):  # 1 and 0 are equal to them, and are what the service itself writes
        return bool(value)
    raise AccountChangeError(f"{key}: true or false is needed")


def required_list(key: str, value: object, most: int = MAX_TEXTS) -> list[Any]:
    if not isinstance(value, list):
        raise AccountChangeError(f"{key}: a list is needed")
    if len(value) > most:
        raise AccountChangeError(f"{key}: a list of at most {most} is needed")
    return value


def read_strings(key: str, value: object) -> list[str]:
    texts = required_list(key, value)
    if not all(isinstance(text, str) and text for text in texts):
        raise AccountChangeError(f"{key}: a list of strings is needed, none of them empty")
    if any(len(text) > MAX_TEXT for text in texts):
        raise AccountChangeError(f"{key}: a text has at most {MAX_TEXT} characters")
    return texts


def read_some_of(allowed: Collection[str]) -> Callable[[str, object], frozenset[str]]:
    """Makes a reader of a list that has nothing but the words of `allowed`."""

    def read(key: str, value: object) -> frozenset[str]:
        chosen = frozenset(read_strings(key, value))
        if not chosen <= frozenset(allowed):
            raise AccountChangeError(f"{key}: a list of {', '.join(allowed)} is needed")
        return chosen

    return read


def read_international_phone(key: str, value: object) -> str:
    phone = read_phone(value)
    if phone is None:
        raise AccountChangeError(f"{key}: {value!r} is no international phone number")
    return phone


def read_phones(key: str, value: object) -> frozenset[str]:
    phones = required_list(key, value, MAX_PHONES)
    return frozenset(read_international_phone(key, phone) for phone in phones)


def read_test_number(key: str, value: object) -> str | None:
    return None if value is None else read_international_phone(key, value)


def read_test_limit(key: str, value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise AccountChangeError(f"{key}: a whole number from 0 is needed, or null")


def read_status(key: str, value: object) -> bool:
    """Whether a sender is active."""
    if not isinstance(value, str) or value.lower() not in _IS_ACTIVE:
        raise AccountChangeError(f"{key}: 'OK' or 'frozen' is needed")
    return _IS_ACTIVE[value.lower()]


def read_balance(key: str, value: object) -> int:
    """Kopecks of the account, which may be below zero."""
    balance = read_number(value)
    if balance is None or abs(balance) > MAX_BALANCE:
        raise AccountChangeError(f"{key}: a number of UAH is needed, {MAX_BALANCE:.0f} at most")
    return in_kopecks(balance)


def read_money(key: str, value: object) -> int:
    """Kopecks of a sender."""
    amount = read_number(value)
    if amount is None or not 0 <= amount <= MAX_BALANCE:
        raise AccountChangeError(f"{key}: a number of UAH from 0 to {MAX_BALANCE:.0f} is needed")
    return in_kopecks(amount)


def read_date(key: str, value: object) -> str:
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise AccountChangeError(f"{key}: a day like '2026-03-01' is needed")
