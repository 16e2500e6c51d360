"""`make verify-live`, with the sandbox in the service's place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.contract.live.probes import PROBES
from tests.kit.processes import PYTHON, ROOT, environment, run

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.kit.control import Control

pytestmark = pytest.mark.checkout

ASSUMPTIONS = (ROOT / "docs/assumptions.md").read_text("utf-8")


def verify(out: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    command = (PYTHON, "-m", "tests.contract.live", "--out", out)
    return run(*command, cwd=ROOT, env=environment("TURBOSMS_", **changes))


def test_everything_holds_in_the_sandbox_and_nothing_is_left_there(
    control: Control, tmp_path: Path
) -> None:
    before = control.account()
    done = verify(tmp_path, TURBOSMS_TOKEN="sandbox", TURBOSMS_BASE_URL=control.url)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    for claim in {claim for probe in PROBES for claim in probe.proves}:
        assert f"\n{claim:10}  holds" in done.stdout
    assert control.account() == before
    assert control.messages() == []


def test_answers_are_kept_without_token_and_balance(control: Control, tmp_path: Path) -> None:
    control.account(balance=4321.09)
    verify(tmp_path, TURBOSMS_TOKEN="sandbox", TURBOSMS_BASE_URL=control.url)
    files = sorted(tmp_path.iterdir())
    assert {file.stem for file in files} == {probe.name for probe in PROBES}
    for file in files:
        text = file.read_text("utf-8")
        assert "sandbox" not in text
        assert "4321" not in text
    balance = json.loads((tmp_path / "token-bearer.json").read_text("utf-8"))
    assert balance["answer"] == {
        "response_code": 0,
        "response_status": "OK",
        "response_result": {"balance": 0.0},
    }
    assert balance["request"]["headers"] == {"Authorization": "Bearer TOKEN"}
    assert balance["http_status"] == 200


def test_a_token_that_is_not_accepted_ends_it_and_keeps_nothing(
    control: Control, tmp_path: Path
) -> None:
    out = tmp_path / "answers"
    done = verify(out, TURBOSMS_TOKEN="of-somebody-else", TURBOSMS_BASE_URL=control.url)
    assert done.returncode == 2
    assert done.stderr.startswith("The token is not accepted, ")
    assert not out.exists()


def test_what_does_not_hold_is_named(control: Control, tmp_path: Path) -> None:
    control.fault("file/details", "code", code=417, times=100)
    control.fault("message/details", "code", code=0)
    control.fault("message/ping", "garbage", times=100)
    done = verify(tmp_path, TURBOSMS_TOKEN="sandbox", TURBOSMS_BASE_URL=control.url)
    assert done.returncode == 1
    assert (
        "A-84        differs  0 of 1 answers\n"
        "            file-number-as-string: 417 NOT_ALLOWED_FILE_ID, not 308"
    ) in done.stdout
    assert "details-unknown: rows with [], not 414" in done.stdout
    assert "ping-message-get: HTTP 200 without an envelope, not 1" in done.stdout
    assert "\nA-20        holds" in done.stdout
    assert json.loads((tmp_path / "ping-message-get.json").read_text("utf-8"))["answer"] is None


def test_without_a_token_nothing_is_asked(control: Control, tmp_path: Path) -> None:
    done = verify(tmp_path / "none", TURBOSMS_BASE_URL=control.url)
    assert (done.returncode, done.stdout) == (2, "")
    assert "TURBOSMS_TOKEN" in done.stderr
    assert not (tmp_path / "none").exists()


def test_a_service_that_cannot_be_reached(tmp_path: Path) -> None:
    done = verify(tmp_path, TURBOSMS_TOKEN="secret-word", TURBOSMS_BASE_URL="http://127.0.0.1:1")
    assert done.returncode == 2
    assert "could not be asked (ConnectError)" in done.stderr
    assert "secret-word" not in done.stderr + done.stdout


def test_no_question_can_create_anything() -> None:
    for probe in PROBES:
        operation = probe.path.partition("?")[0].removesuffix(".json")
        assert operation not in ("/chat/send", "/chat/messages", "/chat/recipients")
        if operation in ("/message/send", "/message/sendmulti"):
            assert "recipients" not in probe.path + probe.body
            assert not {"sms", "viber"} & set(probe.body.replace('"', " ").split())
        if operation == "/file/add":
            assert probe.body == '{"data":""}'


def test_every_claim_is_an_assumption() -> None:
    for claim in {claim for probe in PROBES for claim in probe.proves} - {"documented"}:
        assert f"| {claim} |" in ASSUMPTIONS
