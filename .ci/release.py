"""Makes a release as far as that can be done on one machine; CONTRIBUTING.md says what comes after.

`make release VERSION=1.2.0` calls it. It writes the version where it stands, makes the commit of
the release if there is something to commit, and fills `dist/release/`, the same bytes for the same
commit on every machine whose Python compresses with zlib itself, and not with a replacement of it.
It pushes nothing and sets no tag.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
DIST: Final = ROOT / "dist"
RELEASE: Final = DIST / "release"
PYTHON: Final = ROOT / ".venv/bin/python"
UV: Final = ROOT / ".venv/bin/uv"
NUMBER: Final = r"(0|[1-9]\d*)"
VERSION: Final = re.compile(rf"{NUMBER}\.{NUMBER}\.{NUMBER}((a|b|rc)[1-9]\d*)?")
"""Three numbers, and for a pre-release the letters of PEP 440."""
PLACES: Final = {
    "pyproject.toml": re.compile(r'^(version = ")([^"]+)(")$', re.MULTILINE),
    "CITATION.cff": re.compile(r"^(version: )(\S+)()$", re.MULTILINE),
}
"""Where the version stands: what is before it, the version, and what is after it."""
CHANGELOG: Final = "CHANGELOG.md"
UNRELEASED: Final = "## Unreleased\n"
ACCEPTING: Final = (("compare", "--accept"), ("api",), ("api", "--accept"))
"""What the generator is told. Accepting public names refuses none: they are checked first."""


class ReleaseError(Exception):
    """Why there can be no release; nothing was committed."""


def main(version: str) -> None:
    if VERSION.fullmatch(version) is None:
        raise ReleaseError(f"VERSION={version} is not like 1.2.0, 1.2.0rc1, 1.2.0b1 or 1.2.0a1")
    if run("git", "status", "--porcelain"):
        raise ReleaseError("the tree is not clean: commit or remove what `git status` lists")
    commit_version(version)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": run("git", "log", "-1", "--format=%ct")}
    shutil.rmtree(RELEASE, ignore_errors=True)
    RELEASE.mkdir(parents=True)
    build(version, environment)
    write_checksums()
    say_what_is_left(version)


def commit_version(version: str) -> None:
    """Write the version and the heading of the changelog, and commit that as the release.

    On the commit of the release nothing is left to do, so that everybody can build it again.
    """
    try:
        write_version(version)
        # The installed checkout has the version too; and the spec and the public names that are
        # published now are what the next ones are compared with.
        subprocess.run([ROOT / ".ci/setup"], check=True)
        for command in ACCEPTING:
            subprocess.run([PYTHON, "-m", "generator", *command], cwd=ROOT, check=True)
    except BaseException:
        run("git", "restore", ".")
        raise
    if run("git", "status", "--porcelain"):
        run("git", "commit", "--quiet", "--all", "--message", f"Release {version}")


def write_version(version: str) -> None:
    write_heading(version)
    for name, pattern in PLACES.items():
        text = (ROOT / name).read_text("utf-8")
        changed, places = pattern.subn(rf"\g<1>{version}\g<3>", text)
        if places != 1:
            raise ReleaseError(f"{name} has {places} lines with the version")
        (ROOT / name).write_text(changed, "utf-8")


def write_heading(version: str) -> None:
    """Give what is unreleased in the changelog its heading, unless it has it."""
    path = ROOT / CHANGELOG
    text = path.read_text("utf-8")
    if re.search(rf"^## {re.escape(version)} - \d{{4}}-\d\d-\d\d$", text, re.MULTILINE):
        return
    before, heading, after = text.partition(UNRELEASED)
    changes = re.split(r"^## ", after, maxsplit=1, flags=re.MULTILINE)[0]
    if not heading or not changes.strip():
        raise ReleaseError(f"{CHANGELOG} has nothing under {UNRELEASED.strip()!r}")
    today = datetime.now(UTC).date().isoformat()
    path.write_text(f"{before}{heading}\n## {version} - {today}\n{after}", "utf-8")


def build(version: str, environment: dict[str, str]) -> None:
    """The distributions, the bill of materials of the wheel, the site and the published spec."""
    python = RELEASE / "python"
    options: list[str | Path] = ["--quiet", "--no-build-isolation", "--python", PYTHON]
    subprocess.run(
        [UV, "build", *options, "--out-dir", python], cwd=ROOT, env=environment, check=True
    )
    (wheel,) = python.glob("*.whl")
    for ignored in python.glob(".*"):  # `uv` keeps git from the folder
        ignored.unlink()
    with zipfile.ZipFile(wheel) as archive:
        (sbom,) = [name for name in archive.namelist() if ".dist-info/sboms/" in name]
        bill = RELEASE / f"turbosms-client-{version}.cdx.json"
        bill.write_bytes(archive.read(sbom))
    epoch = int(environment["SOURCE_DATE_EPOCH"])
    subprocess.run([PYTHON, "-m", "generator", "publish"], cwd=ROOT, env=environment, check=True)
    pack(DIST / "spec", f"turbosms-openapi-{version}", epoch)
    shutil.rmtree(DIST / "site", ignore_errors=True)
    subprocess.run(["make", "--no-print-directory", "docs"], cwd=ROOT, env=environment, check=True)
    pack(DIST / "site", f"turbosms-client-docs-{version}", epoch)


def pack(folder: Path, name: str, epoch: int) -> None:
    """An archive of a folder with the same bytes for the same files."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for file in sorted(folder.rglob("*")):
            if not file.is_file():
                continue
            entry = tarfile.TarInfo(f"{name}/{file.relative_to(folder).as_posix()}")
            entry.size, entry.mtime, entry.mode = file.stat().st_size, epoch, 0o644
            with file.open("rb") as source:
                archive.addfile(entry, source)
    packed = io.BytesIO()
    # The header of `gzip.compress` depends on the version of Python.
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as stream:
        stream.write(content.getvalue())
    (RELEASE / f"{name}.tar.gz").write_bytes(packed.getvalue())


def write_checksums() -> None:
    """SHA256SUMS, as `sha256sum --check` reads it."""
    files = sorted(file for file in RELEASE.rglob("*") if file.is_file())
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(RELEASE).as_posix()}\n"
        for file in files
    ]
    (RELEASE / "SHA256SUMS").write_text("".join(lines), "utf-8")
    print("".join(lines), end="")


def say_what_is_left(version: str) -> None:
    commit = run("git", "rev-parse", "--short", "HEAD")
    print(f"""
dist/release/ has release {version}, made of commit {commit}. Left for somebody with the keys:
  1. Look at the commit (git show {commit}), and run `make test-thorough` on it.
  2. git push origin HEAD:main, and wait until its checks are green.
  3. git tag --annotate v{version} --message "Release {version}" {commit}
  4. git push origin v{version}
     The workflow "Release" builds the same files, asks for approval in the environment "pypi",
     and publishes them.
  5. Compare its SHA256SUMS with that of dist/release/.""")


def run(*command: str) -> str:
    """What a command prints; ReleaseError if it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ReleaseError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout.strip()


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "")
    except ReleaseError as problem:
        sys.exit(f"No release: {problem}.")
    except subprocess.CalledProcessError as problem:
        sys.exit(f"No release: {problem}")
