"""Holds the account's token, so that nothing else has to."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from turbosms_api.tables.result_codes import ResultCode

from .._results.errors import invalid_parameter

Token: TypeAlias = str | Callable[[], str]

_TOKEN: Final = re.compile(r"[!-~]+")


class Bearer:
    """Makes the `Authorization` header of each request."""

    def __init__(self, token: Token | None) -> None:
        if isinstance(token, str) and not token:
            message = "token is empty: pass one, or leave it out to use TURBOSMS_TOKEN."
            raise invalid_parameter("token", message, ResultCode.REQUIRED_TOKEN)
        token_source: Any = token
        if token is None:
            token_source = os.environ.get("TURBOSMS_TOKEN")
        if token_source is None or token_source == "":
            raise _none_anywhere(is_empty=token_source is not None)
        self._token: Callable[[], Any]
        if callable(token_source):
            self._token = token_source
            return
        if not _fits(token_source):
            # So that no frame of a traceback holds it.
            token = None
            token_source = None
            raise _no_token()
        # In a function, since its `repr` does not show the token.
        self._token = lambda: token_source

    def header(self) -> str:
        """The value of `Authorization`.

        Raises:
            InvalidParameterError: the token function returned something else.
            Exception: whatever the token function raises.
        """
        try:
            token = self._token()
        except StopIteration as error:
            # It would end an iterator, as if that were at its end.
            raise RuntimeError("The token function raised StopIteration.") from error
        if not _fits(token):
            token = None
            raise _no_token()
        return f"Bearer {token}"


def _fits(token: Any) -> bool:
    return isinstance(token, str) and _TOKEN.fullmatch(token) is not None


def _none_anywhere(*, is_empty: bool) -> Exception:
    problem = "TURBOSMS_TOKEN is empty" if is_empty else "No token"
    message = (
        f"{problem}: pass token=, or set TURBOSMS_TOKEN. You find it in the account's API settings."
    )
    return invalid_parameter("token", message, ResultCode.REQUIRED_TOKEN)


def _no_token() -> Exception:
    # Created where no frame holds the token, which may be a real one with a line break at its end.
    message = (
        "token must be a string of visible ASCII characters, without spaces, or a function that "
        "returns one."
    )
    return invalid_parameter("token", message, ResultCode.INVALID_TOKEN)
