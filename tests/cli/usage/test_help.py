"""Every command explains itself, and every line that it gives as an example works."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import pytest

from tests.cli.every_command import COMMANDS, NAMES
from tests.cli.example_shell import ExampleShell
from tests.kit.processes import SandboxProcess
from tests.kit.service import Site
from turbosms_cli.root import turbosms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.running import Run
    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs


@pytest.fixture(scope="module")
def pages() -> Iterator[Site]:
    """From where the sandbox may fetch a file."""
    invoice = b"%PDF-1.7 an invoice from elsewhere"
    with Site({"/invoice.pdf": invoice}, media_type="application/pdf") as site:
        yield site


@pytest.fixture(scope="module")
def sandbox(pages: Site) -> Iterator[str]:
    """The address of a sandbox that may fetch from there."""
    with SandboxProcess("--allow-host", f"127.0.0.1:{pages.port}") as process:
        yield process.url


@pytest.fixture
def shell(
    tmp_path: Path,
    environment: dict[str, str],
    control: Control,
    pages: Site,
    programs: Programs,
) -> ExampleShell:
    made = ExampleShell(tmp_path, environment, control, programs)
    made.pages = pages.url
    return made


def examples(text: str) -> list[str]:
    """Lines after "Example:" or "Examples:", up to an empty one, each with its continuation."""
    found = re.search(r"^ *Examples?:\n(.*?)(?:^\s*$|\Z)", text, re.MULTILINE | re.DOTALL)
    return [line.strip() for line in re.sub(r"\\\n *", "", found[1]).splitlines()] if found else []


def test_the_commands() -> None:
    assert set(NAMES) == {
        *(
            "ping",
            "balance",
            "login",
            "send",
            "status",
            "details",
            "wait",
            "codes",
            "spec",
            "sandbox",
            "completion",
        ),
        *("file", "file add", "file details"),
        *(
            "chat",
            "chat senders",
            "chat recipients",
            "chat sessions",
            "chat messages",
            "chat send",
            "chat watch",
        ),
        *("webhook", "webhook listen", "webhook check"),
        *(
            "campaign",
            "campaign create",
            "campaign check",
            "campaign test",
            "campaign start",
            "campaign run",
            "campaign work",
            "campaign pause",
            "campaign resume",
            "campaign cancel",
            "campaign set",
            "campaign retry",
            "campaign list",
            "campaign show",
            "campaign report",
            "campaign delete",
        ),
        *(
            "suppress",
            "suppress add",
            "suppress remove",
            "suppress list",
            "suppress import",
            "suppress export",
        ),
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_option_is_explained(name: str) -> None:
    command = COMMANDS[tuple(name.split())]
    assert command.help
    assert re.match(r"[A-Z].*\.$", command.help.split("\n\n")[0], re.DOTALL)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.help.endswith("."), parameter.help


@pytest.mark.parametrize("columns", ["80", "100", "200"])
@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_fits(name: str, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    path = tuple(name.split())
    command = COMMANDS[path] if path else turbosms
    shown = command.get_help(
        click.Context(command, info_name=f"turbosms {name}", **turbosms.context_settings)
    )
    assert max(map(len, shown.splitlines())) <= (80 if columns == "80" else 100)
    assert "..." not in shown.replace("...\n", "", 1), "a summary in a list of commands is cut off"


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_is_printed(run: Run, option: str) -> None:
    done = run("send", option)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--sequence-id" in done.stdout


@pytest.mark.one_case_in(4)
@pytest.mark.parametrize("name", NAMES)
def test_every_example_works(name: str, shell: ExampleShell) -> None:
    lines = examples(COMMANDS[tuple(name.split())].help or "")
    assert lines
    for line in lines:
        assert f"turbosms {name}" in line
        shell.furnish(line)
        done = shell.run(line)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("typed", "meant"), [("sned", "send"), ("blance", "balance"), ("code", "codes")]
)
def test_a_command_that_was_meant(run: Run, typed: str, meant: str) -> None:
    done = run(typed)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"No such command {typed!r}. Did you mean {meant!r}?" in done.stderr
    assert "No such command 'xyzzy'.\n" in run("xyzzy").stderr


def test_the_first_lines_work(shell: ExampleShell) -> None:
    text = turbosms.help or ""
    start, *lines = [
        line.strip() for line in text[text.index("Try it") :].splitlines()[1:] if line.strip()
    ]
    assert len(lines) == 2
    shell.furnish()
    assert shell.run(start).stdout.startswith("TurboSMS sandbox listens on http://127.0.0.1:")
    done = shell.run("unset TURBOSMS_TOKEN TURBOSMS_BASE_URL\n" + "\n".join(lines))
    assert done.returncode == 0, done.stderr
    assert '"accepted":true' in done.stdout
