"""Refuses options that there are none of, as Python does with arguments."""

from collections.abc import Collection, Mapping
from typing import Any


def check_option_names(method: str, options: Mapping[str, Any], names: Collection[str]) -> None:
    """Raise `TypeError` for an option that is not among the names."""
    for name in options:
        if name not in names:
            raise TypeError(f"{method}() got an unexpected keyword argument {name!r}")
