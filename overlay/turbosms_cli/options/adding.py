"""Adds several options to a command at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

F = TypeVar("F", bound="Callable[..., Any]")


def add_options(command: F, options: Sequence[Callable[[F], F]]) -> F:
    """Add options to a command, which `--help` lists in this order."""
    for option in reversed(options):
        command = option(command)
    return command
