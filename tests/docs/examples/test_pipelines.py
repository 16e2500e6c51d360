"""docs/pipelines.md and the workflow for GitHub.

The commands run; the commands, exit codes, statuses and keys are those of the tables.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import main
from tests.effort import THOROUGH
from tests.kit import processes
from tests.kit.processes import ROOT

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

PAGE = (ROOT / "docs/pipelines.md").read_text("utf-8")
WORKFLOW = ROOT / "docs/examples/spec-pipeline.yml"
LINES = re.findall(r"^\.venv/bin/python -m generator .*$", PAGE, re.MULTILINE)
COMMANDS = ("generate", "check", "publish", "lint", "compare")
RUN = COMMANDS if THOROUGH else ("check",)
"""The page shows what this one prints. All of them take long, and other tests run each."""


def run(line: str, checkout: Path) -> subprocess.CompletedProcess[str]:
    return processes.run("bash", "-e", "-c", line, cwd=checkout)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what git has, with this environment as its own."""
    copy = tmp_path_factory.mktemp("checkout")
    names = processes.output("git", "ls-files", "-z", cwd=ROOT)
    for name in names.split("\0")[:-1]:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    (copy / ".venv").symlink_to(sys.prefix)
    (ROOT / "dist/linters").mkdir(parents=True, exist_ok=True)
    (copy / "dist").mkdir()
    (copy / "dist/linters").symlink_to(ROOT / "dist/linters")
    return copy


def test_the_workflow_is_one_of_github() -> None:
    program = Path(sys.executable).with_name("check-jsonschema")
    processes.output(program, "--builtin-schema", "vendor.github-workflows", WORKFLOW)


@pytest.fixture(scope="module")
def reported(checkout: Path) -> dict[str, subprocess.CompletedProcess[str]]:
    """The commands of the page by their names, each run as it stands there, and told to report."""
    commands = {line.split()[3]: line for line in LINES}
    assert tuple(commands) == COMMANDS
    return {command: run(f"{commands[command]} --json", checkout) for command in RUN}


@pytest.mark.thorough_only
def test_its_steps_are_lines_of_the_page(
    checkout: Path, reported: dict[str, subprocess.CompletedProcess[str]]
) -> None:
    """Those are run, so that the steps need not be; `thorough_only` runs them as well."""
    assert reported
    steps = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["spec"]["steps"]
    lines = [step["run"] for step in steps if "run" in step]
    assert lines[0] == ".ci/setup"
    written = set()
    for line in lines[1:]:
        command, _, file = line.partition(" > ")
        assert command.removesuffix(" --json") in LINES
        written.add(file)
    for path in steps[-1]["with"]["path"].split():
        assert path in written or (checkout / path).exists()


@pytest.mark.thorough_only
def test_its_steps_run(checkout: Path) -> None:
    steps = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["spec"]["steps"]
    lines = [step["run"] for step in steps if "run" in step]
    assert lines[0] == ".ci/setup", "the rest runs in what it made; here that is this environment"
    for line in lines[1:]:
        done = run(line, checkout)
        assert done.returncode == 0, line + done.stdout + done.stderr
    kept = steps[-1]["with"]["path"].split()
    assert all((checkout / path).exists() for path in kept)
    assert {shlex.split(line)[3] for line in lines[1:]} == {*COMMANDS} - {"generate"}


def test_the_lines_of_the_page_run(reported: dict[str, subprocess.CompletedProcess[str]]) -> None:
    for done in reported.values():
        assert done.returncode == 0, done.stdout + done.stderr
    shown = re.search(r"```console\n\$ (.*?)\n```", PAGE, re.DOTALL)
    assert shown
    command, _, output = shown[1].partition("\n")
    assert command == ".venv/bin/python -m generator check --json"
    # The version on the page is an example: a new version of the spec leaves the page alone.
    example = json.loads(output)["spec_version"]
    report = reported["check"].stdout.rstrip("\n")
    version = json.loads(report)["spec_version"]
    assert report == output.replace(f'"{example}"', f'"{version}"')


def rows(columns: int) -> dict[str, list[str]]:
    """The table with so many columns: its other cells by what stands in the first."""
    found: dict[str, list[str]] = {}
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if line.startswith("| `") and len(cells) == columns:
            name = re.match(r"`(\w+)`", cells[0])
            assert name, line
            found[name[1]] = cells[1:]
    return found


def in_code_font(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


def test_the_page_has_every_command_and_who_takes_which_option() -> None:
    options = {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in main.commands.items()
    }
    assert rows(5).keys() == options.keys()
    text = " ".join(PAGE.split())
    without_spec = re.search(r"All commands but ([^.;]*) accept `--spec FILE`", text)
    with_out = re.search(r"; ([^.;]*) also accept `--out DIR`", text)
    with_root = re.search(r"\. ([^.;]*) works on the checkout that `--root DIR` names", text)
    assert without_spec
    assert with_out
    assert with_root
    assert in_code_font(without_spec[1]) == {
        name for name in options if "--spec" not in options[name]
    }
    assert in_code_font(with_out[1]) == {name for name in options if "--out" in options[name]}
    assert in_code_font(with_root[1]) == {name for name in options if "--root" in options[name]}


def nodes_of_the_generator() -> Iterator[ast.AST]:
    for path in sorted((ROOT / "generator").rglob("*.py")):
        yield from ast.walk(ast.parse(path.read_text("utf-8")))


def test_the_page_has_every_status_and_no_other() -> None:
    """As the source has them: each is the second argument of an `Outcome`."""
    statuses: set[str] = set()
    for node in nodes_of_the_generator():
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Outcome":
            statuses.add(ast.literal_eval(node.args[1]))
    # No command ends with this one: `compare` refuses the first version without --accept, and with
    # it says `accepted`.
    statuses.remove("first")
    (_, explained) = rows(3)["status"]
    assert in_code_font(explained) == statuses


def test_the_page_has_every_key_and_no_other() -> None:
    """As the source has them: keys of what is called `report`, and of what stands before it."""
    keys: set[str] = set()
    for node in nodes_of_the_generator():
        if isinstance(node, ast.keyword):
            name = node.arg
        elif isinstance(node, ast.Assign):
            name = ast.unparse(node.targets[0])
        else:
            continue
        if name in {"report", "ending"} and isinstance(node.value, ast.Dict):
            keys |= {ast.literal_eval(key) for key in node.value.keys if key is not None}
    assert rows(3).keys() == keys


def of_a_broken_spec(command: str, folder: Path) -> dict[str, Any]:
    """What the command reports of it. That ends before anything is made, so it may do so here."""
    broken = folder / "broken.yaml"
    broken.write_text("openapi: 3.1.0\n")
    done = CliRunner().invoke(main, [command, "--spec", str(broken), "--json"])
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["exit_code"] == done.exit_code
    return report


@pytest.mark.one_case_in(3)
@pytest.mark.parametrize("command", RUN)
def test_every_key_of_a_report_is_explained(
    command: str, reported: dict[str, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    keys = rows(3)
    fine: dict[str, Any] = json.loads(reported[command].stdout)
    broken = of_a_broken_spec(command, tmp_path)
    assert (fine["exit_code"], broken["exit_code"]) == (0, 2)
    for report in (fine, broken):
        assert report["command"] == command
        assert f"`{report['status']}`" in keys["status"][1]
        for key in report:
            where = keys[key][0]
            assert where == "all" or command in where or report["status"] in where, key
