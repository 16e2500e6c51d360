"""What the README promises of the inbox: one command, one line, and the message is there."""

from __future__ import annotations

import re
import signal
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.kit.debian import find
from tests.kit.processes import ROOT, Process, free_port, output

pytestmark = pytest.mark.checkout


def test_make_sandbox_and_one_line(browser: Any, rows: Any) -> None:
    """From a clone that is set up, in seconds; setting up takes the rest of two minutes."""
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.partition("## See what was sent")[2].partition("\n## ")[0]
    (line,) = re.findall(r"```console\n\$ (curl .*)\n", section)
    find("curl")
    port = str(free_port())
    # In a session of its own, so that the sandbox that make starts ends with it.
    command = (find("make"), "--no-print-directory", "sandbox", f"PORT={port}")
    with Process(*command, cwd=ROOT, group=True) as process:
        address = process.line().split()[-1]
        assert address == f"http://127.0.0.1:{port}"
        tab = browser.new_context().new_page()
        tab.goto(address)
        output("bash", "-c", line.replace("8026", port))
        expect(rows(tab)).to_have_count(1)
        rows(tab).first.get_by_role("link").click()
        phone = tab.get_by_role("region", name="Phone of 380001000001")
        expect(phone.get_by_role("article")).to_have_count(2)
        tab.context.close()
        process.stop(signal.SIGINT)
