"""docs/fastapi.md: its shop behind uvicorn, told by the sandbox's webhook what was delivered."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.docs.examples.page_shell import PageShell, blocks_of
from tests.kit.control import passing_time
from tests.kit.processes import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs

pytestmark = pytest.mark.checkout

PAGE = "fastapi.md"


@pytest.fixture
def shell(tmp_path: Path, control: Control, programs: Programs) -> Iterator[PageShell]:
    with PageShell(PAGE, tmp_path, control, programs) as made:
        made.write_files()
        yield made


def test_the_page_of_the_order_turns_delivered(shell: PageShell, control: Control) -> None:
    with passing_time(control, seconds=5, every=0.2):
        for block in blocks_of(PAGE, "console"):
            shell.run_block(block)
    (message,) = control.messages()
    assert message.text == "Order 12345 is on its way."
    # The same order once more is the same message.
    shipped = shell.run(
        "curl -s -X POST 'http://127.0.0.1:8000/orders/12345/ship?phone=380678998668'"
    )
    assert shipped.stdout == f'{{"message_id":"{message.message_id}"}}'
    assert len(control.messages()) == 1


def test_its_tests_pass_and_errors_become_answers(shell: PageShell) -> None:
    (shell.folder / "test_errors.py").write_text(ERRORS, "utf-8")
    shell.export({"TURBOSMS_WEBHOOK_SECRET": "my-secret"})
    done = run(
        sys.executable,
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"),
        cwd=shell.folder,
        env=shell.environment,
    )
    assert "4 passed" in done.stdout, done.stdout


ERRORS = """
import errors  # which adds its handler to the app, before that is started
import pytest
from test_shop import shop


@pytest.mark.parametrize(
    ("kind", "more", "phone", "status"),
    [
        ("code", {"code": 999}, "380678998668", 503),
        ("delay", {"seconds": 0}, "380000000404", 422),
    ],
)
def test_the_answer(shop, turbosms_environment, kind, more, phone, status):
    turbosms_environment.fault("message/send", kind, times=4, **more)
    answer = shop.post("/orders/1/ship", params={"phone": phone})
    assert answer.status_code == status


def test_starlette(turbosms_environment):
    from starlette.testclient import TestClient
    from starlette_shop import app

    with TestClient(app) as client:
        assert client.post("/orders/7/ship?phone=380503288668").text == "shipped"
    turbosms_environment.assert_sent("380503288668", text="Order 7 is on its way.")
"""
