"""`turbosms webhook listen --exec`: a command for each event, and what follows if it fails."""

from __future__ import annotations

import json
import os
import shlex
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import rows
from tests.kit.processes import PIPE
from tests.kit.waiting import wait_for
from tests.webhooks.calls import SECRET, as_json, call, report

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Run
    from tests.cli.webhooks.conftest import Listen, ListenOnTerminal

PYTHON = shlex.quote(sys.executable)
NASTY = "\x1b[2J\x9b$(touch made) `touch made` ; touch made\n' \" \\ %s %n --option"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the commands run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def program(folder: Path, text: str) -> str:
    """A command that runs a text of Python."""
    file = folder / "program.py"
    file.write_text(f"import json, os, pathlib, signal, sys, time\n{text}", "utf-8")
    return f"{PYTHON} -IS program.py"


def test_it_gets_each_event_as_it_is_printed(listen: Listen, folder: Path) -> None:
    listening = listen("--exec", "tee -a events.jsonl")
    for name in ("m-1", "m-2"):
        assert listening.tell(name) == 200
    listening.rows(2)
    ended = listening.stop()
    assert (ended.code, len(rows(ended.stdout))) == (0, 2)
    assert (folder / "events.jsonl").read_text("utf-8") == ended.stdout
    assert ended.stdout in ended.stderr.replace("Listening", ""), "what tee prints is on stderr"


@pytest.mark.parametrize("as_json_lines", ["--json", "--no-json"])
def test_no_text_of_a_stranger_is_run_or_moves_the_cursor(
    listen_on_terminal: ListenOnTerminal, folder: Path, as_json_lines: str
) -> None:
    """Not even if the command prints it as it is."""
    command = program(folder, "print(json.load(sys.stdin)['raw']['text'])")
    listening = listen_on_terminal(as_json_lines, "--exec", command)
    screen = listening.screen
    assert listening.post(as_json(call(data={"text": NASTY}, type="NEW"))) == 200
    # The event's line does not wait for what the command has printed, and may come between it.
    screen.expect_in_any_order(
        "\\x1b[2J\\x9b$(touch made)",
        "' \" \\ %s %n --option\r\n",
        "unknown_event" if as_json_lines == "--json" else "NEW",
    )
    screen.interrupt()
    assert screen.wait() == 0
    assert "\x1b[2J" not in screen.output
    assert "\x9b" not in screen.output
    assert not (folder / "made").exists()


def test_there_is_no_shell_unless_it_is_named(listen: Listen, folder: Path) -> None:
    """A variable, a pattern and a pipe are words like others."""
    command = program(folder, "pathlib.Path('argv').write_text(json.dumps(sys.argv[1:]))")
    listening = listen("--exec", f"{command} $HOME '*' \"a b\" | cat > made")
    assert listening.tell("m-1") == 200
    listening.rows(1)
    words = json.loads((folder / "argv").read_text())
    assert words == ["$HOME", "*", "a b", "|", "cat", ">", "made"]
    assert not (folder / "made").exists()
    shell = listen("--exec", "sh -c 'grep -c DELIVRD > made'")
    assert shell.tell("m-1") == 200
    shell.rows(1)
    assert (folder / "made").read_text() == "1\n"


def test_one_that_reads_nothing_has_succeeded(listen: Listen) -> None:
    listening = listen("--exec", "true")
    data = [report(message_id="m-1"), {**report(message_id="m-2"), "text": "x" * 500_000}]
    assert listening.post(as_json(call(data=data))) == 200
    assert len(listening.rows(2)) == 2


def test_after_a_failure_it_is_run_again_and_the_event_is_printed_once(
    listen: Listen, folder: Path
) -> None:
    fails = (
        "event = json.load(sys.stdin)\n"
        "with open('seen', 'a') as seen:\n"
        "    seen.write(event['message_id'] + event['status'] + '\\n')\n"
        "print('Cannot', file=sys.stderr)\n"
        "sys.exit(3 if event['message_id'] == 'm-1' and not os.path.exists('works') else 0)"
    )
    listening = listen("--exec", program(folder, fails))
    assert listening.tell("m-1", "Sent") == 200
    wait_for(lambda: "ended with exit code 3 (event DLR_SMS_API)" in listening.stderr)
    assert listening.tell("m-1", "DELIVRD") == 200
    assert listening.tell("m-2") == 200
    (other,) = listening.rows(1)
    assert other["message_id"] == "m-2", "other messages go on"
    (folder / "works").touch()
    printed = listening.rows(3)
    assert [row["status"] for row in printed[1:]] == ["Sent", "Delivered"], "in order"
    ended = listening.stop()
    assert (ended.code, len(rows(ended.stdout))) == (0, 3)
    assert "Cannot\n" in ended.stderr
    assert "m-1" not in ended.stderr
    seen = (folder / "seen").read_text().splitlines()
    assert seen.count("m-1Delivered") == seen.count("m-2Delivered") == 1
    assert seen.count("m-1Sent") >= 2
    assert f"; {seen.count('m-1Sent') - 1} failure" in ended.stderr


