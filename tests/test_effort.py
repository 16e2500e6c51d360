"""The switch between what every change has to pass and all there is, and the order of the files."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from tests import order
from tests.kit.processes import PYTHON, ROOT, output

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

INSIDE = """
import pytest
from hypothesis import core, settings
from tests import effort

@pytest.mark.thorough_only
def test_long():
    pass

@pytest.fixture(params=["sync", "asyncio", "trio", "aiohttp"])
def ask(request):
    return request.param

def test_kinds(ask):
    pass

@pytest.mark.one_case_in(3)
@pytest.mark.parametrize("case", range(20))
def test_cases(case):
    print("case", case)

@pytest.mark.parametrize("case", range(30))
def test_unmarked(case):
    pass

@pytest.mark.parametrize("database_url", effort.DATABASE_KINDS)
def test_database(database_url):
    pass

def test_chance():
    told = (effort.examples(2, 10), settings().derandomize, core.global_force_seed)
    assert told == {told}

def test_patience(request):
    config = request.config
    seconds = config.getoption("timeout") or float(config.getini("timeout"))
    assert seconds == {seconds}

def test_order(request):
    assert request.config.option.randomly_seed == effort.SEED
"""


def run(folder: Path, told: str, seconds: int, *options: str, **environment: str) -> str:
    """The output of a run of `INSIDE` with tests/conftest.py."""
    inside = INSIDE.replace("{told}", told).replace("{seconds}", str(seconds))
    (folder / "test_inside.py").write_text(inside, "utf-8")
    plugins = ("-p", "no:cacheprovider", "-p", "tests.conftest")
    configured = ("-c", ROOT / "pyproject.toml", "--rootdir", folder)
    own = {"PATH": "/usr/bin:/bin", **environment}
    return output(
        PYTHON, "-m", "pytest", "-q", *plugins, *configured, *options, folder, cwd=ROOT, env=own
    )


def test_usually_chance_is_the_same_and_the_longest_are_left_out(tmp_path: Path) -> None:
    printed = run(tmp_path, "(2, True, None)", 300)
    # One of the four kinds of client and of the two of database, and the first and some others of
    # twenty cases.
    assert "39 passed, 21 deselected" in printed
    assert "TURBOSMS_SEED" not in printed


def test_fewer_cases_of_every_test(tmp_path: Path) -> None:
    printed = run(tmp_path, "(2, True, None)", 300, "--one-case-in", "10")
    passed, left_out = map(int, re.findall(r"([0-9]+) (?:passed|deselected)", printed))
    # The three of one case, one kind of client and of database, and at least one case of each of
    # the two others.
    assert 6 <= passed <= 21
    assert passed + left_out == 60


def test_a_thorough_run_leaves_out_nothing_and_tells_its_seed(tmp_path: Path) -> None:
    printed = run(tmp_path, "(30, False, 77)", 3600, TURBOSMS_THOROUGH="3", TURBOSMS_SEED="77")
    assert "60 passed" in printed
    assert "TURBOSMS_SEED=77\n" in printed


def test_the_longest_files_come_first_and_stay_as_they_are() -> None:
    names = [
        "tests/a.py::1",
        "tests/a.py::2",
        "tests/b.py::1",
        "tests/c.py::2",
        "tests/c.py::1",
        "tests/d.py::1",
    ]
    items: list[Any] = [SimpleNamespace(nodeid=name) for name in names]
    order.sort(items, {"tests/b.py": 9})
    assert [item.nodeid for item in items] == [
        names[2],
        names[0],
        names[1],
        names[3],
        names[4],
        names[5],
    ]
