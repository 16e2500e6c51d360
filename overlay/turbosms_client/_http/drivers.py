"""Chooses the driver of a client."""

from __future__ import annotations

from typing import Any

import httpx2

from .._results.errors import InvalidParameterError, invalid_parameter
from .driver_interface import AwaitingDriver, BlockingDriver


def blocking_driver(url: httpx2.URL, http_client: Any) -> BlockingDriver:
    """The driver of `TurboSMS`: our own connections, or the caller's client.

    Raises:
        InvalidParameterError: the client is of another type.
    """
    if http_client is None:
        from .connections import Connections  # noqa: PLC0415 - slow, and not always needed

        return Connections(url)
    if isinstance(http_client, httpx2.Client):
        from .httpx2_client import HTTPX2Client  # noqa: PLC0415

        return HTTPX2Client(http_client, url)
    raise _of_another_kind(http_client, "an httpx2.Client", "Client")


def awaiting_driver(url: httpx2.URL, http_client: Any) -> AwaitingDriver:
    """The driver of `AsyncTurboSMS`: our own connections, or the caller's client or session.

    Raises:
        InvalidParameterError: the client is of another type.
    """
    if http_client is None:
        from .connections import AsyncConnections  # noqa: PLC0415

        return AsyncConnections(url)
    if isinstance(http_client, httpx2.AsyncClient):
        from .httpx2_client import AsyncHTTPX2Client  # noqa: PLC0415

        return AsyncHTTPX2Client(http_client, url)
    if _is_of(http_client, "aiohttp", "ClientSession"):
        from .aiohttp_session import AiohttpSession  # noqa: PLC0415 - aiohttp is an extra

        return AiohttpSession(http_client, url)
    expected = "an httpx2.AsyncClient or an aiohttp.ClientSession"
    raise _of_another_kind(http_client, expected, "AsyncClient")


def _is_of(http_client: Any, package: str, name: str | None = None) -> bool:
    """Whether it is an instance of a class in that package, which need not be installed."""
    for kind in type(http_client).__mro__:
        if kind.__module__.partition(".")[0] == package and name in (None, kind.__name__):
            return True
    return False


def _of_another_kind(http_client: Any, expected: str, successor: str) -> InvalidParameterError:
    if _is_of(http_client, "httpx"):
        message = (
            "http_client is a client of httpx, which is no longer maintained. Pass one of its "
            f"successor, which has the same interface: httpx2.{successor}(…)."
        )
        return invalid_parameter("http_client", message, None)
    message = f"http_client must be {expected}, not {type(http_client).__qualname__}."
    return invalid_parameter("http_client", message, None)
