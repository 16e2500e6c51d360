"""Whatever stands in a table, no command lets it move the cursor."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import rows
from tests.cli.terminal_attack import HOSTILE, harmless

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.campaigns.kit import Open
    from tests.cli.running import OpenTerminal, Run

WORDS = [
    ["campaign", "check", "sale"],
    ["campaign", "show", "sale"],
    ["campaign", "list"],
    ["campaign", "report", "sale"],
    ["campaign", "report", "sale", "--csv", "-"],
    ["campaign", "report", "sale", "--jsonl", "-"],
    ["campaign", "report", "sale", "--html", "-"],
    ["suppress", "list"],
    ["suppress", "export", "-"],
]


@pytest.fixture
def _hostile(tmp_path: Path, opened: Open, run: Run) -> None:
    """A campaign of a table in which everything is hostile, and a list of suppressions."""
    table = tmp_path / f"{HOSTILE}.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["phone", "name", f"note{HOSTILE}"])
        writer.writerow(["380501111111", f"Olha{HOSTILE}!", HOSTILE])
        writer.writerow([f"number{HOSTILE}", HOSTILE, HOSTILE])
        writer.writerow(["380502222222", "Ivan", HOSTILE])
    done = run("suppress", "add", "380502222222", "--reason", f"asked{HOSTILE}!")
    assert done.returncode == 0, done.stderr
    message = ("--sms", "TurboSMS", "--text", "Hi {name}")
    options = (*message, "--keep", f"note{HOSTILE}", "--exclude", str(table))
    done = run("campaign", "create", "sale", "--from", str(table), *options)
    assert done.returncode == 1, "everybody is in the exclusion file"
    harmless(done.stdout)
    assert run("campaign", "delete", "sale", "--yes").returncode == 0
    done = run("campaign", "create", "sale", "--from", str(table), *options[:-2])
    assert done.returncode == 0, done.stderr
    harmless(done.stdout)


@pytest.mark.usefixtures("_hostile")
def test_on_a_terminal(terminal: OpenTerminal) -> None:
    for words in WORDS:
        screen = terminal(*words)
        assert screen.wait() == 0, screen.text
        harmless(screen.output)


@pytest.mark.usefixtures("_hostile")
def test_in_json_a_text_stays_itself(run: Run) -> None:
    check = rows(run("campaign", "check", "sale", "--json").stdout)[0]
    assert check["samples"][0]["channels"][0]["text"] == f"Hi Olha{HOSTILE}!"
    printed = run("suppress", "list", "--json").stdout
    harmless(printed)
    assert rows(printed)[0]["reason"] == f"asked{HOSTILE}!"
