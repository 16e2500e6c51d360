"""The personal campaign at the end of `make run`: what a reader of its output must find."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from tests.kit.processes import PYTHON, ROOT, environment, run

pytestmark = pytest.mark.checkout


@pytest.fixture(scope="module")
def output() -> str:
    command = (PYTHON, "-W", "error", ROOT / "docs/examples/personal_campaign.py")
    done = run(*command, env=environment(TURBOSMS_TOKEN="a-real-token"))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_make_run_ends_with_it() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    recipe = makefile.partition("\nrun:")[2].partition("\n\n")[0]
    assert recipe.endswith("docs/examples/personal_campaign.py")


def test_the_check_comes_first(output: str) -> None:
    before, _, _ = output.partition("phone  ")
    assert "6 rows: 4 ready, 1 invalid, 1 duplicate." in before
    assert "The first one gets: Вітаємо, Олена! Ваші бонуси: 120." in before
    assert "It costs 1.36 to 2.00 UAH." in before


@pytest.mark.parametrize(
    "expected",
    [
        "+38 (067) 899-86-68 Олена delivered viber 0.50",
        "380001000001 Юрій delivered sms SRVC_NOT_VIBER_USER 0.34",
        "380503288668 Марія-Антуанетта delivered viber 0.50",
        "0503288668 Марія duplicate - -",
        "380000000404 Зоя refused - 404 NOT_ALLOWED_NUMBER_STOPLIST -",
        "not a number Ганна invalid - -",
    ],
)
def test_each_row_is_shown(output: str, expected: str) -> None:
    assert expected in [" ".join(line.split()) for line in output.splitlines()]


def test_the_prices_add_up(output: str) -> None:
    prices = re.findall(r" (\d+\.\d+)$", output, re.MULTILINE)
    (spent,) = re.findall(r"^Spent (\d+\.\d+) UAH\.$", output, re.MULTILINE)
    assert sum(map(Decimal, prices)) == Decimal(spent) > 0
