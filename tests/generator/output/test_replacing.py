"""A run that does not end well leaves the old output, whole; no other directory is replaced."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.output.errors import GeneratorError
from generator.output.replacing import replace_directory, work_directory
from tests.kit.generating import files_of, generator_here
from tests.kit.processes import PYTHON, Process
from tests.openapi import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable


pytestmark = [pytest.mark.checkout, pytest.mark.usefixtures("building_once")]

MARK = "LOCK.json"
#: The generator, which stops when the client has been made and nothing has been put into place.
STOPPING = """
import sys
from generator import cli
from generator.package import build

def stop(package):
    print("made", flush=True)
    sys.stdin.read()

build.tidy = stop
cli.main()
"""


def refusing(number: int) -> Callable[..., None]:
    """A file system that moves no directory, for the reason of this number."""

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """An output of before: two files, one of which the next output has no more."""
    directory = tmp_path / "out"
    directory.mkdir()
    (directory / MARK).write_text('old: "spec" "view" "generator" "tools" "files"')
    (directory / "gone.py").write_text("old")
    return directory


def test_a_generation_that_fails_leaves_the_old_output(target: Path, small_spec: Path) -> None:
    before = files_of(target)
    # Fine for every check of ours, but no client can be made of it: nothing tells two models apart.
    text = small_spec.read_text(encoding="utf-8")
    ambiguous = (
        "anyOf:\n            - {$ref: '#/components/schemas/Balance'}\n            - {type: 'null'}"
    )
    assert ambiguous in text
    other = ambiguous.replace("{type: 'null'}", "{$ref: '#/components/schemas/SendRow'}")
    small_spec.write_text(text.replace(ambiguous, other, 1), encoding="utf-8")
    done = generator_here("generate", "--spec", small_spec, "--out", target)
    assert done.returncode == 2
    assert done.stderr.startswith("Error: a template for openapi-python-client refuses the spec: ")
    assert "of_a_type_that_the_data_cannot_decide" in done.stderr
    assert files_of(target) == before
    assert sorted(path.name for path in target.parent.iterdir()) == ["out", "small.yaml"]


def test_a_killed_generation_leaves_the_old_output(target: Path, small_spec: Path) -> None:
    before = files_of(target)
    command = (PYTHON, "-c", STOPPING, "generate", "--spec", small_spec, "--out", target)
    with Process(*command, cwd=ROOT) as process:
        assert process.line() == "made"
        assert process.stop(signal.SIGKILL).code == -signal.SIGKILL
    assert files_of(target) == before
    (left,) = target.parent.glob(".out-*")
    assert (left / ".gitignore").read_text() == "*\n", "git does not see what is left"
    # The next run makes the output and clears away what the killed one left.
    assert generator_here("generate", "--spec", small_spec, "--out", target).returncode == 0
    assert (target / "turbosms_api" / "client.py").is_file()
    assert sorted(path.name for path in target.parent.iterdir()) == ["out", "small.yaml"]


def test_the_work_of_another_run_is_left_alone(target: Path) -> None:
    with work_directory(target) as one, work_directory(target) as other:
        assert one != other
        assert one.is_dir()
    assert sorted(path.name for path in target.parent.iterdir()) == ["out"]


@pytest.mark.parametrize("way", ["swap", "file by file", "nothing there"])
def test_every_way_of_replacing_ends_the_same(
    target: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    new = target.with_name("new")
    (new / "package").mkdir(parents=True)
    (new / "package" / "a.py").write_text("new")
    (new / MARK).write_text("new")
    if way == "file by file":
        monkeypatch.setattr(Path, "rename", refusing(errno.EXDEV))
    if way == "nothing there":
        target.rename(target.with_name("elsewhere"))
    expected = files_of(new)
    replace_directory(target, new)
    assert files_of(target) == expected


def test_what_the_file_system_refuses_is_told(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "rename", refusing(errno.ENOSPC))
    with pytest.raises(
        GeneratorError, match=r"cannot put the output into .*: No space left on device"
    ):
        replace_directory(target, target.with_name("new"))


def test_the_old_output_comes_back_if_the_new_one_cannot_be_moved(target: Path) -> None:
    before = files_of(target)
    with pytest.raises(GeneratorError, match=r"No such file or directory"):
        replace_directory(target, target.with_name("new"))
    assert files_of(target) == before


def test_a_directory_of_somebody_else_is_never_replaced(tmp_path: Path, small_spec: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "me.jpg").touch()
    (photos / "LOCK.json").write_text("{}")  # of another tool
    done = generator_here("generate", "--spec", small_spec, "--out", photos)
    assert done.returncode == 2
    assert (
        "was not made by this generator (it has no LOCK.json of it); it stays as it is"
        in done.stderr
    )
    assert set(files_of(photos)) == {"LOCK.json", "me.jpg"}
    done = generator_here("generate", "--spec", small_spec, "--out", small_spec)
    assert (done.returncode, "is not a directory" in done.stderr) == (2, True)
    done = generator_here("generate", "--spec", small_spec, "--out", small_spec / "below")
    assert (
        done.returncode,
        "cannot work next to" in done.stderr or "Not a directory" in done.stderr,
    ) == (2, True)


def test_a_link_stays_a_link(tmp_path: Path, small_spec: Path) -> None:
    link = tmp_path / "link"
    (tmp_path / "real").mkdir()
    link.symlink_to("real")
    assert generator_here("generate", "--spec", small_spec, "--out", link).returncode == 0
    assert link.is_symlink()
    assert (tmp_path / "real" / MARK).is_file()
