"""Asks on a terminal whether to do something."""

from __future__ import annotations

from typing import Final

import click

from turbosms_languages import _, current_language, spoken

_YES: Final = frozenset({"т", "так", "y", "yes"})
_NO: Final = frozenset({"", "н", "ні", "n", "no"})


def confirmed(question: str) -> bool:
    """Ask on stderr; no answer is a no."""
    if current_language() == "en":
        return click.confirm(spoken(question), err=True)
    while True:
        answer = click.prompt(
            _asked(question), default="", show_default=False, err=True, prompt_suffix=": "
        )
        word = str(answer).strip().casefold()
        if word in _YES | _NO:
            return word in _YES
        click.echo(spoken(_("Error: invalid input")), err=True)


def _asked(question: str) -> str:
    return f"{spoken(question)} [т/Н]"  # noqa: RUF001 - Ukrainian letters
