"""A little of everything, for a Python between the oldest and the newest.

Every module can be imported, and each way to send has sent once.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from tests.kit.packages import IMPORT_MODULES
from tests.kit.processes import PYTHON, environment, output
from turbosms_client import AsyncTurboSMS, SendReport, Sms, TurboSMS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.control import Control

PACKAGES = (
    "turbosms_api",
    "turbosms_client",
    "turbosms_cli",
    "turbosms_sandbox",
    "turbosms_testing",
)
PHONE = "380678998668"
IN_AN_APPLICATION = """
def test_it_is_sent(turbosms, turbosms_sandbox):
    turbosms.message.send(["380678998668"], text="Hello")
    turbosms_sandbox.assert_sent("380678998668", text="Hello")
"""


def run(*arguments: str, **changes: str) -> str:
    """The output of a program of this Python, without settings of ours from outside."""
    own = environment("PYTEST_", "TURBOSMS_", **changes)
    return output(PYTHON, "-W", "error", *arguments, env=own)


def test_every_module_can_be_imported() -> None:
    names = run("-c", IMPORT_MODULES, *PACKAGES).split()
    for package in PACKAGES:
        assert len([name for name in names if name.startswith(f"{package}.")]) > 1


def test_the_client_sends(control: Control) -> None:
    with TurboSMS("sandbox", control.url, sms_sender="TurboSMS") as client:
        report = client.message.send([PHONE], text="From the client", sms=Sms())
    assert len(report.message_ids) == 1


def test_the_asynchronous_client_sends(control: Control) -> None:
    async def send() -> SendReport:
        async with AsyncTurboSMS("sandbox", control.url, sms_sender="TurboSMS") as client:
            return await client.message.send([PHONE], text="From the other one", sms=Sms())

    assert len(asyncio.run(send()).message_ids) == 1


def test_the_command_sends(control: Control, tmp_path: Path) -> None:
    printed = run(
        *("-m", "turbosms_cli", "send", PHONE, "--sms", "TurboSMS", "--text", "From the command"),
        HOME=str(tmp_path),
        TURBOSMS_TOKEN="sandbox",
        TURBOSMS_BASE_URL=control.url,
    )
    rows = [json.loads(line) for line in printed.splitlines()]
    assert PHONE in [row.get("phone") for row in rows], printed


def test_an_application_is_tested_with_the_plugin(tmp_path: Path) -> None:
    (tmp_path / "test_application.py").write_text(IN_AN_APPLICATION, "utf-8")
    # Without what takes long to load and has nothing to do with it.
    without = ("-p", "no:schemathesis", "-p", "no:cacheprovider", "-p", "no:randomly")
    printed = run("-m", "pytest", "-q", *without, str(tmp_path))
    assert "1 passed" in printed
