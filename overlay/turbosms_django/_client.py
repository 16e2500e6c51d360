"""The one client of a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.core.signals import setting_changed

from turbosms_client import TurboSMS
from turbosms_django._settings import client_options

_clients: Final[dict[str, TurboSMS]] = {}
"""The client of the settings, and one that stands in for it. No lock, which a fork could copy
while it is held: what happens at once to a dict needs none.
"""


def get_client() -> TurboSMS:
    """The client of this process, made at its first use. Threads share it; do not close it.

    It may be used before and after a fork.

    Raises:
        turbosms_client.InvalidParameterError: there is no token, or the settings are wrong.
    """
    client = _clients.get("stand-in") or _clients.get("of settings")
    if client is not None:
        return client
    options: dict[str, Any] = client_options()
    return _clients.setdefault("of settings", TurboSMS(**options))


@contextmanager
def use_client(client: TurboSMS) -> Iterator[None]:
    """Have `get_client` return another client meanwhile, in all threads: for tests."""
    before = _clients.get("stand-in")
    _clients["stand-in"] = client
    try:
        yield
    finally:
        del _clients["stand-in"]
        if before is not None:
            _clients["stand-in"] = before


def _forget(*, setting: str, **_: object) -> None:
    client = _clients.pop("of settings", None) if setting == "TURBOSMS" else None
    if client is not None:
        client.close()


setting_changed.connect(_forget)
