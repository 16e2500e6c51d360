"""Asks on a terminal whether to do something."""

from __future__ import annotations

from typing import Final

import click

from turbosms_languages import _, current_language, joined, spoken

_YES: Final = frozenset({"yes", "так"})
_NO: Final = frozenset({"", "no", "ні"})
"""The words of both languages count in each."""
_LETTERS: Final = {"en": ("y", "n"), "uk": ("т", "н")}
"""For yes and no. Each counts in its own language alone: with the keyboard set to the other one,
the key of n types т.
"""


def confirmed(question: str) -> bool:
    """Ask on stderr; no answer is a no."""
    asked = spoken(joined(" ", (question, _("[y/N]"))))
    while True:
        answer: str = click.prompt(
            asked, default="", show_default=False, err=True, prompt_suffix=": "
        )
        word = answer.strip().casefold()
        yes, no = _LETTERS[current_language()]
        if word in _YES or word == yes:
            return True
        if word in _NO or word == no:
            return False
        click.echo(spoken(_("Error: invalid input")), err=True)
