"""`--json`: one object on stdout, the same exit code, and for people the reason on stderr."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.generating import files_of, generator_here

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path


pytestmark = [pytest.mark.checkout, pytest.mark.usefixtures("building_once")]


def report(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The object, which is all that stands on stdout."""
    (line,) = done.stdout.splitlines()
    data: dict[str, Any] = json.loads(line)
    assert data["exit_code"] == done.returncode
    return data


@pytest.mark.parametrize("command", ["generate", "publish"])
def test_what_was_written(command: str, small_spec: Path, tmp_path: Path) -> None:
    arguments = (command, "--spec", small_spec.name, "--out", "out", "--json")
    first, second = (report(generator_here(*arguments, cwd=tmp_path)) for _ in range(2))
    assert (first["command"], first["status"], first["exit_code"]) == (command, "written", 0)
    assert (first["spec_version"], first["out"]) == ("1.0.0", "out")
    files = files_of(tmp_path / "out")
    assert first["files"] == {
        path: hashlib.sha256(content).hexdigest() for path, content in files.items()
    }
    assert second == {**first, "status": "unchanged"}
    assert generator_here(*arguments[:-1], cwd=tmp_path).stdout == "out is up to date\n"


def test_what_differs(small_spec: Path, tmp_path: Path) -> None:
    common = ("--spec", small_spec.name, "--out", "out")
    generator_here("generate", *common, cwd=tmp_path)
    for arguments in (("check", *common, "--json"), ("generate", "--check", *common, "--json")):
        same = report(generator_here(*arguments, cwd=tmp_path))
        assert (same["command"], same["status"], same["exit_code"], same["differences"]) == (
            "check",
            "same",
            0,
            [],
        )
    package = tmp_path / "out" / "turbosms_api"
    (package / "client.py").write_text("x = 1\n")
    (package / "answers.py").unlink()
    (package / "stray.py").touch()
    done = generator_here("check", *common, "--json", cwd=tmp_path)
    different = report(done)
    assert (different["status"], different["exit_code"]) == ("different", 1)
    assert {row["path"]: row["state"] for row in different["differences"]} == {
        "turbosms_api/answers.py": "missing",
        "turbosms_api/client.py": "differs",
        "turbosms_api/stray.py": "not generated",
    }
    assert "python -m generator generate" in done.stderr


@pytest.mark.parametrize("command", ["generate", "check", "publish"])
def test_a_broken_spec(command: str, small_spec: Path, tmp_path: Path) -> None:
    text = small_spec.read_text("utf-8")
    small_spec.write_text(text.replace("openapi: 3.1.0", "openapi: 3.2.0"), "utf-8")
    done = generator_here(
        command, "--spec", small_spec.name, "--out", "out", "--json", cwd=tmp_path
    )
    broken = report(done)
    assert (broken["command"], broken["status"], broken["exit_code"]) == (command, "broken", 2)
    assert broken["problems"] == [
        {"file": small_spec.name, "line": 2, "message": "openapi: must be 3.1.x"}
    ]
    assert done.stderr == f"{small_spec.name}:2: openapi: must be 3.1.x\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["generate", "publish"])
def test_what_cannot_be_done(command: str, small_spec: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    failed = report(
        generator_here(command, "--spec", small_spec.name, "--out", "out", "--json", cwd=tmp_path)
    )
    assert (failed["status"], failed["exit_code"]) == ("failed", 2)
    assert failed["error"].endswith("is not a directory")


@pytest.mark.parametrize(
    "arguments",
    [("publish", "--what"), ("publish", "more"), ("unheard-of",), ("generate", "--spec")],
)
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    done = generator_here(*arguments)
    assert done.returncode == 2
    assert "Error: " in done.stderr
