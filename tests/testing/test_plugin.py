"""The plugin within a test run of its own: it is found, costs nothing, disturbs nobody.

The example's tests pass.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.kit import processes
from tests.kit.processes import PYTHON, ROOT, environment

if TYPE_CHECKING:
    import subprocess

SHOP = ROOT / "docs/examples/shop"

IMPORTS = """
import sys
import pytest
before = set(sys.modules)
import turbosms_testing.plugin
print(sorted(name for name in set(sys.modules) - before if not name.startswith("turbosms_testing")))
"""

UNUSED = """
import sys

def test_nothing_is_loaded():
    ours = {"turbosms_client", "turbosms_sandbox", "turbosms_api"}
    loaded = (ours | {"starlette", "uvicorn"}) & set(sys.modules)
    assert not loaded, loaded
"""

ENDS = """
def test_server(turbosms_server):
    print("server", turbosms_server.url)
"""


OWN_ACCOUNT = """
import pytest
from turbosms_client import InsufficientBalanceError, Sms, TurboSMS, Viber


@pytest.mark.parametrize("fixture", ["turbosms_sandbox", "turbosms_server"])
def test_own_account(fixture, request):
    sandbox = request.getfixturevalue(fixture)
    for _ in range(2):
        assert (str(sandbox.balance), sandbox.token) == ("0.70", "own-token")
        with sandbox.client() as client:
            report = client.message.send(["380678998668"], text="Hello", sms=Sms())
            assert [row.code for row in report.accepted] == [801]
            sandbox.assert_sent("380678998668", channel="sms", sender="Shop")
            with pytest.raises(InsufficientBalanceError):
                client.message.send(["380678998668"], text="Hello", viber=Viber())
            sandbox.account(balance=1)
            client.message.send(["380678998668"], text="Hello", viber=Viber())
            sandbox.assert_sent("380678998668", channel="viber", sender="Shop UA")
            assert sandbox.reply("380678998668", "Hi").chat_id
            report = client.message.send(["380678998669"], text="x", sms=Sms(sender="Whoever"))
            assert report.accepted
        sandbox.reset()


def test_environment(turbosms_environment):
    with TurboSMS() as client:
        assert client.user.ping()
"""
OPTIONS = (
    *("--turbosms-sender", "Shop", "--turbosms-viber-sender", "Shop UA", "--turbosms-any-sender"),
    *("--turbosms-balance", "0.7", "--turbosms-token", "own-token"),
    *("--turbosms-quirk", "row_codes"),
)
SETTINGS = """
[pytest]
turbosms_senders = Shop
turbosms_viber_senders =
    Shop UA
    Shop EU
turbosms_any_sender = true
turbosms_balance = 0.70
turbosms_token = own-token
turbosms_quirks =
    row_codes
    lists
