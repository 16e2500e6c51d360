"""`turbosms campaign show`, `list` and `report`."""

from __future__ import annotations

import csv
import json
import stat
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.campaigns.kit import error_of, only_row, sentence_of
from tests.cli.example_campaigns import send_to_all
from tests.cli.running import rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.campaigns.kit import Make, Open
    from tests.cli.running import OpenTerminal, Run

A, B, C = "380501111111", "380502222222", "380503333333"


@pytest.fixture
def half_sent(make: Make, database: str) -> None:
    """Two have a message that is on the way, and one was refused."""
    make(A, B, C, "no number", state="running")
    send_to_all(database, [A, B, C], p380503333333=404)


@pytest.mark.usefixtures("half_sent")
def test_show(run: Run) -> None:
    progress = only_row(run("campaign", "show", "sale"))
    assert progress["type"] == "progress"
    assert (progress["name"], progress["state"], progress["rows"]) == ("sale", "finished", 4)
    counted = {state: number for state, number in progress["counts"].items() if number}
    assert counted == {"accepted": 2, "refused": 1, "invalid": 1}
    assert progress["spent"] == "0.00"
    assert [event["kind"] for event in progress["events"]] == ["created", "started", "finished"]


@pytest.mark.usefixtures("half_sent")
@pytest.mark.parametrize("command", [["show", "sale"], ["report", "sale"], ["list"]])
def test_on_a_narrow_terminal(command: list[str], terminal: OpenTerminal) -> None:
    screen = terminal("campaign", *command, columns=60)
    assert screen.wait() == 0
    lines = screen.text.replace("\r\n", "\n").splitlines()
    assert max(map(len, lines)) <= 60
    assert any("finished" in line for line in lines)


@pytest.mark.usefixtures("half_sent")
@pytest.mark.parametrize("command", [["show", "sale"], ["report", "sale"], ["list"]])
def test_colours(command: list[str], run: Run) -> None:
    assert "\x1b[" in run("campaign", *command, tty=True).stdout
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        shown = run("campaign", *command, tty=True, **env).stdout
        assert "\x1b[3" not in shown, "a colour"
    assert "\x1b" not in run("campaign", *command, "--no-json").stdout


@pytest.mark.usefixtures("half_sent")
def test_what_show_says_to_people(run: Run) -> None:
    lines = run("campaign", "show", "sale", "--no-json").stdout.splitlines()
    assert lines[0] == "sale: finished"
    assert "2     accepted  on the way: the delivery is not final" in lines
    assert "1     refused   were refused by the service" in lines
    assert "4     all rows" in lines
    assert any(line.startswith("Spent: 0.00 UAH") for line in lines)
    assert lines[-1].endswith("Finished: nobody is left to send to")


def test_what_it_waits_for(make: Make, opened: Open, run: Run) -> None:
    make(state="running")
    with opened() as campaigns:
        campaigns.get("sale").set(start_at="2031-01-08 10:00")
    lines = run("campaign", "show", "sale", "--no-json").stdout.splitlines()
    assert lines[0] == ("sale: running; the next chunk begins at 2031-01-08 10:00:00, Kyiv time")
    assert "0 recipients a minute, by no worker." in lines


def test_follow_prints_what_changes(make: Make, opened: Open, terminal: OpenTerminal) -> None:
    make(state="running")
    screen = terminal("campaign", "show", "sale", "--follow", "--json")
    first = screen.expect("}\r\n")
    with opened() as campaigns:
        campaigns.get("sale").cancel()
    assert screen.wait() == 0
    printed = rows(screen.text)
    assert json.loads(first) == printed[0]
    assert [row["state"] for row in printed] == ["running", "cancelled"]


def test_follow_shows_bars_that_go(make: Make, opened: Open, terminal: OpenTerminal) -> None:
    make(state="running")
    screen = terminal("campaign", "show", "sale", "--follow", columns=60)
    screen.expect("0 of 2")
    with opened() as campaigns:
        campaigns.get("sale").cancel()
    assert screen.wait() == 0
    last = screen.text.rpartition("sale: cancelled")[2]
    assert "━" not in last
    assert "2     cancelled" in last


