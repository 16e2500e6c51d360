"""The campaign of `make run`.

A real server process, the real client, and what a reader of its output must find.
"""

from __future__ import annotations

import re
from decimal import Decimal

import httpx2
import pytest

from tests.kit.processes import PYTHON, ROOT, environment, run

pytestmark = pytest.mark.checkout


@pytest.fixture(scope="module")
def output() -> str:
    command = (PYTHON, "-W", "error", ROOT / "docs/examples/campaign.py")
    done = run(*command, env=environment(TURBOSMS_TOKEN="a-real-token"))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def row(output: str, number: str) -> str:
    (line,) = [line for line in output.splitlines() if line.startswith(f"{number} ")]
    return " ".join(line.split())


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("+38 (067) 899-86-68", r"Viber Delivered 0\.50"),
        ("380003000001", r"Viber Read 0\.50"),
        ("380001000001", r"SMS Delivered SRVC_NOT_VIBER_USER 0\.34"),
        ("380001000002", r"SMS Delivered SRVC_USER_BLOCKED 0\.34"),
        ("380001000004", r"SMS Delivered Expired, the ttl ran out 0\.34"),
        ("380000000404", r"- refused 404 NOT_ALLOWED_NUMBER_STOPLIST"),
        ("380000000406", r"- refused 406 NOT_ALLOWED_RECIPIENT_COUNTRY"),
        ("0503288668", r"- refused 407 NOT_ALLOWED_RECIPIENT_DUPLICATE"),
    ],
)
def test_each_course_is_shown(output: str, number: str, expected: str) -> None:
    assert re.search(expected, row(output, number))


def test_the_costs_add_up_to_the_difference_of_the_balance(output: str) -> None:
    found = re.search(
        r"Balance before ([\d.]+) UAH, after ([\d.]+) UAH, spent ([\d.]+) UAH", output
    )
    assert found
    before, after, spent = (Decimal(amount) for amount in found.groups())
    prices = [Decimal(price) for price in re.findall(r" (\d+\.\d+)$", output, re.MULTILINE)]
    assert before - after == spent == sum(prices)
    assert spent > 0


def test_a_real_token_is_never_used(output: str) -> None:
    assert "nothing was sent with it" in output
    assert "a-real-token" not in output


def test_nothing_is_left_running(output: str) -> None:
    address = re.search(r"Sandbox at (http://127\.0\.0\.1:\d+)", output)
    assert address
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(address[1])


def test_the_readme_shows_this_output(output: str) -> None:
    sample = re.search(r"```text\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert sample
    assert sample[1] in output
