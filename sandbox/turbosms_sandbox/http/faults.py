"""Faults that a test asks for, and which call meets which.

Their effects are in `fault_effects`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from turbosms_api.tables.operations import OPERATIONS
from turbosms_sandbox.calls.commands import ControlError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

ANY_METHOD: Final = "*"
MAX_FAULTS: Final = 10_000

WEBHOOK: Final = "webhook"
"""What stands in place of a method in faults of the calls that webhooks make."""

METHOD_KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "code": ("code", "name"),
        "drop_before": (),
        "drop_after": (),
        "delay": ("seconds",),
        "http": ("status", "headers"),
        "http_after": ("status", "headers"),
        "truncate": (),
        "garbage": (),
    }
)
"""Every kind of fault of calls of methods, and the values that belong to it."""
WEBHOOK_KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"duplicate": (), "reorder": (), "wrong_signature": (), "hang_up": (), "drop": ()}
)
"""The same for the calls that webhooks make."""
_NOT_EXECUTED: Final = frozenset({"code", "drop_before", "http"})


def kinds_for(method: str) -> Mapping[str, tuple[str, ...]]:
    """The kinds of fault that calls of a method may meet, `*` and `webhook` included."""
    return WEBHOOK_KINDS if method == WEBHOOK else METHOD_KINDS


@dataclass(slots=True)
class Fault:
    """What the next `times` calls of a method meet. Only the values of its kind have a meaning."""

    method: str
    """A method without suffix, `*` for any, or `webhook`."""
    kind: str
    times: int = 1
    code: int = 0
    name: str = ""
    seconds: float = 0
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def executes(self) -> bool:
        """Whether the call is executed as it would be without the fault."""
        return self.kind not in _NOT_EXECUTED

    def describe(self) -> dict[str, Any]:
        own_values = kinds_for(self.method)[self.kind]
        values = {name: getattr(self, name) for name in own_values}
        described = {name: value for name, value in values.items() if value != {}}
        return {"method": self.method, "kind": self.kind, **described, "times": self.times}


class Faults:
    """The faults still to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def check_room(self) -> None:
        """ControlError if no more faults can be added."""
        if len(self._faults) >= MAX_FAULTS:
            raise ControlError(f"there are {MAX_FAULTS} faults already")

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def take(self, verb: str, method: str) -> Fault | None:
        """The fault that a call meets, which uses it once; None for a call without fault.

        Only calls of documented methods meet faults, so that stray requests use up none.
        """
        if not self._faults or method not in OPERATIONS or verb not in ("GET", "POST"):
            return None
        return self._take((method, ANY_METHOD))

    def take_for_webhook(self) -> Fault | None:
        """The fault that a call of a webhook meets, which uses it once; None without fault."""
        return self._take((WEBHOOK,))

    def _take(self, methods: Collection[str]) -> Fault | None:
        for fault in self._faults:
            if fault.method in methods:
                fault.times -= 1
                if not fault.times:
                    self._faults.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        self._faults.clear()

    def describe(self) -> list[dict[str, Any]]:
        return [fault.describe() for fault in self._faults]
