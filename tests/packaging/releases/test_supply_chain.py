"""What comes from others: it is the very thing that was looked at, and its licence goes with it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from email.parser import HeaderParser
from typing import TYPE_CHECKING, Final

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.kit.processes import ROOT, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

VENDOR: Final = "turbosms_sandbox/inbox/web/vendor"
LICENCES: Final = {
    "LICENSE": "MIT License",
    f"sandbox/{VENDOR}/preact.LICENSE.txt": "The MIT License (MIT)",
    f"sandbox/{VENDOR}/htm.LICENSE.txt": "Apache License",
}


def test_the_wheel_names_the_licence_of_all_that_it_holds(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (info,) = {name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = HeaderParser().parsestr(archive.read(f"{info}/METADATA").decode())
        assert metadata["License-Expression"] == "MIT AND Apache-2.0"
        assert sorted(metadata.get_all("License-File", [])) == sorted(LICENCES)
        for name, title in LICENCES.items():
            assert title in archive.read(f"{info}/licenses/{name}").decode()


def test_the_bill_of_materials_lists_every_file_of_others(wheel: Path) -> None:
    """All that is in the folder, with its digest, and nothing that is not in the wheel."""
    text = sbom_in(wheel)
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    assert problem is None, str(problem)[:1000]
    sbom = json.loads(text)
    listed = {
        file["name"]: file["hashes"][0]["content"]
        for package in sbom["components"]
        for file in package["components"]
    }
    with zipfile.ZipFile(wheel) as archive:
        found = {
            name: hashlib.sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
            if name.startswith(f"{VENDOR}/") and not name.endswith((".md", ".toml", ".txt"))
        }
    assert len(found) == 3
    assert listed == found


def test_the_bill_of_materials_names_packages_as_registries_do(wheel: Path) -> None:
    sbom = json.loads(sbom_in(wheel))
    packages = {package["purl"]: package for package in sbom["components"]}
    assert {name.partition("@")[0] for name in packages} == {"pkg:npm/preact", "pkg:npm/htm"}
    of_packages = {
        package["licenses"][0]["license"]["id"]: package["name"] for package in packages.values()
    }
    assert of_packages == {"MIT": "preact", "Apache-2.0": "htm"}
    with zipfile.ZipFile(wheel) as archive:
        texts = {
            name.rpartition("/")[2].partition(".")[0]
            for name in archive.namelist()
            if name.startswith(f"{VENDOR}/") and name.endswith(".LICENSE.txt")
        }
    assert texts == set(of_packages.values())
    about = sbom["metadata"]["component"]
    assert about["version"] == wheel.name.split("-")[1]
    assert about["licenses"] == [{"expression": "MIT AND Apache-2.0"}]
    (ours, *others) = sbom["dependencies"]
    assert ours == {"ref": about["purl"], "dependsOn": list(packages)}
    assert [row["ref"] for row in others] == list(packages)


def sbom_in(wheel: Path) -> str:
    """The only bill of materials of a wheel, which stands where PEP 770 says."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if ".dist-info/sboms/" in name]
        assert name.endswith("/sboms/turbosms-client.cdx.json")
        return archive.read(name).decode()


LOCKS: Final = (
    "requirements-dev.txt",
    ".ci/mutation.txt",
    "container/build.txt",
    "container/sandbox.txt",
)


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_has_a_version_and_hashes(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    requirements = re.split(r"\n(?=[^\s#])", "\n" + text)[1:]
    assert len(requirements) > 4
    for requirement in requirements:
        assert re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_no_script_installs_what_no_hash_says() -> None:
    scripts = [file for file in (ROOT / ".ci").iterdir() if file.suffix != ".txt"]
    lines: list[str] = []
    for file in scripts:
        lines += file.read_text("utf-8").splitlines()
    installs = re.compile(r"pip[\"', ]+(install|sync)|uv tool|uvx")
    commands = [line for line in lines if installs.search(line)]
    assert len(commands) > 4
    for command in commands:
        is_ours = "--no-deps" in command and re.search(
            r"--editable \.$|\"\$wheel\"$|, wheel\)$", command
        )
        assert "--require-hashes" in command or is_ours, command


@pytest.mark.thorough_only
def test_another_uv_is_not_installed(tmp_path: Path) -> None:
    """The setup script itself, with a lock file whose uv is another file than the registry's."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/setup", tmp_path / ".ci/setup")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    text = (ROOT / "requirements-dev.txt").read_text("utf-8")
    before, mark, uv = text.partition("\nuv==")
    uv = re.sub(r"sha256:\w{8}", "sha256:00000000", uv)
    (tmp_path / "requirements-dev.txt").write_text(before + mark + uv, "utf-8")
    done = run(tmp_path / ".ci/setup")
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr, done.stderr
    assert (tmp_path / ".venv/bin/python").exists()
    assert not (tmp_path / ".venv/bin/uv").exists()
