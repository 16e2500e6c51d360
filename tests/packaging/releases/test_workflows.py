"""What GitHub runs: the actions and rights of the workflows, and that no Python is missed silently.

`make check` asks their linters; here is what those do not know.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from tests.kit.processes import ROOT, environment, output
from tests.kit.processes import run as run_anyhow

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

FOLDER: Final = ROOT / ".github/workflows"
FILES: Final = sorted([*FOLDER.glob("*.yml"), ROOT / "docs/examples/spec-pipeline.yml"])
PINNED: Final = re.compile(r"uses: ([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)\n")
OWN: Final = "$/.github/workflows/ci.yml"


def jobs(name: str) -> dict[str, Any]:
    found = yaml.safe_load((FOLDER / name).read_text("utf-8"))["jobs"]
    assert isinstance(found, dict)
    return found


def test_each_action_is_one_commit_with_its_version() -> None:
    pins: dict[str, set[tuple[str, str]]] = {}
    used = 0
    for file in FILES:
        text = file.read_text("utf-8")
        used += text.count("uses: ") - text.count(f"uses: {OWN}")
        for action, commit, version in PINNED.findall(text):
            pins.setdefault(action, set()).add((commit, version))
    assert sum(len(PINNED.findall(file.read_text("utf-8"))) for file in FILES) == used
    assert len(pins) > 5
    assert {action: len(found) for action, found in pins.items() if len(found) > 1} == {}


def test_only_what_publishes_may_do_more_than_read() -> None:
    more: dict[str, set[str]] = {}
    for file in FOLDER.glob("*.yml"):
        workflow = yaml.safe_load(file.read_text("utf-8"))
        assert workflow["permissions"] == {}, file.name
        for name, job in workflow["jobs"].items():
            rights = {right for right, level in job["permissions"].items() if level == "write"}
            if rights:
                more[f"{file.stem}.{name}"] = rights
    assert more == {
        "docs.deploy": {"pages", "id-token"},
        "release.pypi": {"id-token"},
        "release.github": {"contents"},
        "release.image": {"packages"},
    }


def test_pypi_gets_what_another_job_has_built_and_tested() -> None:
    """The job that can publish has nothing of the repository, and runs no command."""
    release = jobs("release.yml")
    publish = release["pypi"]
    assert publish["permissions"] == {"id-token": "write"}
    assert publish["environment"]["name"] == "pypi"
    assert set(publish["needs"]) == {"test", "build"}
    assert release["test"]["uses"] == OWN
    actions = [step["uses"].partition("@")[0] for step in publish["steps"]]
    assert actions == ["actions/download-artifact", "pypa/gh-action-pypi-publish"]
    with_ = publish["steps"][-1]["with"]
    assert with_ == {"packages-dir": "release/python/", "attestations": True}


def test_every_supported_python_is_asked_for_by_name() -> None:
    supported = [line.split()[0] for line in output(ROOT / ".ci/pythons").splitlines()]
    ci = jobs("ci.yml")
    for job in ("linux", "thorough"):
        assert ci[job]["env"]["REQUIRED_PYTHONS"].split() == supported[:-1]
    assert ci["newest-python"]["env"]["REQUIRED_PYTHONS"] == supported[-1]
    assert ci["elsewhere"]["strategy"]["matrix"]["python"] == supported
    assert set(ci["passed"]["needs"]) == ci.keys() - {"passed"}


def test_a_required_python_that_is_missing_is_an_error(tmp_path: Path) -> None:
    """The script itself, where only the first of the supported Pythons is found."""
    scripts = tmp_path / ".ci"
    scripts.mkdir()
    shutil.copy(ROOT / ".ci/other-pythons", scripts)
    programs = tmp_path / ".venv/bin"
    programs.mkdir(parents=True)
    stand_ins = {
        scripts / "pythons": "echo '3.11 /usr/bin/python3.11'\necho '3.14 '",
        programs / "python": "echo 3.11",
        programs / "uv": "",
    }
    for file, text in stand_ins.items():
        file.write_text(f"#!/bin/sh\n{text}\n")
        file.chmod(0o755)

    def run(required: str) -> tuple[int, str]:
        values = environment("REQUIRED_PYTHONS", REQUIRED_PYTHONS=required)
        done = run_anyhow(scripts / "other-pythons", env=values)
        return done.returncode, done.stdout

    code, printed = run("3.11 3.14")
    assert code != 0
    assert "Python 3.14 is required by REQUIRED_PYTHONS, and was not found." in printed
    for required in ("", "3.11"):
        code, printed = run(required)
        assert (code, printed) == (
            0,
            "Tested on Python: 3.11 (.venv). Not found, so not tested: 3.14.\n",
        )


def test_the_script_for_other_systems_tests_what_there_is() -> None:
    text = (ROOT / ".ci/elsewhere.py").read_text("utf-8")
    found = re.search(r"^TESTS = \((.*)\)$", text, re.MULTILINE)
    assert found
    folders = re.findall(r'"([^"]+)"', found[1])
    assert "tests/smoke" in folders
    for folder in folders:
        assert list((ROOT / folder).glob("test_*.py")), folder


@pytest.mark.parametrize("tag", ["v1.2.0", "v1.2.0a1", "v1.2.0b2", "v1.2.0rc1"])
def test_a_pre_release_is_nobodys_latest(tmp_path: Path, tag: str) -> None:
    """The scripts of the workflow, with programs that only say how they were called."""
    for name in ("gh", "docker"):
        (tmp_path / name).write_text('#!/bin/sh\necho "${0##*/} $*"\n')
        (tmp_path / name).chmod(0o755)
    (tmp_path / "release").mkdir()
    (tmp_path / "release/SHA256SUMS").write_text(f"{hashlib.sha256().hexdigest()}  empty\n")
    (tmp_path / "release/empty").touch()
    values = environment(
        "GITHUB_",
        PATH=f"{tmp_path}:{os.environ['PATH']}",
        GITHUB_REF_NAME=tag,
        GITHUB_REPOSITORY_OWNER="Owner",
        GITHUB_ACTOR="somebody",
        TOKEN="of GitHub",
    )

    def called(job: str) -> str:
        script = jobs("release.yml")[job]["steps"][-1]["run"]
        return output("bash", "-eo", "pipefail", "-c", script, cwd=tmp_path, env=values)

    is_final = tag == "v1.2.0"
    assert ("--prerelease" in called("github")) is not is_final
    image = "ghcr.io/owner/turbosms-sandbox"
    pushed = re.findall(r"^docker push (.*)", called("image"), re.MULTILINE)
    assert pushed == [f"{image}:{tag[1:]}", *([f"{image}:latest"] if is_final else [])]


def test_no_push_waits_for_the_weekly_run() -> None:
    """Runs of a group wait for each other, and a newer one takes the place of one that waits."""
    workflow = yaml.safe_load((FOLDER / "ci.yml").read_text("utf-8"))
    assert "github.event_name" in workflow["concurrency"]["group"]


def test_a_thorough_run_checks_the_types_of_other_systems() -> None:
    called = output("make", "--dry-run", "test-thorough", cwd=ROOT, env=environment("MAKE"))
    assert "mypy --platform win32" in called
    assert "mypy --platform darwin" in called