def test_what_fails_to_the_end_is_exit_code_1_and_kept(listen: Listen, folder: Path) -> None:
    database = folder / "webhooks.db"
    listening = listen("--exec", "false", "--database", database)
    assert listening.tell("m-1") == 200
    wait_for(lambda: "false ended with exit code 1" in listening.stderr)
    ended = listening.stop()
    assert (ended.code, ended.stdout) == (1, "")
    assert (
        f"1 event not handled; they are kept for the next start in:\n  {database}\n" in ended.stderr
    )
    assert len(listen("--exec", "true", "--database", database).rows(1)) == 1


def test_in_a_temporary_file_it_says_that_they_are_lost(listen: Listen) -> None:
    listening = listen("--exec", "false")
    assert listening.tell("m-1") == 200
    wait_for(lambda: "exit code 1" in listening.stderr)
    assert "1 event not handled, and lost: --database FILE would keep them." in (
        listening.stop().stderr
    )


def test_one_that_is_killed_or_cannot_be_started(listen: Listen, folder: Path) -> None:
    kills_itself = program(folder, "os.kill(os.getpid(), signal.SIGKILL)")
    listening = listen("--exec", kills_itself)
    assert listening.tell("m-1") == 200
    wait_for(lambda: "was ended by signal 9" in listening.stderr)
    assert listening.stop().code == 1
    script = folder / "script"
    script.write_text("#!/no/such/interpreter\n")
    script.chmod(0o700)
    listening = listen("--exec", "./script")
    assert listening.tell("m-1") == 200
    wait_for(lambda: "cannot be started: No such file or directory" in listening.stderr)
    assert listening.stop().code == 1


# It ends by itself some day, if a test fails before it tells it to go on.
SLOW = """
pathlib.Path('begun').write_text(str(os.getpid()))
for _ in range(30_000):
    if os.path.exists('goes on'):
        break
    time.sleep(0.01)
pathlib.Path('finished').touch()
"""


STUBBORN = "signal.signal(signal.SIGTERM, lambda *_: pathlib.Path('asked to end').touch())"


def test_ctrl_c_lets_it_come_to_its_end(listen_on_terminal: ListenOnTerminal, folder: Path) -> None:
    """The terminal sends it to all programs in the foreground, of which the command is none."""
    listening = listen_on_terminal("--exec", program(folder, SLOW))
    screen = listening.screen
    for name in ("1", "2"):
        assert listening.post(as_json(call(name, report(message_id=name)))) == 200
    wait_for((folder / "begun").exists)
    screen.interrupt()
    screen.expect("Handling what has come; press Ctrl-C again to end at once.")
    (folder / "goes on").touch()
    assert screen.wait() == 0
    assert (folder / "finished").exists()
    assert "Handled 2 events." in screen.text, "what has been answered is handled"


@pytest.mark.parametrize("is_stubborn", [False, True])
def test_ctrl_c_again_ends_it(
    listen_on_terminal: ListenOnTerminal, listen: Listen, folder: Path, is_stubborn: bool
) -> None:
    database = str(folder / "webhooks.db")
    command = program(folder, f"{STUBBORN if is_stubborn else ''}{SLOW}")
    listening = listen_on_terminal("--exec", command, "--database", database)
    screen = listening.screen
    assert listening.post(as_json(call())) == 200
    wait_for((folder / "begun").exists)
    screen.interrupt()
    screen.expect("press Ctrl-C again to end at once.")
    screen.interrupt()
    if is_stubborn:
        wait_for((folder / "asked to end").exists)
        screen.interrupt()
    assert screen.wait() == 1
    assert "1 event not handled; they are kept" in screen.text
    assert not (folder / "finished").exists()
    (folder / "goes on").touch()
    assert len(listen("--exec", command, "--database", database).rows(1)) == 1


def test_a_program_that_it_leaves_running_delays_nothing(listen: Listen, folder: Path) -> None:
    listening = listen("--exec", "sh -c 'sleep 600 & echo $! > child'")
    assert listening.tell("m-1") == 200
    assert len(listening.rows(1)) == 1
    assert listening.stop().code == 0
    os.kill(int((folder / "child").read_text()), signal.SIGKILL)


def test_its_reader_may_go(listen_on_terminal: ListenOnTerminal, folder: Path) -> None:
    """The command goes on to be run, as all do that change something."""
    listening = listen_on_terminal("--exec", "tee -a events.jsonl", stdout=PIPE)
    screen = listening.screen
    assert screen.process.stdout is not None
    screen.process.stdout.close()
    for name in ("1", "2"):
        assert listening.post(as_json(call(name, report(message_id=name)))) == 200
    wait_for((folder / "events.jsonl").exists)
    wait_for(lambda: len((folder / "events.jsonl").read_text().splitlines()) == 2)
    screen.interrupt()
    assert screen.wait() == 0
    assert "Handled 2 events." in screen.text


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "it is empty"),
        ("  ", "it is empty"),
        ("'", "a quote is not closed"),
        ("no-such-program --option", "there is no program 'no-such-program'"),
        ("''", "there is no program ''"),
        ("./no-such-file", "there is no program './no-such-file'"),
        ("#", "there is no program '#'"),
    ],
)
def test_a_command_that_is_none(run: Run, command: str, said: str) -> None:
    done = run("webhook", "listen", "--exec", command, "--json", TURBOSMS_WEBHOOK_SECRET=SECRET)
    assert done.returncode == 2
    (error,) = rows(done.stdout)
    assert (error["error"], error["parameter"]) == ("UsageError", "--exec")
    assert said in error["message"]