def test_ctrl_c_ends_follow_and_nothing_else(
    make: Make, opened: Open, terminal: OpenTerminal
) -> None:
    make(state="running")
    screen = terminal("campaign", "show", "sale", "--follow", "--json")
    screen.expect("}\r\n")
    screen.interrupt()
    assert screen.wait() == 1
    assert '"error":"Interrupted"' in screen.text
    with opened() as campaigns:
        assert campaigns.get("sale").state == "running"


def test_list_has_the_newest_first(make: Make, run: Run) -> None:
    make(A, name="first")
    make(A, B, name="second", state="cancelled")
    listed = rows(run("campaign", "list").stdout)
    assert [(row["name"], row["state"], row["rows"]) for row in listed] == [
        ("second", "cancelled", 2),
        ("first", "draft", 1),
    ]
    head, second, first = run("campaign", "list", "--no-json").stdout.splitlines()
    assert head.split() == ["campaign", "status", "people", "sent", "delivered", "UAH", "created"]
    assert second.split()[:6] == ["second", "cancelled", "2", "0", "0", "0.00"]
    assert first.split()[:3] == ["first", "draft", "1"]


def test_a_list_of_nothing_is_no_line(run: Run, opened: Open) -> None:
    with opened():
        pass  # this makes the database
    done = run("campaign", "list", "--json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert sentence_of(run("campaign", "list", "--no-json")) == "There are none."


@pytest.mark.usefixtures("half_sent")
def test_the_figures_of_a_report(run: Run) -> None:
    figures = only_row(run("campaign", "report", "sale"))
    assert figures["type"] == "report"
    reasons = {(reason["state"], reason["code"]): reason for reason in figures["reasons"]}
    assert reasons["refused", 404]["recipients"] == 1
    shown = run("campaign", "report", "sale", "--no-json").stdout
    assert "1     refused  404" in shown
    assert "  Not a phone number." in shown


def table_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))


@pytest.mark.usefixtures("half_sent")
def test_files_of_a_report(run: Run, tmp_path: Path) -> None:
    files = {form: tmp_path / f"sale.{form}" for form in ("csv", "jsonl", "html")}
    options = [word for form, file in files.items() for word in (f"--{form}", str(file))]
    printed = rows(run("campaign", "report", "sale", *options).stdout)
    assert printed == [
        {"type": "report", "form": "csv", "file": str(files["csv"]), "rows": 4},
        {"type": "report", "form": "jsonl", "file": str(files["jsonl"]), "rows": 4},
        {"type": "report", "form": "html", "file": str(files["html"]), "rows": None},
    ]
    for file in files.values():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    states = ["accepted", "accepted", "refused", "invalid"]
    assert [row["state"] for row in table_of(files["csv"].read_text("utf-8"))] == states
    assert [row["state"] for row in rows(files["jsonl"].read_text("utf-8"))] == states
    assert "</html>" in files["html"].read_text("utf-8")


@pytest.mark.usefixtures("half_sent")
def test_a_report_to_stdout(run: Run) -> None:
    reasons = [
        row["reason"] for row in rows(run("campaign", "report", "sale", "--jsonl", "-").stdout)
    ]
    assert reasons[3] == "Not a phone number."
    assert len(table_of(run("campaign", "report", "sale", "--csv", "-", "--no-json").stdout)) == 4


@pytest.mark.usefixtures("half_sent")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--csv", "-", "--jsonl", "-"), "Only one form can be written to stdout."),
        (("--csv", "-"), "--json prints to stdout, and so does --csv -."),
        (("--html", "no/such/folder/x.html"), "folder"),
        (("--csv", "/"), "/"),
    ],
)
def test_a_report_that_cannot_be_written(
    options: tuple[str, ...], said: str, run: Run, tmp_path: Path
) -> None:
    before: Any = sorted(tmp_path.iterdir())
    done = run("campaign", "report", "sale", *options, "--json")
    assert done.returncode in {1, 2}
    assert said in error_of(done)["message"]
    assert said in sentence_of(done)
    assert sorted(tmp_path.iterdir()) == before
