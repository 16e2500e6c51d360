"""aiopenapi3, which makes its models when it starts, reads OpenAPI 3.0 and calls the sandbox."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.consumers.due import EDITIONS
from tests.consumers.tools import WORK, alone, of_system
from tests.kit.control import Control
from tests.kit.processes import PYTHON, SandboxProcess, output

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.checkout, pytest.mark.thorough_only, pytest.mark.timeout(600)]

FILES: Final = Path(__file__).parent / "aiopenapi3"


@pytest.fixture(scope="module")
def python() -> Iterator[Path]:
    """A Python with what the lock file names."""
    place = WORK / "aiopenapi3"
    lock = FILES / "requirements.txt"
    with alone("aiopenapi3"):
        stamp = place / ".installed"
        if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
            shutil.rmtree(place, ignore_errors=True)
            output(PYTHON, "-m", "uv", "venv", "--quiet", "--python", PYTHON, place)
            install = ("uv", "pip", "sync", "--quiet", "--require-hashes")
            output(PYTHON, "-m", *install, "--python", place / "bin/python", lock)
            stamp.write_bytes(lock.read_bytes())
        yield place / "bin/python"


@pytest.mark.parametrize("edition", ["openapi-3.0.json", "openapi-json-view-3.0.json"])
def test_it_sends_and_asks(python: Path, tmp_path: Path, edition: str) -> None:
    with SandboxProcess() as process, Control(process.url) as control:
        spec = json.loads((EDITIONS / edition).read_bytes())
        spec["servers"] = [{"url": process.url}]
        (tmp_path / "spec.json").write_text(json.dumps(spec), "utf-8")
        own = {**of_system(), "TURBOSMS_TOKEN": "sandbox"}
        told = json.loads(output(python, FILES / "send.py", cwd=tmp_path, env=own))
        (message,) = control.shown()
        assert told == [801, message["message_id"], 1]
