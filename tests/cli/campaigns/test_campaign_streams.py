"""stdout belongs to the output and stderr to progress, for every command of campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.every_command import LEAVES
from tests.cli.example_campaigns import prepare
from tests.cli.stream_kinds import Call, check_streams, run_on
from turbosms_campaigns import Campaigns

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs

A, B = "380501111111", "380502222222"
SMS: Final = ("--sms", "TurboSMS", "--text", "Hello")
NEW: Final = ("sale", "--from", "numbers.txt", *SMS)
CALLS: Final = {
    "campaign create": Call(NEW, 1),
    "campaign check": Call(("sale",), 1),
    "campaign test": Call(("sale", A), 1),
    "campaign start": Call(("sale", "--yes"), 1),
    "campaign run": Call(("sale", "--outcomes", "0")),
    "campaign work": Call((), endless=True),
    "campaign pause": Call(("sale",), 1),
    "campaign resume": Call(("sale",), 1),
    "campaign cancel": Call(("sale",), 1),
    "campaign set": Call(("sale", "--rate", "600"), 1),
    "campaign retry": Call(("sale",), 1),
    "campaign list": Call((), 1),
    "campaign show": Call(("sale",), 1),
    "campaign report": Call(("sale",), 1),
    "campaign delete": Call(("sale", "--yes"), 1),
    "suppress add": Call((B,), 1),
    "suppress remove": Call((A,), 1),
    "suppress list": Call((), 1),
    "suppress import": Call(("numbers.txt",), 1),
    "suppress export": Call(("suppressed.csv",), 1),
}


def test_every_command_of_campaigns_is_here() -> None:
    assert {name for name in LEAVES if name.startswith(("campaign ", "suppress "))} == set(CALLS)


@pytest.mark.one_case_in(2)
@pytest.mark.one_interpreter
@pytest.mark.parametrize("kinds", [("terminal", "pipe"), ("pipe", "terminal")])
@pytest.mark.parametrize("command", CALLS)
def test_stdout_has_the_output_and_stderr_the_rest(  # noqa: PLR0917 - fixtures
    command: str,
    kinds: tuple[str, str],
    control: Control,
    database: str,
    environment: dict[str, str],
    programs: Programs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "numbers.txt").write_text(f"{A}\n{B}\n")
    line = "turbosms campaign run" if command == "campaign work" else f"turbosms {command}"
    prepare(database, line, [A, B])
    if command.startswith("suppress"):
        with Campaigns(database, token="sandbox") as campaigns:
            campaigns.suppressions.add([A])
    call = CALLS[command]
    begun = (lambda stdout: "Finished" in stdout) if call.endless else None
    words = (*command.split(), *call.args)
    ended = run_on(programs, environment, words, kinds, begun=begun)
    assert ended.code == 0, ended
    check_streams(call, kinds, ended)
