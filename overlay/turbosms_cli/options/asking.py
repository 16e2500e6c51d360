"""Asks on a terminal whether to do something."""

from __future__ import annotations

from typing import Final

import click

from turbosms_languages import _, joined, spoken

_YES: Final = frozenset({"yes", "так"})
_NO: Final = frozenset({"", "no", "ні"})
"""The words of both languages count in each."""


def confirmed(question: str) -> bool:
    """Ask on stderr; no answer is a no."""
    choice = _("[y/N]")
    # The letters of the question's own language alone: with the keyboard set to the other one, the
    # key of n types т.
    yes, no = spoken(choice).strip("[]").casefold().split("/")
    while True:
        answer: str = click.prompt(
            spoken(joined(" ", (question, choice))),
            default="",
            show_default=False,
            err=True,
            prompt_suffix=": ",
        )
        word = answer.strip().casefold()
        if word in _YES or word == yes:
            return True
        if word in _NO or word == no:
            return False
        click.echo(spoken(_("Error: invalid input")), err=True)
