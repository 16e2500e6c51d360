"""`turbosms codes`: the table of result codes, or one of them with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.running import rows
from turbosms_api.tables.result_codes import HELP_IS_HOSTED, ResultCode

if TYPE_CHECKING:
    from tests.cli.running import OpenTerminal, Run


def test_all_codes(run: Run) -> None:
    found = rows(run("codes", "--json").stdout)
    assert len(found) == len(ResultCode)
    for row, code in zip(found, ResultCode, strict=True):
        assert row == {
            "code": int(code),
            "name": code.name,
            "meaning": code.meaning,
            "outcome": code.outcome,
            "scope": code.scope,
            "actor": code.actor,
            "repeat": code.repeat,
            "since": code.since.isoformat(),
            "help_url": code.help_url,
        }


@pytest.mark.parametrize(
    "query", ["414", "0414", "NOT_ALLOWED_MESSAGE_ID", "not_allowed_message_id"]
)
def test_one_code(run: Run, query: str) -> None:
    (row,) = rows(run("codes", query, "--json").stdout)
    assert (row["code"], row["name"]) == (414, "NOT_ALLOWED_MESSAGE_ID")


def test_codes_by_text(run: Run) -> None:
    assert run("codes", "OK").stdout == run("codes", "0").stdout
    found = {row["code"] for row in rows(run("codes", "template", "--json").stdout)}
    assert 416 in found
    assert found < {int(code) for code in ResultCode}


@pytest.mark.parametrize("query", ["2", "nonsense", "4" * 5000])
def test_no_such_code(run: Run, query: str) -> None:
    done = run("codes", query)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{query!r}: turbosms codes lists all." in done.stderr


def test_behind_a_pipe_it_is_a_table_too(run: Run) -> None:
    done = run("codes")
    assert done.stdout == run("codes", "--no-json").stdout
    assert done.stdout.splitlines()[0].split() == ["code", "name", "outcome"]
    assert "\x1b" not in done.stdout
    assert "{" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_for_people_all_is_a_table(terminal: OpenTerminal) -> None:
    screen = terminal("codes", columns=120)
    assert screen.wait() == 0
    lines = screen.text.splitlines()
    assert lines[0].split() == ["code", "name", "outcome"]
    starts = [line.split()[:3] for line in lines[1:] if not line.startswith(" ")]
    assert starts == [[str(code), code.name, code.outcome] for code in ResultCode]


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (414, "Change the command and call again."),
        (203, "The owner of the account must act, at turbosms.ua."),
        (505, "There is nothing that you can change. The same command may succeed later."),
        (500, "Contact TurboSMS support. The same command may succeed later."),
    ],
)
def test_for_people_one_is_explained(run: Run, code: int, advice: str) -> None:
    shown = " ".join(run("codes", str(code), "--no-json").stdout.split())
    row = ResultCode(code)
    assert shown.startswith(f"{code} {row.name} meaning {row.meaning} outcome {row.outcome} of a")
    more = f" more {row.help_url}" if HELP_IS_HOSTED else ""
    assert shown.endswith(f" to do {advice} since {row.since}{more}")