"""


# Plugins that are installed here, take seconds to load, and have no part in what is tested.
WITHOUT: list[str] = []
for plugin in ("cacheprovider", "hypothesispytest", "randomly", "schemathesis"):
    WITHOUT += ["-p", f"no:{plugin}"]
NO_ANYIO = ("-p", "no:anyio")
"""Where no test is a coroutine: half of the time of a small run is for this one."""
MISTAKES = [
    (
        'sequence_id=f"shipped-{order.number}"',
        "sequence_id=None",
        "test_customers_are_notified_once",
    ),
    ("sms=Sms(),\n", "", "test_customers_without_viber_get_an_sms"),
    ("del self.codes[phone]", "pass", "test_log_in"),
]


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = (PYTHON, "-W", "error", "-m", "pytest", *WITHOUT, *options)
    return processes.run(*command, cwd=folder, env=environment("PYTEST_", "TURBOSMS_"))


def test_the_plugin_imports_nothing_heavy() -> None:
    assert processes.output(PYTHON, "-c", IMPORTS) == "[]\n"


def test_a_run_that_does_not_use_it_loads_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_unused.py").write_text(UNUSED, "utf-8")
    done = run(tmp_path, "-q", *NO_ANYIO)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_fixtures_are_listed_with_what_they_are_for(tmp_path: Path) -> None:
    output = run(tmp_path, *NO_ANYIO, "--fixtures").stdout
    for fixture in (
        "turbosms_sandbox",
        "turbosms",
        "async_turbosms",
        "turbosms_server",
        "turbosms_environment",
    ):
        assert f"\n{fixture} -- " in output
    assert "_turbosms_loop" not in output


def test_the_server_ends_with_the_run(tmp_path: Path) -> None:
    (tmp_path / "test_server.py").write_text(ENDS, "utf-8")
    done = run(tmp_path, "-q", "-s")
    assert done.returncode == 0, done.stdout + done.stderr
    port = done.stdout.partition("server http://127.0.0.1:")[2].split()[0]
    listening = Path("/proc/net/tcp")
    if listening.exists():
        assert f"0100007F:{int(port):04X} 00000000:0000 0A" not in listening.read_text("ascii")


@pytest.mark.checkout
def test_the_tests_of_the_example_pass(tmp_path: Path) -> None:
    shop = shutil.copytree(SHOP, tmp_path / "shop", ignore=shutil.ignore_patterns("__pycache__"))
    done = run(shop, "-q", "-W", "error")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


def told_of(folder: Path, mistakes: list[tuple[str, str, str]]) -> set[str]:
    """The tests of the example that fail if it has these mistakes."""
    shop = shutil.copytree(SHOP, folder / "shop", ignore=shutil.ignore_patterns("__pycache__"))
    source = (shop / "shop.py").read_text("utf-8")
    for right, wrong, _ in mistakes:
        assert right in source
        source = source.replace(right, wrong, 1)
    (shop / "shop.py").write_text(source, "utf-8")
    done = run(shop, "-q")
    assert done.returncode == 1
    return set(re.findall(r"^FAILED test_shop\.py::(\w+)", done.stdout, re.MULTILINE))


@pytest.mark.checkout
@pytest.mark.thorough_only
def test_the_tests_of_the_example_find_mistakes(tmp_path: Path) -> None:
    failed = told_of(tmp_path, MISTAKES)
    assert {test for _, _, test in MISTAKES} <= failed


@pytest.mark.checkout
@pytest.mark.thorough_only
@pytest.mark.one_case_in(3)
@pytest.mark.parametrize("mistake", MISTAKES, ids=[test for _, _, test in MISTAKES])
def test_each_mistake_is_found_by_itself(tmp_path: Path, mistake: tuple[str, str, str]) -> None:
    assert mistake[-1] in told_of(tmp_path, [mistake])


@pytest.mark.parametrize("settings", [False, True])
def test_an_account_of_ones_own(tmp_path: Path, settings: bool) -> None:
    (tmp_path / "test_own.py").write_text(OWN_ACCOUNT, "utf-8")
    if settings:
        (tmp_path / "pytest.ini").write_text(SETTINGS, "utf-8")
    result = run(tmp_path, "-q", *(() if settings else OPTIONS))
    assert result.returncode == 0, result.stdout + result.stderr
    assert "3 passed" in result.stdout


def test_an_option_takes_the_place_of_the_setting(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(
        "def test_names(turbosms_sandbox):\n"
        "    names = {sender['name'] for sender in turbosms_sandbox.account()['senders']}\n"
        "    assert 'Other' in names and 'Shop' not in names\n",
        "utf-8",
    )
    (tmp_path / "pytest.ini").write_text(SETTINGS, "utf-8")
    result = run(tmp_path, "-q", "--turbosms-sender", "Other")
    assert result.returncode == 0, result.stdout


@pytest.mark.one_case_in(5)
@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("balance", "much", "balance: 'much' is not an amount in UAH"),
        ("balance", "nan", "balance: a number of UAH is needed"),
        ("sender", "", "sender: '' does not have 1 to 20 characters"),
        ("token", "", "token: 1 to 256 letters"),
        ("quirk", "nonsense", "quirks: 'nonsense' is none; known are row_codes, "),
    ],
)
def test_options_that_mean_nothing(tmp_path: Path, option: str, value: str, why: str) -> None:
    (tmp_path / "test_own.py").write_text("def test_it(turbosms_sandbox): ...\n", "utf-8")
    result = run(tmp_path, "-q", *NO_ANYIO, f"--turbosms-{option}", value)
    assert result.returncode == 1
    assert why in result.stdout
