"""Asks on a terminal whether to do something."""

from __future__ import annotations

from typing import Final

import click

from turbosms_languages import _, joined, spoken

_YES: Final = frozenset({"y", "yes", "т", "так"})
_NO: Final = frozenset({"", "n", "no", "н", "ні"})
"""The answers of both languages count in each, as the keyboard may be set to the other one."""


def confirmed(question: str) -> bool:
    """Ask on stderr; no answer is a no."""
    asked = spoken(joined(" ", (question, _("[y/N]"))))
    while True:
        answer: str = click.prompt(
            asked, default="", show_default=False, err=True, prompt_suffix=": "
        )
        word = answer.strip().casefold()
        if word in _YES | _NO:
            return word in _YES
        click.echo(spoken(_("Error: invalid input")), err=True)
