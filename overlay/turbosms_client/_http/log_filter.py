"""Hides the token of a request in the lines that HTTP libraries log about it.

They log the headers of a response (`DEBUG`), in which the service, or something else in its place,
may echo what it was sent.
"""

from __future__ import annotations

import logging
import re
from contextvars import ContextVar
from typing import Final

from .driver_interface import HTTPRequest

# A filter applies to its own logger, not to those below it.
_LOGGERS: Final = (
    "aiohttp.client",
    "aiohttp.internal",
    "hpack.hpack",
    "hpack.table",
    "httpcore2.connection",
    "httpcore2.http11",
    "httpcore2.http2",
    "httpcore2.proxy",
    "httpcore2.socks",
    "httpx2",
)
_HIDDEN: Final = "[hidden]"
# How httpcore2 logs the credentials for a SOCKS proxy.
_SOCKS_ACCOUNT: Final = re.compile(r"\bauth=\(.*\)(?= timeouts=)", re.DOTALL)


class HiddenToken:
    """While it is entered, this thread or task works on this request."""

    def __init__(self, request: HTTPRequest) -> None:
        self.token = request.headers["Authorization"].removeprefix("Bearer ")
        self._before: HiddenToken | None = None

    def __enter__(self) -> None:
        self._before = _hidden.get()
        _hidden.set(self)

    def __exit__(self, *_: object) -> None:
        # The garbage collector may end a coroutine while another request is worked on: that one's
        # token stays hidden. So it is neither restored unseen, nor by `reset`, which would fail.
        if _hidden.get() is self:
            _hidden.set(self._before)


_hidden: ContextVar[HiddenToken | None] = ContextVar("_hidden", default=None)


class _HidesToken(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        entered = _hidden.get()
        if entered is None:
            return True
        message = record.getMessage()
        hidden = _SOCKS_ACCOUNT.sub(f"auth={_HIDDEN}", message)
        for written in _ways_to_write(entered.token):
            hidden = hidden.replace(written, _HIDDEN)
        if hidden != message:
            record.msg = hidden
            record.args = ()
        return True


def _ways_to_write(token: str) -> list[str]:
    """The token as it is, and as `repr` writes it, with a backslash before some characters."""
    escaped = token.replace("\\", "\\\\")
    return [token, escaped, escaped.replace("'", "\\'")]


def _install() -> None:
    hides_token = _HidesToken()
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(hides_token)


_install()
