"""The option for what a command prints: JSON lines or tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Callable


def output_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the option `as_json` of every command that prints data; None if it is not given."""
    text = _("Print JSON lines, or tables; by default tables on a terminal, JSON elsewhere.")
    return click.option("--json/--no-json", "as_json", default=None, help=text)(function)
