"""What the tests of the generator's stages share."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands import generator_here
from tests.openapi import ROOT, SPEC

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.spec.model.spec import Spec

SMALL = Path(__file__).parent / "fixtures" / "small.yaml"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def spec_file() -> Path:
    return ROOT / "openapi.yaml"


@pytest.fixture(scope="session")
def spec() -> dict[str, Any]:
    """The spec as plain data, read by a reader that the generator does not use."""
    return SPEC


@pytest.fixture
def small_spec(tmp_path: Path) -> Path:
    """A copy of a small spec of the same shape as openapi.yaml, to break and to generate from."""
    return Path(shutil.copy(SMALL, tmp_path))


@pytest.fixture(scope="session")
def run_generator() -> Callable[..., subprocess.CompletedProcess[str]]:
    """A command of the generator in this very process, with a current directory of choice.

    What a process adds (an entry point, an exit code, a hash seed) is for `generator_process`.
    """
    return generator_here


@pytest.fixture(scope="session")
def generator_process() -> Callable[..., subprocess.CompletedProcess[str]]:
    """``python -m generator`` as a person runs it, in a directory and environment of choice."""

    def run(
        *arguments: str | Path,
        python: str | Path = sys.executable,
        cwd: Path = ROOT,
        **environment: str,
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "-m", "generator", *arguments],
            cwd=cwd,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "PYTHONDONTWRITEBYTECODE": "1",
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def made_once(
    tmp_path_factory: pytest.TempPathFactory,
    run_generator: Callable[..., subprocess.CompletedProcess[str]],
) -> Path:
    """A directory with the small spec, `small.yaml`, and what it makes, `out`.

    Copy it to change anything.
    """
    directory = tmp_path_factory.mktemp("made_once")
    shutil.copy(SMALL, directory)
    done = run_generator("generate", "--spec", "small.yaml", "--out", "out", cwd=directory)
    assert done.returncode == 0, done.stderr
    return directory


@pytest.fixture(scope="session")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `building_once` keeps what it built, by the digest of the spec."""
    return tmp_path_factory.mktemp("outputs")


@pytest.fixture
def building_once(monkeypatch: pytest.MonkeyPatch, outputs: Path) -> None:
    """The same spec is built once in a session, for tests of what a command does with the output.

    That building again gives the same bytes is for `test_generation` to prove.
    """
    from generator.package import build  # noqa: PLC0415

    really_build = build.build

    def build_once(spec: Spec, work_directory: Path) -> Path:
        kept = outputs / hashlib.sha256(spec.document.content).hexdigest()
        if not kept.exists():
            shutil.copytree(really_build(spec, work_directory), kept)
            shutil.rmtree(work_directory / "output")
        return Path(shutil.copytree(kept, work_directory / "output"))

    monkeypatch.setattr(build, "build", build_once)


@pytest.fixture(scope="session")
def files_of() -> Callable[[Path], dict[str, bytes]]:
    """Every file of a directory by its relative path, caches of Python left out."""

    def read(directory: Path) -> dict[str, bytes]:
        return {
            file.relative_to(directory).as_posix(): file.read_bytes()
            for file in directory.rglob("*")
            if file.is_file() and "__pycache__" not in file.parts
        }

    return read
