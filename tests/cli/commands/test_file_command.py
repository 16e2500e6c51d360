"""`turbosms file`: files are stored once, one after the other, whatever comes in between."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.repeats import repeated
from tests.cli.running import rows
from tests.kit.control import Control
from tests.kit.processes import PIPE, SandboxProcess
from tests.kit.service import Site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import OpenTerminal, Run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command runs, with files of which one is none that the service takes."""
    for name in ("one.pdf", "two.png", "three.PDF", "tool.exe"):
        (tmp_path / name).write_bytes(f"content of {name}".encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_is_stored_and_found_again(run: Run, folder: Path) -> None:
    plain = run("file", "add", "one.pdf")
    assert plain.returncode == 0, plain.stderr
    (stored,) = rows(plain.stdout)
    size = (folder / "one.pdf").stat().st_size
    assert stored.items() >= {"name": "one.pdf", "size": size, "type": "application/pdf"}.items()
    known = run("file", "details", str(stored["id"]), "12345")
    assert known.returncode == 0
    assert [row["id"] for row in rows(known.stdout)] == [stored["id"], 12345]
    assert rows(known.stdout)[0] == {**stored, "name": f"{stored['id']}.pdf"}

    shown = run("file", "add", "one.pdf", tty=True)  # the account has it by now
    assert shown.returncode == 0
    for cell in (str(stored["id"]), "one.pdf", str(size), "application/pdf"):
        assert cell in shown.stdout
    details = run(
        "file", "details", str(stored["id"]), "99999", tty=True
    )  # what is known is printed, then the refusal
    assert details.returncode == 1
    assert details.stdout.index(str(stored["id"])) < details.stdout.index("417")


def test_several_files_are_stored_but_those_that_are_not_taken(
    run: Run, folder: Path, terminal: OpenTerminal
) -> None:
    names = ["one.pdf", "tool.exe", "two.png", "three.PDF"]
    partial = run("file", "add", *names)
    assert partial.returncode == 3
    found = rows(partial.stdout)
    assert [row["name"] for row in found if "id" in row] == ["one.pdf", "two.png", "three.PDF"]
    assert [(row["path"], row["code"]) for row in found if "id" not in row] == [("tool.exe", 419)]
    assert "tool.exe" in partial.stderr
    assert run("file", "add", "tool.exe", "tool.exe").returncode == 1
    assert run("file", "add", "one.pdf", "none.pdf").returncode == 2

    watched = terminal("file", "add", *names, stdout=PIPE)
    assert watched.process.stdout is not None
    piped = watched.process.stdout.read().decode()
    assert watched.wait() == 3
    assert len(rows(piped)) == 4
    shown = terminal("file", "add", "--no-json", *names, stdout=PIPE)
    assert shown.process.stdout is not None
    table = shown.process.stdout.read().decode()
    assert shown.wait() == 3
    assert "4/4" in shown.output  # progress stands on the terminal, and not in what is printed
    assert "4/4" not in table
    assert "\x1b" not in table
    assert table.splitlines()[0].split() == ["id", "name", "size", "type", "link"]
    assert len([line for line in table.splitlines() if line[:1].isdigit()]) == 3


def test_a_file_comes_from_stdin_or_another_name(run: Run, folder: Path) -> None:
    typed = rows(run("file", "add", "-", "--name", "list.csv", input="a;b\n").stdout)[0]
    assert (typed["name"], typed["size"], typed["type"]) == ("list.csv", 4, "text/csv")
    renamed = rows(run("file", "add", "tool.exe", "--name", "tool.txt").stdout)[0]
    assert (renamed["name"], renamed["type"]) == ("tool.txt", "text/plain")
    wrong = [
        ["-"],
        ["-", "one.pdf"],
        ["one.pdf", "two.png", "--name", "x.pdf"],
        [],
        ["one.pdf", "--url", "http://127.0.0.1/x.pdf"],
        ["--url", "x.pdf"],
        ["--url", "http://127.0.0.1/x.pdf", "--name", "x.pdf"],
    ]
    for arguments in wrong:
        refused = run("file", "add", *arguments, input="%PDF")
        assert (arguments, refused.returncode) == (arguments, 2)
        assert refused.stderr
    too_large = run("file", "add", "-", "--name", "x.txt", input="x" * (3 * 1024 * 1024 + 1))
    assert too_large.returncode == 2
    assert rows(too_large.stdout)[0]["code"] == 420


def test_the_service_fetches_a_url(run: Run, folder: Path) -> None:
    content = (folder / "one.pdf").read_bytes()
    with (
        Site({"/one.pdf": content}, media_type="application/pdf") as site,
        SandboxProcess("--allow-host", f"127.0.0.1:{site.port}") as process,
        Control(process.url) as elsewhere,
    ):
        url, there = f"{site.url}/one.pdf", partial(run, TURBOSMS_BASE_URL=process.url)
        fetched = there("file", "add", "--url", url)
        missing = there("file", "add", "--url", f"{site.url}/none.pdf")
        sent = there("send", "380501111111", "--viber", "TurboSMS", "--file", url)
        (message,) = elsewhere.messages()
    (row,) = rows(fetched.stdout)
    assert (row["name"], row["type"], row["source"]) == ("one.pdf", "application/pdf", url)
    assert sent.returncode == 0, sent.stderr
    fields = message.channel.fields
    assert (fields["file_id"], fields["caption"]) == (row["id"], "one.pdf")
    assert missing.returncode == 1
    assert rows(missing.stdout)[0]["code"] == 418


def again(shown: str, environment: dict[str, str]) -> Any:
    """The files of the last command of an output, run as it is printed."""
    done = repeated(shown, environment)
    assert done.returncode == 0, done.stderr
    return rows(done.stdout)


def test_ctrl_c_prints_what_is_stored_and_the_command_for_the_rest(
    folder: Path, terminal: OpenTerminal, control: Control, environment: dict[str, str], run: Run
) -> None:
    (folder / "-first one.pdf").write_bytes(b"content of the first")
    control.fault("file/add", "delay", seconds=0)
    control.fault("file/add", "delay", seconds=60)
    cut = terminal(
        "file", "add", "--json", "--", "-first one.pdf", "two.png", "three.PDF", columns=400
    )
    cut.expect('"name":"-first one.pdf"')
    control.wait_until_met()
    cut.interrupt()
    assert cut.wait() == 4
    finished = again(cut.text, environment)
    assert [row["name"] for row in finished] == ["-first one.pdf", "two.png", "three.PDF"]
    # The file of the request that was cut off was stored then, and is the same now.
    assert [row["id"] for row in finished] == [finished[0]["id"] + number for number in range(3)]


def test_an_unknown_outcome_ends_with_the_command_that_finds_out(
    run: Run, folder: Path, control: Control, environment: dict[str, str]
) -> None:
    reported: dict[str, Any] = {}
    for paths in (["one.pdf"], ["two.png", "three.PDF"]):
        control.fault("file/add", "http_after", status=404)
        unknown = run("file", "add", *paths)
        assert unknown.returncode == 4
        reported = rows(unknown.stdout)[-1]
        assert reported["repeat"] in unknown.stderr
        assert [row["name"] for row in again(unknown.stderr, environment)] == paths
    # A number belongs to its path: without the first, the second still is what it was.
    (folder / "three.PDF").write_bytes(b"something else by now")
    sequence_id = ["--sequence-id", reported["sequence_id"]]
    changed = rows(run("file", "add", "three.PDF", "three.PDF", *sequence_id).stdout)
    assert {row["size"] for row in changed} == {len(b"content of three.PDF")}


def test_what_concerns_all_files_is_said_once(run: Run, folder: Path) -> None:
    refused = run("file", "add", "one.pdf", "two.png", "three.PDF", TURBOSMS_TOKEN="wrong")
    assert refused.returncode == 1
    assert [row["error"] for row in rows(refused.stdout)] == ["AuthenticationError"]
    assert "0 of 3" in refused.stderr
