"""The published Arazzo workflow agrees with the spec, and runs against the sandbox as it stands."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.lint.linters import PACKAGES
from tests.openapi import SPEC, WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable

    Respect = Callable[..., tuple[int, dict[str, Any]]]

pytestmark = pytest.mark.checkout

ROOT = Path(__file__).parents[3]
WORKFLOW = ROOT / "generator/publishing/hybrid-send.arazzo.yaml"


@pytest.fixture
def respect(tmp_path: Path, sandbox: str) -> Respect:
    """Run it with these inputs; the exit code, and what each step was answered."""
    shutil.copy(WORKFLOW, tmp_path)
    shutil.copy(WHOLE, tmp_path)

    def run(**inputs: str) -> tuple[int, dict[str, Any]]:
        given = [part for name, value in inputs.items() for part in ("--input", f"{name}={value}")]
        log = tmp_path / "log.json"
        options = ["--server", f"turbosms={sandbox}", *given, "--json-output", str(log)]
        done = PACKAGES.run(
            "@redocly/cli", "redocly", ["respect", tmp_path / WORKFLOW.name, *options]
        )
        (file,) = json.loads(log.read_text("utf-8"))["files"].values()
        steps = file["executedWorkflows"][0]["executedSteps"]
        # A step that was tried again stands here once for each time.
        return done.returncode, {step["stepId"]: step["response"]["body"] for step in steps}

    return run


def test_it_is_valid_arazzo() -> None:
    done = PACKAGES.run("@redocly/cli", "redocly", ["lint", WORKFLOW, "--format=json"])
    assert json.loads(done.stdout)["totals"]["errors"] == 0, done.stdout


def test_what_it_takes_for_accepted_and_for_final_is_in_the_tables() -> None:
    (workflow,) = yaml.safe_load(WORKFLOW.read_text("utf-8"))["workflows"]
    send, follow, _ = workflow["steps"]
    final = [row["name"] for row in SPEC["x-delivery-statuses"] if row["final"]]
    assert follow["successCriteria"][0]["condition"] == f"^({'|'.join(final)})$"
    accepted = re.compile(send["successCriteria"][1]["condition"])
    found = {row["code"] for row in SPEC["x-result-codes"] if accepted.search(str(row["code"]))}
    assert found == {800, 801, 507}


def test_it_runs(respect: Respect) -> None:
    code, steps = respect(
        token="sandbox",
        sequence_id="workflow-1",
        recipient="380001000001",
        text="Shipped",
        sms_sender="TurboSMS",
        viber_sender="TurboSMS",
    )
    assert code == 0
    (sent,) = steps["send"]["response_result"]
    (status,) = steps["follow"]["response_result"]
    (details,) = steps["details"]["response_result"]
    assert sent["message_id"] == status["message_id"] == details["message_id"]
    assert status["status"] == "Delivered"
    assert (details["viber"]["status"], details["viber"]["price"]) == ("Rejected", 0)
    assert (details["sms"]["status"], details["sms"]["text"]) == ("Delivered", "Shipped")


def test_it_fails_where_the_service_refuses(respect: Respect) -> None:
    code, steps = respect(
        token="sandbox",
        sequence_id="workflow-2",
        recipient="380000000404",
        text="x",
        sms_sender="TurboSMS",
        viber_sender="TurboSMS",
    )
    assert code == 1
    assert [*steps] == ["send"]
    assert steps["send"]["response_code"] == 404
