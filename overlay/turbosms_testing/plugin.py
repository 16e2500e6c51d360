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
    from turbosms_sandbox import Opening
    from turbosms_testing.sandbox import Sandbox

_LISTS = (
    ("turbosms_senders", "--turbosms-sender", "a sender for SMS and Viber"),
    ("turbosms_viber_senders", "--turbosms-viber-sender", "a sender for Viber only"),
    ("turbosms_quirks", "--turbosms-quirk", "a quirk: see docs/sandbox.md"),
)
_NEEDED = ("anyio", "starlette", "uvicorn", "httptools")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what the account of the sandboxes opens with, as options and for the configuration."""
    group = parser.getgroup("turbosms", "the sandbox of TurboSMS")
    for name, option, meaning in _LISTS:
        group.addoption(
            option, action="append", dest=name, metavar="NAME", help=f"{meaning}; may be repeated"
        )
        parser.addini(name, f"{meaning}, one a line", type="linelist", default=[])
    meaning = "take every name as a sender"
    group.addoption(
        "--turbosms-any-sender",
        action="store_true",
        dest="turbosms_any_sender",
        default=None,
        help=meaning,
    )
    parser.addini("turbosms_any_sender", meaning, type="bool", default=False)
    for name, metavar, meaning in (
        ("balance", "UAH", "the balance at the start"),
        ("token", "TOKEN", "the token of the account"),
    ):
        group.addoption(
            f"--turbosms-{name}", dest=f"turbosms_{name}", metavar=metavar, help=meaning
        )
        parser.addini(f"turbosms_{name}", meaning)


def _chosen(config: pytest.Config, name: str) -> Any:
    """The value of an option, else that of the configuration; None for neither."""
    value = config.getoption(name)
    return value if value is not None else config.getini(name) or None


@pytest.fixture(scope="session")
def _turbosms_opening(pytestconfig: pytest.Config) -> Opening:
    """The account that each sandbox opens with."""
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
        pytest.fail(f"The options of TurboSMS's sandbox: {problem}.", pytrace=False)
    return opening


def _amount(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"balance: {text!r} is no number of UAH") from None


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
def turbosms_sandbox(_turbosms_loop: Any, _turbosms_opening: Opening) -> Iterator[Sandbox]:
    """A sandbox of the test's own, in this process and without a socket."""
    with _load("sandbox").in_process(_turbosms_loop, _turbosms_opening) as sandbox:
        yield sandbox


@pytest.fixture
def turbosms(turbosms_sandbox: Sandbox) -> Iterator[TurboSMS]:
    """A `TurboSMS` that sends to `turbosms_sandbox`.

    Its senders are the first of the options, or `TurboSMS` for both channels.
    """
    with turbosms_sandbox.client() as client:
        yield client


@pytest.fixture
def async_turbosms(turbosms_sandbox: Sandbox) -> AsyncTurboSMS:
    """An `AsyncTurboSMS` that sends to `turbosms_sandbox`, on asyncio or trio.

    There is nothing to close.
    """
    return turbosms_sandbox.async_client()


@pytest.fixture(scope="session")
def _turbosms_process(_turbosms_opening: Opening) -> Iterator[str]:
    with _load("served").serve(_turbosms_opening) as url:
        yield url


@pytest.fixture
def turbosms_server(_turbosms_process: str, _turbosms_opening: Opening) -> Iterator[Sandbox]:
    """A sandbox behind a real socket, for code that makes its own connections; see its `url`.

    One process serves the whole test run; each test finds it in its opening state.
    """
    with _load("sandbox").Sandbox(_turbosms_process, opening=_turbosms_opening) as sandbox:
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
