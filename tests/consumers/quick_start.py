"""The quick start of docs/consumers.md, followed by a stranger with `spec/`, Node and a sandbox."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.consumers.page import PAGE
from tests.consumers.published_spec import published
from tests.consumers.tools import TOOLS, of_system
from tests.kit.control import Control
from tests.kit.processes import SandboxProcess, run

if TYPE_CHECKING:
    import subprocess

NAME: Final = "quick-start"
"""In outcomes.json."""
USUAL: Final = "http://127.0.0.1:8026"
"""Where the page says that the sandbox is."""
WRONG: Final = ("viber: {", "vibre: {")
"""A word of it, and what the compiler has to refuse in its place."""


def block() -> str:
    """What the page says to type."""
    page = PAGE.read_text("utf-8")
    found = re.search(r"^## Quick start\n.*?^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert found
    assert found[1].count(USUAL) == 1
    return found[1]


def check() -> None:
    """Follow it, and then with a wrong word; AssertionError if not all ends as it says."""
    with (
        tempfile.TemporaryDirectory() as directory,
        SandboxProcess() as process,
        Control(process.url) as control,
    ):
        shutil.copytree(published(), Path(directory, "spec"))
        check_delivery(control, Path(directory))
        check_types(control, Path(directory))


def check_delivery(control: Control, directory: Path) -> None:
    """A hybrid message is delivered."""
    done = _follow(block(), control.url, directory)
    assert done.returncode == 0, done.stdout + done.stderr
    (message,) = _messages(control)
    assert done.stdout.count(message["message_id"]) == 2
    assert "status: 'Delivered'" in done.stdout
    assert "type: 'sms'" in done.stdout
    assert message["recipient"] == "380001000001"
    assert (message["type"], message["status"]) == ("sms", "Delivered")
    assert [channel["type"] for channel in message["channels"]] == ["viber", "sms"]


def check_types(control: Control, directory: Path) -> None:
    """Where the tools are installed: a wrong name is refused before anything is sent."""
    before = _messages(control)
    wrong = block().replace(*WRONG)
    assert wrong != block()
    lines = [line for line in wrong.splitlines() if "npm install" not in line]
    done = _follow("\n".join(lines), control.url, directory)
    assert done.returncode != 0
    assert "'vibre' does not exist" in done.stdout, done.stdout + done.stderr
    assert _messages(control) == before


def _messages(control: Control) -> list[dict[str, Any]]:
    return control.shown()


def _follow(lines: str, address: str, directory: Path) -> subprocess.CompletedProcess[str]:
    typed, own = lines.replace(USUAL, address), of_system(TOOLS["node"]())
    return run("bash", "-c", typed, cwd=directory, env=own)
