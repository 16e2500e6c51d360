"""`turbosms suppress`: numbers that get nothing, in and out."""

from __future__ import annotations

import csv
import datetime as dt
import io
import stat
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from tests.cli.campaigns.kit import error_of, only_row, sentence_of
from tests.cli.running import rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.campaigns.kit import Make, Open
    from tests.cli.running import Run

A, B, C = "380501111111", "380502222222", "380503333333"


def listed(run: Run) -> dict[str, Any]:
    """The list by number, without the times."""
    return {
        row["phone"]: (row["reason"], row["source"]) for row in rows(run("suppress", "list").stdout)
    }


def test_add_list_remove(run: Run) -> None:
    added = run("suppress", "add", A, "+38 (050) 222-22-22")
    assert only_row(added) == {"type": "suppressions", "added": 2}
    again = run("suppress", "add", A, C, "--reason", "asked by mail", "--no-json")
    assert again.stdout == "1 added, 1 were there.\n"
    assert listed(run) == {
        A: ("manual", "the command line"),
        B: ("manual", "the command line"),
        C: ("asked by mail", "the command line"),
    }
    removed = run("suppress", "remove", "050 222 22 22", "380504444444")
    assert only_row(removed) == {"type": "suppressions", "removed": 1}
    assert set(listed(run)) == {A, C}


def test_what_is_listed_for_people(run: Run) -> None:
    run("suppress", "add", A)
    run("suppress", "remove", A)
    assert run("suppress", "list", "--no-json").stderr == "There are none.\n"
    run("suppress", "add", A)
    head, line = run("suppress", "list", "--no-json").stdout.splitlines()
    assert head.split() == ["phone", "reason", "source", "added_at"]
    (as_json,) = rows(run("suppress", "list").stdout)
    added_at = dt.datetime.fromisoformat(as_json["added_at"]).astimezone(ZoneInfo("Europe/Kyiv"))
    assert line == f"{A}  manual  the command line  {added_at:%Y-%m-%d %H:%M:%S}"


def test_it_holds_for_campaigns(run: Run, make: Make, opened: Open) -> None:
    run("suppress", "add", A)
    make(A, B)
    with opened() as campaigns:
        first, second = campaigns.get("sale").recipients()
    assert (first.state, second.state) == ("suppressed", "ready")


def test_out_and_in_again(run: Run, tmp_path: Path) -> None:
    run("suppress", "add", A, "--reason", "asked by mail")
    run("suppress", "add", B)
    file = tmp_path / "suppressed.csv"
    assert only_row(run("suppress", "export", str(file))) == {"type": "suppressions", "written": 2}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = listed(run)
    run("suppress", "remove", A, B)
    assert listed(run) == {}
    assert only_row(run("suppress", "import", str(file))) == {"type": "suppressions", "added": 2}
    assert listed(run) == before


def test_through_pipes(run: Run) -> None:
    done = run("suppress", "import", "-", "--reason", "old system", input=f"tel\n{A}\n{B}\n")
    assert done.returncode == 0, done.stderr
    printed = run("suppress", "export", "-", "--no-json").stdout
    table = list(csv.DictReader(io.StringIO(printed.removeprefix("\ufeff"))))
    assert [(row["phone"], row["reason"]) for row in table] == [
        (A, "old system"),
        (B, "old system"),
    ]


def test_a_column_is_chosen(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(f"home;work\n{A};{B}\n")
    assert run("suppress", "import", str(file), "--column", "work").returncode == 0
    assert set(listed(run)) == {B}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", A, "no number"), "phone number"),
        (("remove", "no number"), "phone number"),
        (("import", "mixed.txt"), "mixed.txt"),
        (("import", "missing.csv"), "missing.csv"),
        (
            ("import", "mixed.txt", "--column", "tel"),
            "There is no column 'tel' in mixed.txt. It has no",
        ),
        (("export", "-"), "--json prints to stdout"),
        (("export", "no/such/folder.csv"), "folder.csv"),
    ],
)
def test_bad_input_changes_nothing(
    arguments: tuple[str, ...], said: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mixed.txt").write_text(f"{B}\nno number\n")
    run("suppress", "add", C)
    done = run("suppress", *arguments, "--json")
    assert done.returncode in {1, 2}
    assert said in error_of(done)["message"]
    assert said in sentence_of(done)
    assert set(listed(run)) == {C}


@pytest.mark.parametrize("words", [("remove", A), ("export", "out.csv")])
def test_without_a_database(words: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    done = run("suppress", *words, "--json")
    assert done.returncode == 2
    assert "There is no database" in error_of(done)["message"]
    assert list(tmp_path.iterdir()) == []
