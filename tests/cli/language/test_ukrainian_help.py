"""The help of every command in Ukrainian: no English, and as wide as the window."""

from __future__ import annotations

import json
import sys

import pytest

from tests.cli.language.english_words import english_words
from tests.kit import processes

_PROGRAM = """
import json
import click
from tests.cli.every_command import every
from turbosms_cli.language.click_texts import speak_for_click
from turbosms_cli.root import turbosms
from turbosms_languages import set_language

set_language("uk")
speak_for_click()
found = {}
for path, command in {(): turbosms, **dict(every(turbosms))}.items():
    name = " ".join(("turbosms", *path))
    context = click.Context(command, info_name=name, terminal_width=60)
    found[name] = command.get_help(context)
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def helps() -> dict[str, str]:
    """The help of each command, for a window of 60 columns."""
    printed = processes.output(
        sys.executable, "-c", _PROGRAM, cwd=processes.ROOT, env={"TURBOSMS_LANG": "uk"}
    )
    found: dict[str, str] = json.loads(printed)
    return found


def test_no_help_has_english_words(helps: dict[str, str]) -> None:
    wrong = {name: english_words(text, "po", "is") for name, text in helps.items()}
    assert {name: words for name, words in wrong.items() if words} == {}
    assert len(helps) == 47


def test_every_help_is_in_ukrainian(helps: dict[str, str]) -> None:
    for text in helps.values():
        assert text.startswith("Використання: turbosms")
        assert "Показати цю довідку." in text


def test_no_line_is_too_wide(helps: dict[str, str]) -> None:
    """But for examples, which have to be copied."""
    for name, text in helps.items():
        for line in text.splitlines():
            is_example = line.startswith(("    ", "Використання"))
            assert len(line) <= 60 or is_example, (name, line)


def test_examples_are_those_of_the_english_help(helps: dict[str, str]) -> None:
    """Commands and options are the same; only texts for recipients are translated."""
    assert '--text "Ваш код 4821"' in helps["turbosms send"]
    assert (
        "turbosms webhook check --secret-file secret.txt < call.json"
        in (helps["turbosms webhook check"])
    )
    assert "export TURBOSMS_TOKEN=sandbox TURBOSMS_BASE_URL=http" in helps["turbosms"]
