"""`make release`: what it refuses, what it commits, and the same bytes from every clone."""

from __future__ import annotations

import hashlib
import json
import re
import runpy
import shutil
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.kit.processes import ROOT, environment, output
from tests.kit.processes import run as run_anyhow

if TYPE_CHECKING:
    import subprocess

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

VERSION: Final = "9.8.7rc1"
SCRIPT: Final = ".ci/release.py"


def git(folder: Path, *arguments: str) -> str:
    return output("git", *arguments, cwd=folder).strip()


def clone(source: Path, target: Path) -> Path:
    """A clone in which somebody can commit, as the script does too."""
    git(source, "clone", "--quiet", "--no-hardlinks", str(source), str(target))
    for name, value in (("name", "Releaser"), ("email", "releaser@example.com")):
        git(target, "config", f"user.{name}", value)
    return target


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone, in whose `.venv` nothing is: what is refused needs no tools."""
    cloned = clone(ROOT, tmp_path / "clone")
    shutil.copy(ROOT / SCRIPT, cloned / SCRIPT)  # as it is, before it is committed
    # On the commit of a release nothing is unreleased.
    changelog = cloned / "CHANGELOG.md"
    before, heading, after = changelog.read_text("utf-8").partition("## Unreleased\n")
    changelog.write_text(f"{before}{heading}\n- A change.\n{after}", "utf-8")
    git(cloned, "commit", "--quiet", "--all", "--message", "The script as it is, and a change")
    return cloned


def release(folder: Path, version: str) -> subprocess.CompletedProcess[str]:
    return run_anyhow(sys.executable, folder / SCRIPT, version, cwd=folder)


@pytest.mark.parametrize(
    "version",
    ["", "1", "1.2", "v1.2.0", "1.2.0.0", "01.2.0", "1.2.0-rc1", "1.2.0rc", "1.2.0.dev1", "1.2.0 "],
)
def test_a_version_of_another_form_is_refused(version: str) -> None:
    done = release(ROOT, version)
    assert done.returncode == 1
    assert done.stderr.startswith(f"No release: VERSION={version} is not like 1.2.0")


def test_what_is_not_committed_is_not_released(checkout: Path) -> None:
    (checkout / "new.txt").write_text("new")
    done = release(checkout, VERSION)
    assert (done.returncode, "the tree is not clean" in done.stderr) == (1, True)


def test_a_release_without_changes_is_refused_and_leaves_nothing(checkout: Path) -> None:
    changelog = checkout / "CHANGELOG.md"
    before, heading, _ = changelog.read_text("utf-8").partition("## Unreleased\n")
    changelog.write_text(f"{before}{heading}\n## 0.1.0 - 2026-11-30\n\n- All.\n", "utf-8")
    git(checkout, "commit", "--quiet", "--all", "--message", "Nothing is unreleased")
    commit = git(checkout, "rev-parse", "HEAD")
    done = release(checkout, VERSION)
    assert done.returncode == 1
    assert "CHANGELOG.md has nothing under '## Unreleased'" in done.stderr
    assert git(checkout, "status", "--porcelain") == ""
    assert git(checkout, "rev-parse", "HEAD") == commit


def test_a_failure_leaves_nothing(checkout: Path) -> None:
    (checkout / ".ci/setup").write_text("#!/bin/sh\nexit 3\n")
    git(checkout, "commit", "--quiet", "--all", "--message", "A setup that fails")
    done = release(checkout, VERSION)
    assert done.returncode == 1
    assert done.stderr.startswith("No release: Command ")
    assert "returned non-zero exit status 3" in done.stderr
    assert git(checkout, "status", "--porcelain") == ""
    assert VERSION not in (checkout / "pyproject.toml").read_text("utf-8")


def test_the_spec_and_the_public_names_are_accepted(checkout: Path, tmp_path: Path) -> None:
    """Public names only if they break nothing; the last command fails here, which undoes all."""
    told = tmp_path / "told"
    (checkout / ".ci/setup").write_text("#!/bin/sh\n")
    git(checkout, "commit", "--quiet", "--all", "--message", "A setup that does nothing")
    python = checkout / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\necho "$@" >> {told}\n[ "$*" != "-m generator api --accept" ]\n')
    python.chmod(0o755)
    assert release(checkout, VERSION).returncode == 1
    assert told.read_text().splitlines() == [
        "-m generator compare --accept",
        "-m generator api",
        "-m generator api --accept",
    ]
    assert git(checkout, "status", "--porcelain") == ""


def test_an_archive_has_nothing_of_the_python_that_made_it(tmp_path: Path) -> None:
    """Since 3.13, `gzip.compress` names another system in its header than before."""
    names = runpy.run_path(str(ROOT / SCRIPT), run_name="release")
    (tmp_path / "file").write_text("text")
    names["pack"].__globals__["RELEASE"] = tmp_path
    names["pack"](tmp_path, "packed", 1_700_000_000)
    packed = (tmp_path / "packed.tar.gz").read_bytes()
    assert packed[:10].hex() == "1f8b08000000000002ff"
    with tarfile.open(tmp_path / "packed.tar.gz") as archive:
        (entry,) = archive.getmembers()
    assert (entry.name, entry.mtime, entry.mode) == ("packed/file", 1_700_000_000, 0o644)


def test_the_pages_need_no_change_for_a_new_version() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    (version,) = re.findall(
        r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.M
    )
    name = re.compile(rf"turbosms.client-{re.escape(version)}\b")
    assert [page.name for page in pages if name.search(page.read_text("utf-8"))] == []


def test_all_places_have_the_same_version() -> None:
    texts = [(ROOT / name).read_text("utf-8") for name in ("pyproject.toml", "CITATION.cff")]
    lines = [re.findall(r'^version(?: = "|: )([^"\n]+)', text, re.MULTILINE)[0] for text in texts]
    assert lines[0] == lines[1]


@pytest.mark.thorough_only
def test_two_clones_make_the_same_release(tmp_path: Path, checkout: Path) -> None:
    """The first commits the release, the second has it. Only the tools are the same."""
    start = git(checkout, "rev-parse", "HEAD")
    values = environment("TURBOSMS", "SOURCE_DATE_EPOCH", "MAKE", "MFLAGS", "CI")
    command = ("make", "--no-print-directory", "release", f"VERSION={VERSION}")
    printed = output(*command, cwd=checkout, env=values)
    assert git(checkout, "status", "--porcelain") == ""
    assert git(checkout, "log", "-1", "--format=%s") == f"Release {VERSION}"
    assert git(checkout, "rev-parse", "HEAD~1") == start
    assert git(checkout, "tag") == git(ROOT, "tag")
    today = datetime.now(UTC).date().isoformat()[:7]
    assert f"\n## {VERSION} - {today}" in (checkout / "CHANGELOG.md").read_text("utf-8")
    assert f"git push origin v{VERSION}" in printed

    second = clone(checkout, tmp_path / "second")
    (second / ".git/info/exclude").write_text(".venv\n")
    (second / ".venv").symlink_to(checkout / ".venv")
    again = output(*command, cwd=second, env=values)
    assert git(second, "rev-parse", "HEAD") == git(checkout, "rev-parse", "HEAD")
    first_sums, second_sums = (
        (folder / "dist/release/SHA256SUMS").read_text("utf-8") for folder in (checkout, second)
    )
    assert second_sums == first_sums
    assert second_sums in again
    _check_files(second / "dist/release", second_sums)


def _check_files(folder: Path, sums: str) -> None:
    listed = {line.split("  ")[1]: line.split("  ")[0] for line in sums.splitlines()}
    files = {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "SHA256SUMS"
    }
    assert listed == files
    assert listed.keys() == {
        f"python/turbosms_client-{VERSION}-py3-none-any.whl",
        f"python/turbosms_client-{VERSION}.tar.gz",
        f"turbosms-client-{VERSION}.cdx.json",
        f"turbosms-client-docs-{VERSION}.tar.gz",
        f"turbosms-openapi-{VERSION}.tar.gz",
    }
    bill = json.loads((folder / f"turbosms-client-{VERSION}.cdx.json").read_bytes())
    assert bill["metadata"]["component"]["version"] == VERSION
    for name, file in (("docs", "index.html"), ("openapi", "openapi.json")):
        (packed,) = folder.glob(f"*-{name}-*.tar.gz")
        with tarfile.open(packed) as archive:
            assert any(Path(entry).name == file for entry in archive.getnames()), name
