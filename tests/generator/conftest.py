"""What the tests of the generator's stages share."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.kit.generating import generator_here

if TYPE_CHECKING:
    from generator.spec.model.spec import Spec

SMALL = Path(__file__).parent / "fixtures" / "small.yaml"


@pytest.fixture
def small_spec(tmp_path: Path) -> Path:
    """A copy of a small spec of the same shape as openapi.yaml, to break and to generate from."""
    return Path(shutil.copy(SMALL, tmp_path))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the small spec, `small.yaml`, and what it makes, `out`.

    Copy it to change anything.
    """
    directory = tmp_path_factory.mktemp("made_once")
    shutil.copy(SMALL, directory)
    done = generator_here("generate", "--spec", "small.yaml", "--out", "out", cwd=directory)
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
