"""generated/ is what the generator makes of openapi.yaml.

Anywhere, any number of times, on any Python.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.kit.generating import files_of, generator_here, generator_process
from tests.kit.processes import output
from tests.openapi import ROOT
from tests.packaging.environments import pythons

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet


pytestmark = pytest.mark.checkout

OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
PYTHONS = pythons()
OTHERS = sorted(PYTHONS.keys() - {OWN}, key=lambda version: int(version.partition(".")[2]))


@pytest.mark.thorough_only
def test_regenerating_elsewhere_gives_the_same_bytes(tmp_path: Path) -> None:
    out = tmp_path / "elsewhere" / "deep"
    done = generator_here("generate", "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert files_of(out) == files_of(ROOT / "generated")


def rarely(value: str) -> ParameterSet:
    """A case that finds nothing in CI that its neighbour does not find."""
    return pytest.param(value, marks=pytest.mark.thorough_only)


@pytest.mark.parametrize("seed", ["4242", rarely("0"), rarely("1")])
def test_hash_seed_directory_and_locale_make_no_difference(
    seed: str, tmp_path: Path, made_once: Path
) -> None:
    # The other output was made under the seed of this process, from another directory.
    done = generator_process(
        *("generate", "--spec", made_once / "small.yaml", "--out", "second"),
        cwd=tmp_path,
        PYTHONHASHSEED=seed,
        LC_ALL="C",
        TZ="Asia/Tokyo",
        RUFF_CONFIG="nowhere.toml",
        HOME=str(tmp_path),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert files_of(tmp_path / "second") == files_of(made_once / "out")


def test_deleting_and_generating_again_gives_the_same_bytes(
    tmp_path: Path, made_once: Path
) -> None:
    small_spec = made_once / "small.yaml"
    out = shutil.copytree(made_once / "out", tmp_path / "out")
    before = files_of(out)
    shutil.rmtree(out)
    assert generator_here("generate", "--spec", small_spec, "--out", out).returncode == 0
    assert files_of(out) == before
    # Nothing is touched when there is nothing to do.
    stamps = {file: file.stat().st_mtime_ns for file in out.rglob("*")}
    assert "up to date" in generator_here("generate", "--spec", small_spec, "--out", out).stdout
    assert {file: file.stat().st_mtime_ns for file in out.rglob("*")} == stamps


@pytest.mark.thorough_only
# The newest is the furthest from the own one: what those between would do to the output, it does.
@pytest.mark.parametrize("version", [*OTHERS[-1:], *map(rarely, OTHERS[:-1])])
def test_another_python_makes_the_same_bytes(version: str, tmp_path: Path) -> None:
    uv = Path(sys.executable).with_name("uv")
    inside = tmp_path / "venv" / "bin" / "python"
    output(uv, "venv", "--quiet", "--python", PYTHONS[version], tmp_path / "venv")
    pins = ("--require-hashes", "--requirements", ROOT / "requirements-dev.txt")
    output(uv, "pip", "install", "--quiet", "--python", inside, *pins)
    done = generator_process("check", python=inside)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "generated is what openapi.yaml makes\n",
        "",
    )


def test_the_lock_says_what_made_the_output() -> None:
    generated = ROOT / "generated"
    text = (generated / "LOCK.json").read_text(encoding="utf-8")
    lock = json.loads(text)
    assert set(lock) == {"spec", "view", "generator", "tools", "files"}
    assert lock["spec"] == hashlib.sha256((ROOT / "openapi.yaml").read_bytes()).hexdigest()
    files = {
        path: hashlib.sha256(content).hexdigest() for path, content in files_of(generated).items()
    }
    del files["LOCK.json"]
    assert lock["files"] == files
    assert text == json.dumps(lock, indent=2, sort_keys=True) + "\n"
    # Nothing of the day, the machine or the Python.
    assert str(ROOT) not in text
    assert not re.search(r"20\d\d-\d\d|3\.1\d\.\d", text)


def test_the_pinned_tools_are_those_of_the_project() -> None:
    lock = json.loads((ROOT / "generated" / "LOCK.json").read_text(encoding="utf-8"))
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name, version in lock["tools"].items():
        assert re.search(rf'"{name}=={re.escape(version)}[;"]', project), name


def test_a_tool_of_another_version_is_refused(
    tmp_path: Path, small_spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.output import tool_versions  # noqa: PLC0415
    from generator.output.errors import GeneratorError  # noqa: PLC0415
    from generator.package.build import build  # noqa: PLC0415
    from generator.spec.validation import read_spec  # noqa: PLC0415

    monkeypatch.setattr(tool_versions, "PINNED", {"ruff": "0.0.1"})
    with pytest.raises(GeneratorError, match=r"ruff 0\.0\.1 is needed, [\d.]+ is installed"):
        build(read_spec(small_spec, "small.yaml"), tmp_path)


def test_the_output_carries_no_trace_of_where_it_was_made() -> None:
    for path, content in files_of(ROOT / "generated").items():
        assert str(ROOT).encode() not in content, path
