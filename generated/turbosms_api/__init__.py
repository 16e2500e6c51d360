"""The low-level client of the TurboSMS HTTP API, one function an operation.

Generated from openapi.yaml; never edited. Names are imported when they are first used, so that the tables
(`turbosms_api.tables`) can be read without the HTTP client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .client import AuthenticatedClient as AuthenticatedClient
    from .client import Client as Client
else:
    # Hidden from type checkers, which would take it to mean that the package has every name.
    def __getattr__(name: str) -> object:
        if name in __all__:
            from . import client

            return getattr(client, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = (
    "AuthenticatedClient",
    "Client",
)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
