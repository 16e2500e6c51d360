"""Questions: what counts as yes and as no, with the keyboard set to either language."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from turbosms_cli.options.asking import confirmed
from turbosms_languages import speaking

QUESTION = "Send to 5 recipients?"


@click.command()
def ask() -> None:
    click.echo("yes" if confirmed(QUESTION) else "no")


@pytest.mark.parametrize(
    ("language", "typed", "answer"),
    [
        ("en", "y\n", "yes"),
        ("en", "YES\n", "yes"),
        ("en", "так\n", "yes"),
        ("en", "n\n", "no"),
        ("en", "\n", "no"),
        ("en", "т\nn\n", "no"),
        ("en", "н\ny\n", "yes"),
        ("uk", "т\n", "yes"),
        ("uk", "Так\n", "yes"),
        ("uk", "yes\n", "yes"),
        ("uk", "н\n", "no"),
        ("uk", "ні\n", "no"),
        ("uk", "y\nн\n", "no"),
        ("uk", "n\nт\n", "yes"),
    ],
)
def test_a_letter_counts_in_its_own_language(language: str, typed: str, answer: str) -> None:
    """The keys of y and n type н and т in the other layout, where they mean the opposite."""
    with speaking(language):
        done = CliRunner().invoke(ask, input=typed)
    assert done.stdout == f"{answer}\n"
    asked = typed.count("\n")
    assert done.stderr.count(QUESTION) == asked, done.stderr
