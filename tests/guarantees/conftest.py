"""A real sandbox for each worker, and both clients of it."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from tests.guarantees.control import Control
from tests.guarantees.drivers import Driver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """A sandbox in a process of its own, whose clock nobody else moves."""
    command = [sys.executable, "-m", "turbosms_cli", "sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield found[0]
        process.terminate()


@pytest.fixture(scope="module")
def control(address: str) -> Iterator[Control]:
    control = Control(address)
    control.reset()
    yield control
    control.clear()
    control.close()


@pytest.fixture(scope="module")
def driver_of(address: str) -> Iterator[Callable[[str], Driver]]:
    """The clients, each made when it is first asked for."""
    made: dict[str, Driver] = {}
    with ExitStack() as stack:

        def driver_of(kind: str) -> Driver:
            if kind not in made:
                made[kind] = Driver(kind, address, stack)
            return made[kind]

        yield driver_of


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[..., None]:
    """Prints a line into the output of the run.

    The standard error of a worker of xdist is that of the run.
    """

    def tell(*lines: Any) -> None:
        with capsys.disabled():
            print("", *lines, sep="\n", file=sys.stderr, flush=True)

    return tell


@pytest.fixture
def closed() -> str:
    """An address at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"
