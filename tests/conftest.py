"""What all tests share.

A sandbox to send to; and in CI nothing may be skipped, so that no missing tool looks green.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests import effort, order
from tests.kit.browser import chromium
from tests.kit.control import RICH, Control
from tests.kit.processes import SandboxProcess, free_port
from tests.kit.service import Service
from tests.kit.warm.programs import Programs, warm

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from playwright.sync_api import Browser

# A test for each other Python has none to run where there is none; `.ci/other-pythons` names those
# missing.
NOT_A_TOOL = ("empty parameter set", "this file system cannot", "only root of a Linux can")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--record-durations",
        action="store_true",
        help=(
            "write into tests/durations.json how long each file took, "
            "for the order of the next runs"
        ),
    )
    parser.addoption(
        "--one-case-in",
        type=int,
        default=1,
        metavar="N",
        help="run about one in N of the cases of every test, and at least one of each",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    if config.getoption("dist") == "loadfile":
        return order.PortionScheduling(config, log)
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    effort.prepare(config)
    is_worker = hasattr(config, "workerinput")
    if config.getoption("--record-durations") and not is_worker:
        config.pluginmanager.register(order.Recorder())


def pytest_sessionstart() -> None:
    # A shell lets what it starts in the background ignore Ctrl-C, and nohup the end of its
    # terminal; and so would all that the tests start and end in this way.
    for name in ("SIGINT", "SIGHUP"):
        # Windows has no SIGHUP.
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # What is collected stays until the end: looking through it again and again for garbage would
    # take a tenth of the time of a run.
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    effort.choose(config, items)
    order.sort(items, order.recorded())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if effort.THOROUGH:
        terminalreporter.write_line(f"The same chance once more: TURBOSMS_SEED={effort.SEED}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if (
        report.skipped
        and os.environ.get("CI") == "true"
        and not any(why in str(report.longrepr) for why in NOT_A_TOOL)
    ):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def sandbox() -> Iterator[str]:
    """The address of a sandbox in a process of its own."""
    with SandboxProcess("--seed", effort.SEED) as process:
        yield process.url


@pytest.fixture
def control(sandbox: str) -> Iterator[Control]:
    """That sandbox in its opening state."""
    with Control(sandbox) as made:
        made.reset()
        yield made


@pytest.fixture
def rich(control: Control) -> Control:
    """The same with money for everything."""
    control.account(balance=RICH)
    return control


@pytest.fixture
def service() -> Iterator[Service]:
    """A stand-in for the service that answers by a script."""
    with Service() as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not one for all: while it is there, Playwright's loop keeps others from the main thread."""
    with chromium() as running:
        yield running


@pytest.fixture
def closed_port() -> str:
    """An address at which nothing listens."""
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="session")
def programs() -> Iterator[Programs]:
    """Starts programs as forks of one Python that has imported what they need."""
    with warm() as started:
        yield started


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[..., None]:
    """Prints a line into the output of the run.

    The standard error of a worker of xdist is that of the run.
    """

    def tell(*lines: Any) -> None:
        with capsys.disabled():
            print("", *lines, sep="\n", file=sys.stderr, flush=True)

    return tell
