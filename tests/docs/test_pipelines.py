"""docs/pipelines.md and the workflow for GitHub: the commands run, the exit codes and keys are those of the table."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = [pytest.mark.checkout, pytest.mark.thorough]

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/pipelines.md").read_text("utf-8")
WORKFLOW = ROOT / "docs/examples/spec-pipeline.yml"
COMMANDS = ("generate", "check", "publish", "lint", "compare")


def run(line: str, checkout: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-e", "-c", line], cwd=checkout, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what git has, with this environment as its own."""
    copy = tmp_path_factory.mktemp("checkout")
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in names.split("\0")[:-1]:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    (copy / ".venv").symlink_to(sys.prefix)
    (ROOT / "dist/linters").mkdir(parents=True, exist_ok=True)
    (copy / "dist").mkdir()
    (copy / "dist/linters").symlink_to(ROOT / "dist/linters")
    return copy


def test_the_workflow_is_one_of_github() -> None:
    schema = ["check-jsonschema", "--builtin-schema", "vendor.github-workflows"]
    subprocess.run([Path(sys.executable).with_name(schema[0]), *schema[1:], WORKFLOW], check=True, capture_output=True)


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


def test_the_lines_of_the_page_run(checkout: Path) -> None:
    lines = re.findall(r"^\.venv/bin/python -m generator .*$", PAGE, re.MULTILINE)
    assert [line.split()[3] for line in lines] == [*COMMANDS]
    for line in lines:
        assert run(line, checkout).returncode == 0, line
    command, _, output = re.search(r"```console\n\$ (.*?)\n```", PAGE, re.DOTALL)[1].partition("\n")  # type: ignore[index]
    assert run(command, checkout).stdout.rstrip("\n") == output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_key_of_a_report_is_explained(command: str, checkout: Path) -> None:
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.splitlines() if line.startswith("| `")]
    keys = {cells[0].strip("`"): cells[1:] for cells in rows if len(cells) == 3}
    reports: list[dict[str, Any]] = []
    for arguments in ("", "--spec broken.yaml"):
        (checkout / "broken.yaml").write_text("openapi: 3.1.0\n")
        done = run(f".venv/bin/python -m generator {command} {arguments} --json", checkout)
        reports.append(json.loads(done.stdout))
        assert reports[-1]["exit_code"] == done.returncode
    fine, broken = reports
    assert (fine["exit_code"], broken["exit_code"]) == (0, 2)
    for report in reports:
        assert report["command"] == command
        assert f"`{report['status']}`" in keys["status"][1]
        for key in report:
            where = keys[key][0]
            assert where == "all" or command in where or report["status"] in where, key
