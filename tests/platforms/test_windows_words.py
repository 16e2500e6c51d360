"""Command lines as Windows writes them, where a backslash belongs to a path."""

from __future__ import annotations

import sys

import pytest

from turbosms_cli.webhooks.event_command import _split, words_of

LINES = {
    r"C:\tools\notify.exe --to me": [r"C:\tools\notify.exe", "--to", "me"],
    r'"C:\Program Files\notify.exe" "two words" #3': [
        r"C:\Program Files\notify.exe",
        "two words",
        "#3",
    ],
    r"notify 'C:\a b\'": ["notify", "C:\\a b\\"],
}


@pytest.mark.parametrize("line", LINES)
def test_backslashes_stay_on_windows(line: str) -> None:
    assert _split(line, is_windows=True) == LINES[line]


def test_elsewhere_a_backslash_escapes() -> None:
    assert _split(r"notify a\ b \"c\" #3", is_windows=False) == ["notify", "a b", '"c"', "#3"]


def test_the_program_of_this_python_is_found() -> None:
    command = f'"{sys.executable}" -c pass'
    assert words_of(command) == (sys.executable, "-c", "pass")
