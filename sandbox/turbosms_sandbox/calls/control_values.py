"""Reading the values of calls of the control plane; ControlError says what is wrong with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.phones import read_phone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def check_keys(keys: Iterable[str], known: Collection[str]) -> None:
    for key in keys:
        if key not in known:
            raise ControlError(f"unknown key {key!r}; known are {', '.join(known)}")


def read_control_phone(key: str, value: object) -> str:
    phone = read_phone(value)
    if phone is None:
        raise ControlError(f"{key}: {value!r} is no international phone number")
    return phone
