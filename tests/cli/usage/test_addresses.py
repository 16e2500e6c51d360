"""An address of the service that is none: the error says what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.running import Run


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://user:pass@host.example", "has a user name or password"),
        ("https://host.example/x?q=1", "has a query"),
        ("https://api.turbosms.ua/message/send.json", "has the path of a method"),
    ],
)
def test_the_reason_is_told(run: Run, address: str, reason: str) -> None:
    done = run("balance", "--base-url", address)
    assert done.returncode == 2
    assert reason in done.stderr


def test_the_variable_that_has_it_is_named(run: Run) -> None:
    done = run("balance", TURBOSMS_BASE_URL="https://host.example/x?q=1")
    assert done.returncode == 2
    assert "correct TURBOSMS_BASE_URL" in done.stderr
    assert "--base-url" not in done.stderr
