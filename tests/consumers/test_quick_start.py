"""The quick start of docs/consumers.md: what a stranger has is `spec/`, Node and a sandbox."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.consumers.declarations import HERE, read
from tests.consumers.page import PAGE
from tests.consumers.published import published
from tests.consumers.running import ask, sandbox
from tests.consumers.tools import TOOLS, of_system

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.checkout, pytest.mark.timeout(600)]

USUAL = "http://127.0.0.1:8026"
"""Where the page says that the sandbox is."""


@pytest.fixture(scope="module")
def block() -> str:
    found = re.search(r"^## Quick start\n.*?^```sh\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found
    assert found[1].count(USUAL) == 1
    return found[1]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with sandbox() as started:
        yield started


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("stranger")
    shutil.copytree(published(), directory / "spec")
    return directory


def messages(address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(address, "/sandbox/messages")["messages"]
    return found


def follow(block: str, address: str, directory: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", block.replace(USUAL, address)],
        cwd=directory,
        env=of_system(TOOLS["node"]()),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_it_takes_less_than_ten_lines(block: str) -> None:
    assert len([line for line in block.splitlines() if line.strip()]) < 10


def test_it_asks_for_the_versions_of_the_lock_file(block: str) -> None:
    versions = read(HERE / "typescript-fetch").versions()
    line = "npm install --save-exact " + " ".join(f"{name}@{version}" for name, version in versions.items())
    assert block.splitlines()[0] == line


def test_a_hybrid_message_is_delivered(block: str, address: str, directory: Path) -> None:
    done = follow(block, address, directory)
    assert done.returncode == 0, done.stdout + done.stderr
    (message,) = messages(address)
    assert done.stdout.count(message["message_id"]) == 2
    assert "status: 'Delivered'" in done.stdout
    assert "type: 'sms'" in done.stdout
    assert message["recipient"] == "380001000001"
    assert (message["type"], message["status"]) == ("sms", "Delivered")
    assert [channel["type"] for channel in message["channels"]] == ["viber", "sms"]


def test_a_wrong_name_is_refused_before_anything_is_sent(block: str, address: str, directory: Path) -> None:
    """Runs where the test before it has installed the tools."""
    before = messages(address)
    wrong = block.replace("viber: {", "vibre: {")
    assert wrong != block
    done = follow("\n".join(line for line in wrong.splitlines() if "npm install" not in line), address, directory)
    assert done.returncode != 0
    assert "'vibre' does not exist" in done.stdout, done.stdout + done.stderr
    assert messages(address) == before
