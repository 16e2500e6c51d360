"""With the published settings, Schemathesis finds what is wrong, and nothing in a sandbox."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from generator import publishing
from generator.editions.files import editions
from tests.kit.processes import PYTHON, SandboxProcess, environment, run
from tests.kit.service import Site
from tests.openapi import SPEC
from tests.unchecked_models import model_of

if TYPE_CHECKING:
    import subprocess

pytestmark = [pytest.mark.checkout, pytest.mark.thorough_only]

SETTINGS: Final = Path(publishing.__file__).with_name("schemathesis.toml")


def _run(place: Path, url: str, *more: str) -> subprocess.CompletedProcess[str]:
    """As the comment in the settings says, with a few examples."""
    (place / "openapi.json").write_bytes(editions(model_of(SPEC))["openapi.json"])
    (place / SETTINGS.name).write_bytes(SETTINGS.read_bytes())
    command = ("--config-file", SETTINGS.name, "run", "openapi.json", "--url", url)
    program = Path(PYTHON).with_name("schemathesis")
    options = ("--max-examples", "5", "--seed", "1", "--no-color", *more)
    own = environment(TURBOSMS_TOKEN="sandbox")
    return run(program, *command, *options, cwd=place, env=own)


def test_there_is_no_false_alarm(tmp_path: Path) -> None:
    with SandboxProcess() as process:
        done = _run(tmp_path, process.url)
    assert done.returncode == 0, done.stdout[-5000:]
    settings = tomllib.loads(SETTINGS.read_text("utf-8"))
    checks = [name for name, value in settings["checks"].items() if isinstance(value, dict)]
    assert len(checks) == 5
    assert "response_schema_conformance" in checks


def test_an_answer_that_is_not_as_described_is_found(tmp_path: Path) -> None:
    path = "/user/balance.json"
    answer = json.dumps({"response_code": 0, "response_status": "OK", "response_result": "rich"})
    with Site({path: answer}, media_type="application/json") as site:
        done = _run(tmp_path, site.url, "--include-path", path)
    assert done.returncode == 1, done.stdout[-5000:]
    assert "Response violates schema" in done.stdout
