"""``--check`` finds every difference between generated/ and what the spec makes, and names it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.kit.generating import files_of, generator_here

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path


pytestmark = [pytest.mark.checkout, pytest.mark.usefixtures("building_once")]


@pytest.fixture
def place(made_once: Path, tmp_path: Path) -> Path:
    """A directory with a spec, `small.yaml`, and what it makes, `out`."""
    return shutil.copytree(made_once, tmp_path / "place")


def check(place: Path) -> subprocess.CompletedProcess[str]:
    return generator_here("check", "--spec", "small.yaml", "--out", "out", cwd=place)


def test_no_drift_is_fine(place: Path) -> None:
    # Python's own caches are no drift.
    cache = place / "out" / "turbosms_api" / "__pycache__"
    cache.mkdir()
    (cache / "client.cpython-311.pyc").touch()
    done = check(place)
    assert (done.returncode, done.stdout, done.stderr) == (0, "out is what small.yaml makes\n", "")


def test_checking_with_the_other_command_is_the_same(place: Path) -> None:
    (place / "out" / "turbosms_api" / "py.typed").unlink()
    one = check(place)
    other = generator_here("generate", "--check", "--spec", "small.yaml", "--out", "out", cwd=place)
    assert (one.returncode, one.stdout, one.stderr) == (
        other.returncode,
        other.stdout,
        other.stderr,
    )
    assert one.returncode == 1


@pytest.mark.parametrize(
    "path", ["turbosms_api/client.py", "turbosms_api/tables/limits.py", "LOCK.json"]
)
def test_one_edited_byte_is_drift(place: Path, path: str) -> None:
    file = place / "out" / path
    content = file.read_bytes()
    middle = len(content) // 2
    file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    before = files_of(place)
    done = check(place)
    assert done.returncode == 1
    assert f"differs: out/{path}\n--- out/{path}\n+++ out/{path} (generated now)\n@@" in done.stdout
    assert done.stdout.count("differs: ") == 1
    assert "out is not what small.yaml makes; run: python -m generator generate" in done.stderr
    assert files_of(place) == before, "a check writes nothing"


def test_one_edited_code_in_the_spec_is_drift(place: Path) -> None:
    spec = place / "small.yaml"
    spec.write_text(
        spec.read_text(encoding="utf-8").replace("meaning: Too many.", "meaning: Far too many."),
        "utf-8",
    )
    done = check(place)
    assert done.returncode == 1
    assert "differs: out/turbosms_api/tables/result_codes.py" in done.stdout
    assert '-    """Too many."""\n+    """Far too many."""' in done.stdout
    assert "differs: out/LOCK.json" in done.stdout


def test_missing_and_stray_files_are_drift(place: Path) -> None:
    (place / "out" / "turbosms_api" / "errors.py").unlink()
    (place / "out" / "turbosms_api" / "api" / "notes.txt").touch()
    (place / "out" / "stray").symlink_to(place)
    done = check(place)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "not generated: out/turbosms_api/api/notes.txt",
        "missing: out/turbosms_api/errors.py",
        "not generated: out/stray",
    ]


def test_nothing_there_is_drift(place: Path) -> None:
    shutil.rmtree(place / "out")
    done = check(place)
    assert done.returncode == 1
    assert "missing: out/turbosms_api/client.py" in done.stdout


def test_generating_repairs_every_drift(place: Path) -> None:
    before = files_of(place / "out")
    (place / "out" / "turbosms_api" / "errors.py").unlink()
    (place / "out" / "turbosms_api" / "client.py").write_bytes(b"\xff not python")
    (place / "out" / "stray.py").touch()
    done = check(place)
    assert "-\\xff not python" in done.stdout
    assert (
        generator_here("generate", "--spec", "small.yaml", "--out", "out", cwd=place).returncode
        == 0
    )
    assert files_of(place / "out") == before
    assert check(place).returncode == 0
