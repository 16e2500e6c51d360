"""The parameters of a call, whichever way they came."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Parameters(NamedTuple):
    """Parameters by name.

    `typed` means that they came as JSON, where a number is a number and not a string. `is_list`
    means that they came as a list, whose indices are the names (A-43).
    """

    values: Mapping[str, object]
    typed: bool
    is_list: bool = False

    def get(self, name: str) -> object:
        """The value of a parameter; None if it is missing or `null`."""
        return self.values.get(name)
