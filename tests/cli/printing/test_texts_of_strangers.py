"""Nothing of a stranger moves the cursor of a terminal, wherever it comes from; in JSON a text
stays itself.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import turbosms_cli
from tests.cli.running import rows
from tests.cli.terminal_attack import HOSTILE, harmless
from tests.cli.workbooks import xlsx
from tests.kit import processes
from tests.kit.forwarding import Exchange, Forwarding

if TYPE_CHECKING:
    from tests.cli.running import OpenTerminal, Run
    from tests.kit.control import Control

A, B = "380501111111", "380502222222"
SMS = ("--sms", "TurboSMS", "--text", "Hello")


def test_a_line_break_of_a_stranger_begins_no_line(run: Run) -> None:
    for words in (
        ["send", "--from", "x\nError: all is well\ty", *SMS],
        ["balance", "--profile", "x\nError: all is well"],
        ["send", A, "--sms", "x\nError: all is well" * 3, "--text", "x"],
    ):
        assert "\nError: all is well" not in run(*words).stderr
    assert "Choose from: bash, zsh, fish" in run("completion").stderr


def test_every_text_leaves_by_one_place() -> None:
    """stdout by `Output`, stderr by `streams.say`; the rest are texts of ours."""
    source = Path(turbosms_cli.__file__).parent
    found = set()
    for file in source.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            writes = r"print|sys\.std\w+\.write|click\.(echo|secho|style|prompt|confirm)|\w+\.show"
            if re.fullmatch(writes, called):
                found.add((file.name, called))
    assert {one for one in found if not one[1].endswith("output.show")} == {
        ("output.py", "sys.stdout.write"),
        ("streams.py", "sys.stderr.write"),
        ("extras.py", "sys.stdout.write"),
        ("extras.py", "sys.stderr.write"),
        ("settings.py", "click.prompt"),
        ("asking.py", "click.prompt"),
        ("asking.py", "click.echo"),
        ("stdout_files.py", "sys.stdout.write"),
        ("spec.py", "click.echo"),
        ("completion.py", "click.echo"),
        ("output.py", "self.show"),
    }


DATABASE = ("--db", "sqlite:///c.db")
PEOPLE = ("campaign", "create", "a", "--from", "table.csv", *DATABASE)
CALLS: dict[str, list[str]] = {
    "command": [HOSTILE],
    "command of a group": ["chat", HOSTILE],
    "option": ["send", f"--{HOSTILE}"],
    "choice": ["completion", HOSTILE],
    "argument": ["chat", "messages", HOSTILE],
    "number": ["send", HOSTILE, *SMS],
    "code": ["codes", HOSTILE],
    "time": ["send", A, *SMS, "--at", HOSTILE],
    "ttl": ["send", A, "--viber", "S", "--text", "x", "--ttl", HOSTILE],
    "sender": ["send", A, "--sms", HOSTILE, "--text", "Hello"],
    "sequence id": ["send", A, *SMS, "--sequence-id", HOSTILE * 9],
    "price": ["send", A, *SMS, "--dry-run", "--price", HOSTILE],
    "price of a rate": ["send", A, *SMS, "--dry-run", "--price", f"{HOSTILE}={HOSTILE}"],
    "text": ["send", A, "--sms", HOSTILE[:9], "--text", HOSTILE, "--dry-run"],
    "link": ["send", A, "--viber", "S", "--text", "x", "--button", HOSTILE, HOSTILE],
    "file to send": ["send", A, "--viber", "S", "--file", HOSTILE],
    "source": ["send", "--from", HOSTILE, *SMS],
    "encoding": ["send", "--from", "list.txt", *SMS, "--encoding", HOSTILE],
    "delimiter": ["send", "--from", "list.txt", *SMS, "--column", "1", "--delimiter", HOSTILE],
    "column": ["send", "--from", "list.txt", *SMS, "--column", HOSTILE],
    "lines": ["send", "--from", "list.txt", *SMS],
    "headings": ["send", "--from", "table.csv", *SMS, "--column", "x"],
    "two headings": ["send", "--from", "table.csv", *SMS, "--column", HOSTILE],
    "cells": ["send", "--from", "table.csv", *SMS, "--column", "2"],
    "sheets": ["send", "--from", "book.xlsx", *SMS, "--column", "x"],
    "name of a table": ["send", "--from", f"{HOSTILE}.csv", *SMS, "--column", "x"],
    "name of a book": ["send", "--from", f"{HOSTILE}.xlsx", *SMS],
    "ids": ["status", "--from", "list.txt"],
    "broken JSON": ["status", "--from", "broken.json"],
    "id": ["status", HOSTILE],
    "file to store": ["file", "add", HOSTILE],
    "names of files": ["file", "add", f"{HOSTILE}.csv", f"{HOSTILE}.xlsx"],
    "address of a file": ["file", "add", "--url", HOSTILE],
    "profile": ["balance", "--profile", HOSTILE],
    "address": ["balance", "--base-url", HOSTILE],
    "sender of chats": ["chat", "recipients", "--sender", HOSTILE],
    "state": ["sandbox", "--port", "0", "--state", f"{HOSTILE}/x"],
    "host": ["sandbox", "--port", "0", "--host", HOSTILE],
    "command for events": ["webhook", "listen", "--exec", HOSTILE],
    "sandbox that calls": ["webhook", "listen", "--sandbox", HOSTILE],
    "host of a webhook": ["webhook", "listen", "--secret-file", "list.txt", "--host", HOSTILE],
    "database": ["webhook", "listen", "--secret-file", "one.txt", "--database", f"{HOSTILE}/x"],
    "folder": ["webhook", "listen", "--secret-file", "one.txt", "--keep-refused", "list.txt"],
    "secrets": ["webhook", "check", "--secret-file", "table.csv", "broken.json"],
    "file of secrets": ["webhook", "check", "--secret-file", HOSTILE],
    "call": ["webhook", "check", "--secret-file", "list.txt", "broken.json"],
    "file of a call": ["webhook", "check", "--secret-file", "list.txt", HOSTILE],
    "signature": ["webhook", "check", "--secret-file", "list.txt", "call.json"],
    "campaign": ["campaign", "show", HOSTILE, "--db", "sqlite:///c.db"],
    "name of a campaign": ["campaign", "create", HOSTILE, "--from", "list.txt", *SMS, *DATABASE],
    "table of people": ["campaign", "create", "a", "--from", f"{HOSTILE}.csv", *SMS, *DATABASE],
    "column of people": [*PEOPLE, *SMS, "--column", HOSTILE],
    "column that agrees": [*PEOPLE, *SMS, "--consent", HOSTILE],
    "column to keep": [*PEOPLE, *SMS, "--keep", HOSTILE],
    "column of a text": [*PEOPLE, "--sms", "TurboSMS", "--text", f"{{{HOSTILE[:9]}}}"],
    "text with columns": [*PEOPLE, "--sms", "TurboSMS", "--text", HOSTILE],
    "brace of a text": [*PEOPLE, "--sms", "TurboSMS", "--text", f"{{{HOSTILE}"],
    "exclusion": [*PEOPLE, *SMS, "--exclude", HOSTILE],
    "excluded campaign": [*PEOPLE, *SMS, "--exclude", f"campaign:{HOSTILE}"],
    "window": [*PEOPLE, *SMS, "--window", HOSTILE],
    "rate": [*PEOPLE, *SMS, "--rate", HOSTILE],
    "cost": [*PEOPLE, *SMS, "--max-cost", HOSTILE],
    "share of failures": [*PEOPLE, *SMS, "--max-failures", HOSTILE],
    "share held out": [*PEOPLE, *SMS, "--holdout", HOSTILE],
    "file of a database": ["campaign", "list", "--db", f"sqlite:///{HOSTILE}/x.db"],
    "file to make": ["suppress", "add", A, "--db", f"sqlite:///{HOSTILE}/x.db"],
    "address of a database": ["campaign", "list", "--db", f"postgresql://{HOSTILE}"],
    "other database": ["campaign", "list", "--db", HOSTILE],
    "no database": ["campaign", "list", "--db", "sqlite:///list.txt"],
    "suppressed number": ["suppress", "add", HOSTILE, *DATABASE],
    "suppressed numbers": ["suppress", "import", "list.txt", *DATABASE],
    "suppressed column": ["suppress", "import", "table.csv", "--column", HOSTILE, *DATABASE],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of hostile files, in which commands run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.txt").write_text(f"{HOSTILE}\n{A}\n", "utf-8", newline="")
    table = f"{HOSTILE};{HOSTILE};tel\r\n1;{HOSTILE};{A}\r\n"
    for name in ("table.csv", f"{HOSTILE}.csv"):
        (tmp_path / name).write_text(table, "utf-8", newline="")
    escaped = HOSTILE.encode("ascii", "ignore").decode().translate(dict.fromkeys(range(32)))
    for name in ("book.xlsx", f"{HOSTILE}.xlsx"):
        book = xlsx({f"One\u202e{escaped}": [["x\u202e\x9b"]], "Two": []})
        (tmp_path / name).write_bytes(book)
    (tmp_path / "one.txt").write_text("a secret\n")
    fields = {"id": f"1{HOSTILE}"[:2], "signature": HOSTILE, "type": HOSTILE, "data": HOSTILE}
    (tmp_path / "call.json").write_text(json.dumps(fields), "utf-8")
    (tmp_path / "broken.json").write_text(json.dumps({"a": HOSTILE}) + f"\n{{{HOSTILE}", "utf-8")
    return tmp_path


@pytest.mark.one_case_in(3)
@pytest.mark.parametrize("words", CALLS.values(), ids=CALLS)
def test_what_is_passed_or_read(
    words: list[str], folder: Path, terminal: OpenTerminal, run: Run
) -> None:
    screen = terminal(*words)
    screen.wait()
    harmless(screen.output)
    done = run(*words)
    for output in (done.stdout, done.stderr):
        if output:
            harmless(output)


@pytest.mark.parametrize(
    "text",
    [
        f"[{json.dumps(HOSTILE)}]\ntokn = 'x'\n",
        f"[default]\n{json.dumps(HOSTILE)} = 'x'\n",
        f"[default]\nbase_url = {json.dumps(HOSTILE)}\n",
        f"[default]\ntoken = {json.dumps(HOSTILE)}\n",
        HOSTILE,
    ],
)
def test_config_files(text: str, folder: Path, terminal: OpenTerminal) -> None:
    for name in ("config.toml", f"{HOSTILE}.toml"):
        file = folder / name
        file.write_text(text, "utf-8", newline="")
        file.chmod(0o600)
        for command in (["--profile", "default"], ["--profile", HOSTILE], []):
            screen = terminal("balance", *command, TURBOSMS_CONFIG=str(file))
            screen.wait()
            harmless(screen.output)


@pytest.mark.parametrize("variable", ["TOKEN", "BASE_URL", "PROFILE", "CONFIG"])
def test_variables(variable: str, terminal: OpenTerminal) -> None:
    env: dict[str, Any] = {f"TURBOSMS_{variable}": HOSTILE}
    screen = terminal("balance", **env)
    screen.wait()
    harmless(screen.output)


def spoilt(value: Any) -> Any:
    """An answer in which every text has something hostile, but for the ids by which it is found."""
    if isinstance(value, list):
        return [spoilt(one) for one in value]
    if isinstance(value, dict):
        made = {name: spoilt(one) for name, one in value.items()}
        for name in ("message_id", "phone"):
            if name in value:
                made[name] = value[name]
        if "response_result" not in value:
            made[HOSTILE] = HOSTILE
        return made
    if isinstance(value, str):
        return f"{value}{HOSTILE}"
    return value


def spoiling(sandbox: str, status: int, text: str | None) -> Forwarding:
    """A service between the command and the sandbox, which spoils its answers, or answers that."""

    def spoil(exchange: Exchange) -> None:
        made = text or json.dumps(spoilt(exchange.envelope), ensure_ascii=False)
        exchange.status, exchange.answer = status, made.encode()

    return Forwarding(sandbox, answer=spoil)


@pytest.fixture
def answered(control: Control, run: Run) -> list[list[str]]:
    """Commands that the sandbox has something for."""
    sent = run("send", A, NO_VIBER, "--viber", "TurboSMS", *SMS)
    ids = [row["message_id"] for row in rows(sent.stdout)[:-1]]
    control.advance(60)
    chat = control.reply(A, HOSTILE, sender="TurboSMS")
    chat_id, session = str(chat.chat_id), str(chat.session_id)
    return [
        ["ping"],
        ["balance"],
        ["send", B, "380000000404", *SMS],
        ["status", *ids],
        ["details", *ids],
        ["wait", *ids, "--timeout", "1"],
        ["file", "details", "12345"],
        ["chat", "senders"],
        ["chat", "recipients", "--sender", "TurboSMS"],
        ["chat", "sessions", "--session", session],
        ["chat", "messages", chat_id],
        ["chat", "send", chat_id, "--text", "On its way"],
    ]


NO_VIBER = "380001000001"


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, None),
        (200, json.dumps({"response_code": 998, "response_status": HOSTILE})),
        (200, json.dumps({"response_code": 105, "response_status": HOSTILE})),
        (404, f"<html>{HOSTILE}</html>"),
    ],
)
def test_answers_of_the_service(  # noqa: PLR0917 - fixtures
    status: int,
    answer: str | None,
    sandbox: str,
    answered: list[list[str]],
    terminal: OpenTerminal,
    run: Run,
) -> None:
    if answer is not None and "html" in answer:
        # What creates something is tried again for long.
        answered = [words for words in answered if words[0] in {"balance", "status", "file"}]
    with spoiling(sandbox, status, answer) as service:
        for words in answered:
            screen = terminal(*words, "--base-url", service.url)
            screen.wait()
            harmless(screen.output)
            done = run(*words, "--base-url", service.url, "--json")
            harmless(done.stdout)
            rows(done.stdout)


def test_in_json_a_text_stays_itself(run: Run, control: Control, terminal: OpenTerminal) -> None:
    control.reply(A, HOSTILE, sender="TurboSMS")
    done = run("chat", "messages", "--json")
    assert rows(done.stdout)[0]["message"] == HOSTILE
    harmless(done.stdout)
    screen = terminal("chat", "messages", "--json")
    screen.wait()
    harmless(screen.output)


def test_the_command_to_go_on_is_harmless_and_right(
    run: Run, control: Control, environment: dict[str, str]
) -> None:
    control.fault("message/send", "drop_after", times=9)
    text = f"It's\ttwo\nlines \\ {HOSTILE[:12]} їжак"
    done = run("send", A, "--sms", "TurboSMS", "--text", text, "--json")
    assert done.returncode == 4
    harmless(done.stderr)
    again = next(row["repeat"] for row in rows(done.stdout) if row["type"] == "error")
    harmless(again)
    assert text in processes.output("bash", "-c", f"printf '%s\\0' {again}").split("\0")


def test_names_of_profiles_are_offered_if_they_are_harmless(
    run: Run, folder: Path, environment: dict[str, str]
) -> None:
    file = Path(environment["TURBOSMS_CONFIG"])
    file.write_text(f'[shop]\nsms_sender = "S"\n[{json.dumps(HOSTILE)}]\nsms_sender = "S"\n')
    done = run(
        _TURBOSMS_COMPLETE="bash_complete",
        COMP_WORDS="turbosms balance --profile ",
        COMP_CWORD="3",
    )
    assert "shop" in done.stdout
    harmless(done.stdout)
