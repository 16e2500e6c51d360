"""The built wheel, as a user installs it, on the oldest and newest Python, no extras."""

from __future__ import annotations

import json
import sys
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.kit.facts import RESULT_CODES, DocumentedCode
from tests.kit.packages import PACKAGES
from tests.kit.processes import ROOT
from tests.packaging.environments import UV, pythons, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.kit.control import Control

pytestmark = pytest.mark.checkout

FOUND = pythons()
ENDS = sorted({min(FOUND, key=lambda v: int(v[2:])), max(FOUND, key=lambda v: int(v[2:]))})

OVERLAY = """
import sys
from turbosms_client import (
    APIError, AsyncTurboSMS, InvalidParameterError, OutcomeUnknownError, ProtocolError,
    RequestNotSentError, ResultCode, RetryPolicy, Sms, TransportError, TurboSMS, TurboSMSError,
    Viber, WaitTimeoutError,
)
with TurboSMS(token="sandbox", base_url=sys.argv[1]) as client:
    viber, sms = Viber(sender="TurboSMS"), Sms(sender="TurboSMS")
    report = client.message.send(["380678998668"], text=sys.version[:4], viber=viber, sms=sms)
    print(len(report.accepted), client.user.balance() > 0)
"""

LOW_LEVEL = """
import sys
from turbosms_api import AuthenticatedClient
from turbosms_api.api.message import message_send
from turbosms_api.models import SendRequest, SmsParameters
client = AuthenticatedClient(base_url=sys.argv[1], token="sandbox")
sms = SmsParameters(sender="TurboSMS", text=sys.version[:4])
body = SendRequest(recipients=["380503288668"], sms=sms)
answer = message_send.sync(client=client, body=body)
print(answer.response_code, answer.response_result[0].message_id is not None)
assert not any(name.startswith("turbosms_client") for name in sys.modules)
"""

ONE_TIME_CODES = """
import sys
from turbosms_client import TurboSMS
from turbosms_codes import MemoryStorage, OneTimeCodes
with TurboSMS(token="sandbox", base_url=sys.argv[1], sms_sender="TurboSMS") as client:
    codes = OneTimeCodes(client, MemoryStorage(), "a" * 16, text=sys.version[:4] + ": {code}")
    print(codes.send("380503288668") is not None, codes.verify("380503288668", "no code"))
"""

CODES = """
import json
from turbosms_client import ResultCode
rows = [[c.value, c.name, c.meaning, c.since.isoformat(), c.outcome] for c in ResultCode]
print(json.dumps(rows))
assert ResultCode(414).name == "NOT_ALLOWED_MESSAGE_ID" and ResultCode(414).meaning
"""

CONSUMER = """
from decimal import Decimal

from turbosms_client import AsyncTurboSMS, SendReport, Sms, TurboSMS, Viber


def send(client: TurboSMS) -> list[str]:
    report: SendReport = client.message.send(
        ["380678998668"], text="x", viber=Viber(sender="A"), sms=Sms(sender="A")
    )
    ids = [row.message_id for row in report.accepted if row.message_id is not None]
    return ids + report.message_ids


async def balance(client: AsyncTurboSMS) -> Decimal:
    return await client.user.balance()
"""


@pytest.fixture(scope="module", params=ENDS)
def base(request: pytest.FixtureRequest, install: Callable[..., Path]) -> Path:
    """The python of an environment with nothing but the wheel and its base dependencies."""
    return install(FOUND[request.param])


def test_the_wheel_holds_the_packages_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == set(PACKAGES)
    assert {f"{package}/py.typed" for package in PACKAGES} <= set(names)
    web = ROOT / "sandbox/turbosms_sandbox/inbox/web"
    page = {
        file.relative_to(ROOT / "sandbox").as_posix() for file in web.rglob("*") if file.is_file()
    }
    assert "turbosms_sandbox/inbox/web/vendor/preact.module.js" in page
    assert "turbosms_sandbox/inbox/web/store/store.js" in page
    assert page <= set(names)


def test_only_the_base_dependencies_are_installed(base: Path) -> None:
    listed = json.loads(run(UV, "pip", "list", "--format", "json", "--python", base))
    installed = {package["name"] for package in listed}
    assert {"turbosms-client", "anyio", "attrs", "httpx2", "tzdata"} <= installed
    assert not installed & {"click", "starlette", "uvicorn", "openapi-python-client"}


def test_the_client_sends(base: Path, control: Control, tmp_path: Path) -> None:
    assert run(base, "-W", "error", "-c", OVERLAY, control.url, cwd=tmp_path) == "1 True\n"


def test_the_low_level_client_sends_alone(base: Path, control: Control, tmp_path: Path) -> None:
    assert run(base, "-W", "error", "-c", LOW_LEVEL, control.url, cwd=tmp_path) == "801 True\n"


def test_one_time_codes_need_nothing_else(base: Path, control: Control, tmp_path: Path) -> None:
    assert (
        run(base, "-W", "error", "-c", ONE_TIME_CODES, control.url, cwd=tmp_path) == "True False\n"
    )


def test_every_result_code_is_in_the_wheel(base: Path, tmp_path: Path) -> None:
    rows = json.loads(run(base, "-c", CODES, cwd=tmp_path))
    found = [
        DocumentedCode(number, name, date.fromisoformat(since))
        for number, name, _, since, _ in rows
    ]
    assert found == RESULT_CODES
    assert all(meaning and outcome for _, _, meaning, _, outcome in rows)


# Every run looks for `py.typed` in the wheel, and `make check` has mypy look at more of a consumer.
@pytest.mark.thorough_only
def test_a_consumer_passes_mypy_strict(base: Path, tmp_path: Path) -> None:
    consumer = tmp_path / "consumer.py"
    consumer.write_text(CONSUMER, "utf-8")
    run(
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--python-executable",
        base,
        consumer,
        cwd=tmp_path,
    )


def test_a_command_names_the_extra_that_it_lacks(base: Path) -> None:
    turbosms = base.with_name("turbosms")
    with pytest.raises(AssertionError, match=r"turbosms-client\[sandbox\]"):
        run(turbosms, "sandbox", "--port", "0")
