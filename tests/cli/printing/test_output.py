"""What goes to stdout: tables or JSON lines, whoever reads it, and whatever becomes of it."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.running import rows
from tests.kit import processes
from turbosms_api.tables.result_codes import ResultCode
from turbosms_cli.printing.values import shown

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.cli.running import OpenTerminal, Run
    from tests.kit.control import Control

SENDERS = ("chat", "senders")
URL = "https://turbosms-client.github.io/codes/#code-414"


@pytest.fixture
def shell(environment: dict[str, str]) -> Any:
    """Run a line of bash in which `turbosms` is the command."""

    def call(line: str, **env: str) -> subprocess.CompletedProcess[str]:
        script = f'turbosms() {{ "{sys.executable}" -m turbosms_cli "$@"; }}\n{line}\n'
        return processes.run("bash", "-c", script, env={**environment, **env})

    return call


def test_tables_on_a_terminal_and_json_lines_elsewhere(run: Run) -> None:
    assert "\x1b[1m" in run(*SENDERS, tty=True).stdout
    plain = run(*SENDERS).stdout
    assert "\x1b" not in plain
    assert len(rows(plain)) > 2
    assert rows(run(*SENDERS, "--json", tty=True).stdout) == rows(plain)
    table = run(*SENDERS, "--no-json").stdout
    assert "\x1b" not in table
    assert table.split()[:3] == ["id", "name", "status"]


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_if_it_is_not_wanted(run: Run, env: dict[str, str]) -> None:
    shown = run(*SENDERS, tty=True, **env).stdout
    assert "\x1b[3" not in shown
    assert "TurboSMS" in shown


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_a_narrow_window_loses_nothing(terminal: OpenTerminal, run: Run, columns: int) -> None:
    screen = terminal("codes", "414", columns=columns)
    assert screen.wait() == 0
    lines = screen.text.splitlines()
    assert max(map(len, lines)) <= columns
    place = lines[0].index("NOT_" if columns > 20 else "NO")
    meaning = "".join(ResultCode(414).meaning.split())
    assert meaning in "".join("".join(line[place:].split()) for line in lines)


def test_what_has_no_room_beside_stands_below(terminal: OpenTerminal, run: Run) -> None:
    """An id or an address that was broken in the middle of a column could not be copied."""
    options = ("380501111111", "380000000404", "--sms", "TurboSMS", "--text", "Hello")
    for columns in (40, 60, 80, 200):
        screen = terminal("send", *options, "--sequence-id", "narrow", columns=columns)
        assert screen.wait() == 3
        (message,) = re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", screen.text)
        assert (
            message
            == rows(run("send", *options, "--sequence-id", "narrow").stdout)[0]["message_id"]
        )
        screen = terminal("file", "details", "12345", columns=columns)
        assert screen.wait() == 0
        assert rows(run("file", "details", "12345").stdout)[0]["link"][: columns - 2] in screen.text


def test_sentences_break_between_words(terminal: OpenTerminal) -> None:
    for columns in (40, 60):
        screen = terminal("balance", columns=columns, TURBOSMS_TOKEN="nobody")
        assert screen.wait() == 1
        *sentences, more = screen.text.splitlines()
        assert more == "More: turbosms codes 105"
        assert max(map(len, sentences)) <= columns
        assert "it may have been replaced in the account's settings." in " ".join(sentences)


def test_nothing_found_is_said(run: Run) -> None:
    for command in (("chat", "recipients", "--sender", "TurboSMS"), ("chat", "messages")):
        done = run(*command, "--no-json")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "There are none.\n")
        assert run(*command).stderr == ""


def test_a_pipe_gives_every_line_at_once(run: Run) -> None:
    """Each object is complete, on a line of its own, and in UTF-8 if the output is in that."""
    for row, code in zip(rows(run("codes", "--json").stdout), [0, 1, 103], strict=False):
        assert row["code"] == code
    done = run("codes", "414", "--json", PYTHONIOENCODING="ascii")
    assert rows(done.stdout)[0]["help_url"] == URL


def test_letters_that_the_output_cannot_show(run: Run, control: Control) -> None:
    text = "Їжак 🦔"
    assert run("send", "380501111111", "--sms", "TurboSMS", "--text", text, "--yes").returncode == 0
    for encoding in ("ascii", "cp1251"):
        done = run(
            "send",
            "380501111111",
            "--sms",
            "TurboSMS",
            "--text",
            text,
            "--dry-run",
            PYTHONIOENCODING=encoding,
        )
        assert done.returncode == 0
        assert text in json.dumps(rows(done.stdout), ensure_ascii=False)
        table = run(
            "send",
            *("380501111111", "--sms", "TurboSMS", "--text", text, "--dry-run", "--no-json"),
            PYTHONIOENCODING="ascii",
        )
        assert table.returncode == 0
        assert "\\U0001f994" in table.stdout


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("turbosms codes | head -n 1", [0, 0]),
        ("turbosms spec | true", [0, 0]),
        ("turbosms completion bash | true", [0, 0]),
        ("turbosms send --help | true", [0, 0]),
        ("turbosms codes | true", [0, 0]),
        ("turbosms balance | true", [0, 0]),
        ("turbosms codes --json | true", [0, 0]),
        ("TURBOSMS_TOKEN=nobody turbosms balance | true", [1, 0]),
    ],
)
def test_a_reader_who_leaves(shell: Any, line: str, codes: list[int]) -> None:
    done = shell(f"{line}; echo ${{PIPESTATUS[@]}}")
    assert done.stdout.splitlines()[-1] == " ".join(map(str, codes))
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr
    assert (done.stderr == "") == (codes[0] == 0)


@pytest.mark.parametrize(
    "command", ["codes", "codes --json", "balance", "--help", "balance --help", "--version"]
)
@pytest.mark.parametrize(
    ("where", "why"), [(">/dev/full", "No space left on device"), (">&-", "Bad file descriptor")]
)
def test_output_that_cannot_be_written(shell: Any, command: str, where: str, why: str) -> None:
    done = shell(f"turbosms {command} {where}")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"The output cannot be written: {why}.\n"


def test_what_changes_something_goes_on(shell: Any, control: Control) -> None:
    """Its exit code tells what came of that."""
    for number, where in enumerate((">/dev/full", ">&-", "| true", "2>&-", ">&- 2>&- <&-")):
        line = (
            f"turbosms send 38050111111{number} --sms TurboSMS --text Hello {where}; "
            "echo ${PIPESTATUS[0]}"
        )
        done = shell(line)
        assert done.stdout.split()[-1] == "0", done.stderr
        assert "Traceback" not in done.stderr
        assert done.stderr.count("cannot be written") == (number < 2)
        assert len(control.messages()) == number + 1


def test_closed_streams_do_not_lend_their_numbers(shell: Any) -> None:
    done = shell("turbosms balance --no-json <&- 2>&-; unset TURBOSMS_TOKEN; turbosms balance <&-")
    assert done.stdout == "10000.00 UAH\n"
    assert done.returncode == 2
    assert "There is no token" in done.stderr


def test_texts_of_strangers_move_no_cursor() -> None:
    assert (
        shown("a\x1b[2J\x9b\x07\r\x00\u202e\u2066\ufeffb")
        == "a\\x1b[2J\\x9b\\x07\\r\\x00\\u202e\\u2066\\ufeffb"
    )
    assert shown("Їжак — 5 €\n№\u00a07 👩\u200d👧 🦔") == "Їжак — 5 €\n№\u00a07 👩\u200d👧 🦔"
    for letter in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} and letter != "\n":
            assert shown(letter) != letter


def test_what_the_system_refuses_is_said(shell: Any) -> None:
    done = shell("ulimit -f 0; turbosms send 380501111111 --sms TurboSMS --text Hello")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        "The command cannot continue: No usable temporary directory found"
    )
    assert "Traceback" not in done.stderr


def test_ctrl_c_at_the_start(run: Run, tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n")
    done = run("balance", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "Interrupted.\n")


def test_whoever_waits_is_told_that_it_is_tried_again(
    terminal: OpenTerminal, run: Run, control: Control
) -> None:
    control.fault("user/balance", "drop_before")
    shown = terminal("balance")
    shown.expect("Attempt 2 of")
    assert shown.wait() == 0
    control.fault("user/balance", "drop_before")
    assert run("balance").stderr == ""
