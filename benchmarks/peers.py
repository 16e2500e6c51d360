"""What clients are compared with, and environments for that: made under `dist/`, outside git."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.servers import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CACHE = ROOT / "dist/benchmarks"
_TOOL = CACHE / "openapi-generator"
_MADE = CACHE / "openapi-generator-client"
PEER = [_MADE, _TOOL]
OURS = [ROOT, ROOT / "generated", ROOT / "overlay"]
_LOCK = ROOT / "benchmarks/openapi_generator/requirements.txt"
_BASE = ["anyio", "attrs", "httpx2", "tzdata"]
_AIOHTTP = ["aiohttp"]
_CLI = ["click", "rich", "tomlkit"]
_VERSIONS = ROOT / "requirements-dev.txt"


def base() -> Path:
    """What the client alone needs, in the versions of requirements-dev.txt.

    The development environment has click and rich too, and with them `httpx2` takes twice as long
    to import.
    """
    return _installed(CACHE / "base", ["--constraint", str(_VERSIONS), *_BASE])


def with_aiohttp() -> Path:
    """What a session of `aiohttp` needs beyond that, in the same versions."""
    return _installed(CACHE / "aiohttp", ["--constraint", str(_VERSIONS), *_AIOHTTP])


def command_line() -> Path:
    """What the command line needs beyond that, in the same versions."""
    return _installed(CACHE / "cli", ["--constraint", str(_VERSIONS), *_CLI])


def why_no_generator() -> str | None:
    """Why openapi-generator cannot be measured here, or None.

    Its client is made on the way, from the edition that docs/consumers.md gives to it.
    """
    if shutil.which("java") is None:
        return "java is not installed"
    try:
        _installed(_TOOL, ["--require-hashes", "--requirement", str(_LOCK)])
        shutil.rmtree(_MADE, ignore_errors=True)
        jar = str(_TOOL / "openapi_generator_cli/openapi-generator.jar")
        command = ["java", "-jar", jar, "generate", "-g", "python", "--package-name", "peer"]
        edition = ROOT / "generated/turbosms_api/spec/openapi-json-view.json"
        command += ["-i", str(edition), "-o", str(_MADE)]
        subprocess.run(command, capture_output=True, text=True, check=True)
    except subprocess.CalledProcessError as error:
        return (
            f"{' '.join(error.cmd[:3])}: {(error.stderr or error.stdout).strip().splitlines()[-1:]}"
        )
    return None


def run(module: str, arguments: Iterable[object], paths: Iterable[Path]) -> str:
    """What `python -m module` prints that finds nothing but these paths and the standard library.

    No proxy is set.
    """
    return python(["-m", module, *map(str, arguments)], paths)


def python(arguments: Iterable[str], paths: Iterable[Path]) -> str:
    """What Python prints that is run in this way."""
    environment = {
        name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")
    }
    environment["PYTHONPATH"] = os.pathsep.join(map(str, [*paths]))
    # Bytecode of all sides alike, whatever the environment says and whoever installed them: the
    # first run writes it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(CACHE / "bytecode")
    # -S: without the packages of the development environment.
    command = [sys.executable, "-S", *arguments]
    return subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, env=environment, timeout=300
    ).stdout


def _installed(target: Path, packages: list[str]) -> Path:
    marker = target / ".complete"
    # Made anew when other packages are asked for or the lock files have other versions.
    locks = _VERSIONS.read_bytes() + _LOCK.read_bytes()
    wanted = f"{' '.join(packages)} {hashlib.sha256(locks).hexdigest()}"
    if not marker.exists() or marker.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(target, ignore_errors=True)
        command = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "install",
            "--quiet",
            "--python",
            sys.executable,
        ]
        subprocess.run(
            [*command, "--target", str(target), *packages],
            capture_output=True,
            text=True,
            check=True,
        )
        marker.write_text(wanted, encoding="utf-8")
    return target
