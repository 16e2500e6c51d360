"""What the README promises of the inbox: one command, one line, and the message is there."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.kit.tools import find

pytestmark = pytest.mark.checkout

ROOT = Path(__file__).parents[2]


def test_make_sandbox_and_one_line(browser: Any, rows: Any) -> None:
    """From a clone that is set up, in seconds; setting up takes the rest of two minutes."""
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.partition("## See what was sent")[2].partition("\n## ")[0]
    (line,) = re.findall(r"```console\n\$ (curl .*)\n", section)
    find("curl", "curl")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    # In a session of its own, so that the sandbox that make starts ends with it.
    command = [find("make", "make"), "--no-print-directory", "sandbox", f"PORT={port}"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[-1]
            assert address == f"http://127.0.0.1:{port}"
            tab = browser.new_context().new_page()
            tab.goto(address)
            subprocess.run(
                ["bash", "-c", line.replace("8026", port)], check=True, stdout=subprocess.DEVNULL
            )
            expect(rows(tab)).to_have_count(1)
            rows(tab).first.get_by_role("link").click()
            expect(
                tab.get_by_role("region", name="Phone of 380001000001").get_by_role("article")
            ).to_have_count(2)
            tab.context.close()
        finally:
            os.killpg(process.pid, signal.SIGINT)
