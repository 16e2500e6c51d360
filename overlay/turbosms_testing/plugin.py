"""The fixtures of the pytest plugin.

Only pytest is imported until a test uses one of them. They need the extra `testing`, and say so if
it is not installed.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_client import AsyncTurboSMS, TurboSMS
    from turbosms_sandbox import Opening
    from turbosms_testing.sandbox import Sandbox

_LISTS = (
    ("turbosms_senders", "--turbosms-sender", "a sender for SMS and Viber"),
    ("turbosms_viber_senders", "--turbosms-viber-sender", "a sender for Viber only"),
    ("turbosms_quirks", "--turbosms-quirk", "a quirk: see docs/sandbox.md"),
)
_NEEDED = ("anyio", "starlette", "uvicorn", "httptools")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add options and settings for the initial account of the sandboxes."""
    group = parser.getgroup("turbosms", "TurboSMS sandbox")
    for name, option, meaning in _LISTS:
        group.addoption(
            option, action="append", dest=name, metavar="NAME", help=f"{meaning}; may be repeated"
        )
        parser.addini(name, f"{meaning}, one per line", type="linelist", default=[])
    meaning = "accept every name as a sender"
    group.addoption(
        "--turbosms-any-sender",
        action="store_true",
        dest="turbosms_any_sender",
        default=None,
        help=meaning,
    )
    parser.addini("turbosms_any_sender", meaning, type="bool", default=False)
    for name, metavar, meaning in (
        ("balance", "UAH", "the initial balance"),
        ("token", "TOKEN", "the token of the account"),
    ):
        group.addoption(
            f"--turbosms-{name}", dest=f"turbosms_{name}", metavar=metavar, help=meaning
        )
        parser.addini(f"turbosms_{name}", meaning)


def _chosen(config: pytest.Config, name: str) -> Any:
    """The value of an option, or else of the setting, or else None."""
    value = config.getoption(name)
    return value if value is not None else config.getini(name) or None


@pytest.fixture(scope="session")
def _turbosms_opening(pytestconfig: pytest.Config) -> Opening:
    """The initial account of each sandbox."""
    given = {
        name: _chosen(pytestconfig, f"turbosms_{name}")
        for name in ("senders", "viber_senders", "quirks", "any_sender", "balance", "token")
    }
    given = {name: value for name, value in given.items() if value is not None}
    try:
        if "balance" in given:
            given["balance"] = _amount(given["balance"])
        opening: Opening = _load("sandbox").Opening(**given)
    except ValueError as problem:
        pytest.fail(f"Invalid options for the TurboSMS sandbox: {problem}.", pytrace=False)
    return opening


def _amount(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"balance: {text!r} is not an amount in UAH") from None


def _load(name: str) -> Any:
    missing = next((package for package in _NEEDED if find_spec(package) is None), None)
    if missing is not None:
        pytest.fail(
            f"This fixture needs the package {missing}, which is not installed. "
            "Run pip install 'turbosms-client[testing]' first.",
            pytrace=False,
        )
    return import_module(f"turbosms_testing.{name}")


@pytest.fixture(scope="session")
def _turbosms_loop() -> Iterator[Any]:
    with _load("bridge").event_loop() as portal:
        yield portal


@pytest.fixture
def turbosms_sandbox(_turbosms_loop: Any, _turbosms_opening: Opening) -> Iterator[Sandbox]:
    """A sandbox for this test alone, in this process and without a socket."""
    with _load("sandbox").in_process(_turbosms_loop, _turbosms_opening) as sandbox:
        yield sandbox


@pytest.fixture
def turbosms(turbosms_sandbox: Sandbox) -> Iterator[TurboSMS]:
    """A `TurboSMS` connected to `turbosms_sandbox`.

    Its senders are the first ones from the options, or `TurboSMS` for both channels.
    """
    with turbosms_sandbox.client() as client:
        yield client


@pytest.fixture
def async_turbosms(turbosms_sandbox: Sandbox) -> AsyncTurboSMS:
    """An `AsyncTurboSMS` connected to `turbosms_sandbox`, on asyncio or trio.

    It need not be closed.
    """
    return turbosms_sandbox.async_client()


@pytest.fixture(scope="session")
def _turbosms_process(_turbosms_opening: Opening) -> Iterator[str]:
    with _load("served").serve(_turbosms_opening) as url:
        yield url


@pytest.fixture
def turbosms_server(_turbosms_process: str, _turbosms_opening: Opening) -> Iterator[Sandbox]:
    """A sandbox with a real socket, at its `url`, for code that makes its own connections.

    One process serves the whole test run; each test starts with the initial state.
    """
    with _load("sandbox").Sandbox(_turbosms_process, opening=_turbosms_opening) as sandbox:
        sandbox.reset()
        yield sandbox


@pytest.fixture
def turbosms_environment(turbosms_server: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """`turbosms_server`, with TURBOSMS_TOKEN and TURBOSMS_BASE_URL set for a plain `TurboSMS()`."""
    monkeypatch.setenv("TURBOSMS_TOKEN", turbosms_server.token)
    monkeypatch.setenv("TURBOSMS_BASE_URL", turbosms_server.url)
    return turbosms_server
