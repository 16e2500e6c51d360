"""The pytest plugin: its fixtures.

Nothing but pytest is imported until a test asks for one of them.

They need the extra `testing`, and say so if it is not installed.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_client import AsyncTurboSMS, TurboSMS
    from turbosms_testing.sandbox import Sandbox

_NEEDED = ("anyio", "starlette", "uvicorn", "httptools")


def _load(name: str) -> Any:
    missing = next((package for package in _NEEDED if find_spec(package) is None), None)
    if missing is not None:
        pytest.fail(
            f"This fixture needs the package {missing}, which is not installed: "
            "run pip install 'turbosms-client[testing]' first.",
            pytrace=False,
        )
    return import_module(f"turbosms_testing.{name}")


@pytest.fixture(scope="session")
def _turbosms_loop() -> Iterator[Any]:
    with _load("bridge").event_loop() as portal:
        yield portal


@pytest.fixture
def turbosms_sandbox(_turbosms_loop: Any) -> Iterator[Sandbox]:
    """A sandbox of the test's own, in this process and without a socket."""
    with _load("sandbox").in_process(_turbosms_loop) as sandbox:
        yield sandbox


@pytest.fixture
def turbosms(turbosms_sandbox: Sandbox) -> Iterator[TurboSMS]:
    """A `TurboSMS` that sends to `turbosms_sandbox`, with sender `TurboSMS` for both channels."""
    with turbosms_sandbox.client() as client:
        yield client


@pytest.fixture
def async_turbosms(turbosms_sandbox: Sandbox) -> AsyncTurboSMS:
    """An `AsyncTurboSMS` that sends to `turbosms_sandbox`, on asyncio or trio.

    There is nothing to close.
    """
    return turbosms_sandbox.async_client()


@pytest.fixture(scope="session")
def _turbosms_process() -> Iterator[str]:
    with _load("served").serve() as url:
        yield url


@pytest.fixture
def turbosms_server(_turbosms_process: str) -> Iterator[Sandbox]:
    """A sandbox behind a real socket, for code that makes its own connections; see its `url`.

    One process serves the whole test run; each test finds it in its opening state.
    """
    with _load("sandbox").Sandbox(_turbosms_process) as sandbox:
        sandbox.reset()
        yield sandbox


@pytest.fixture
def turbosms_environment(turbosms_server: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """`turbosms_server`, to which a plain `TurboSMS()` sends.

    TURBOSMS_TOKEN and TURBOSMS_BASE_URL are set.
    """
    monkeypatch.setenv("TURBOSMS_TOKEN", turbosms_server.token)
    monkeypatch.setenv("TURBOSMS_BASE_URL", turbosms_server.url)
    return turbosms_server
