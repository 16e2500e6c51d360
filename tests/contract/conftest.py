"""The sandbox as a process of its own, and the operations that it has handlers for."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.effort import SEED
from turbosms_sandbox.engine.methods import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

# Interpreters that test the wheel have no schemathesis, and nothing here is for them.
collect_ignore_glob = [] if find_spec("schemathesis") else ["test_*.py"]

COMMAND = Path(sys.executable).with_name("turbosms")


@pytest.fixture(scope="session", autouse=True)
def _no_proxy() -> Iterator[None]:
    """Nothing here leaves the machine, whatever proxy the environment names."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NO_PROXY", "no_proxy"):
            patch.setenv(name, "127.0.0.1")
        yield


@pytest.fixture(scope="session")
def sandbox() -> Iterator[str]:
    """The address of a running sandbox."""
    # Requests have its ids in them, and so depend on its chance as well.
    arguments = [str(COMMAND), "sandbox", "--port", "0", "--seed", str(SEED)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            address = re.search(r"http://[^\s/]+", line)
            assert address, f"no address in {line!r}"
            yield address[0]
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="session")
def operations() -> tuple[str, ...]:
    """The methods that the sandbox has a handler for; the others join when they get one."""
    return tuple(METHODS)
