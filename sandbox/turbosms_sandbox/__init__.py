"""A stateful stand-in for the TurboSMS HTTP API, for tests without money or real messages.

`create_app` creates the ASGI application; `run` serves it on a socket, as the console script
`turbosms sandbox` does. `Opening` is the account at the start. `StateFileError` says why a state
file cannot be used. All of them are imported on first use, so importing the package is quick and
needs none of its extras.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from turbosms_sandbox.account.opening import Opening as Opening
    from turbosms_sandbox.app import create_app as create_app
    from turbosms_sandbox.journal.state_file import StateFileError as StateFileError
    from turbosms_sandbox.server import run as run

__all__ = ["Opening", "StateFileError", "create_app", "run"]

_HOMES = {
    "Opening": "turbosms_sandbox.account.opening",
    "StateFileError": "turbosms_sandbox.journal.state_file",
    "create_app": "turbosms_sandbox.app",
    "run": "turbosms_sandbox.server",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
