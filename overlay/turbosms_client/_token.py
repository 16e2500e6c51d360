"""The token of the account, which nothing else has to hold."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from turbosms_api.tables.result_codes import ResultCode

from ._checks import wrong

Token: TypeAlias = str | Callable[[], str]

_TOKEN: Final = re.compile(r"[!-~]+")


class Bearer:
    """Makes the header of each request as it leaves."""

    def __init__(self, token: Token | None) -> None:
        if isinstance(token, str) and not token:
            message = "token is empty: pass one, or leave it out to take that of TURBOSMS_TOKEN."
            raise wrong("token", message, ResultCode.REQUIRED_TOKEN)
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
            # No frame of the error holds it.
            token = None
            token_source = None
            raise _no_token()
        # A function, since `repr` does not show what it holds.
        self._token = lambda: token_source

    def header(self) -> str:
        """The value of `Authorization`.

        Raises:
            InvalidParameterError: the function that gives the token gave something else.
            Exception: what that function raises.
        """
        try:
            token = self._token()
        except StopIteration as error:
            # It would end the iterator of a list, as if the list were at its end.
            raise RuntimeError("The function that gives the token raised StopIteration.") from error
        if not _fits(token):
            token = None
            raise _no_token()
        return f"Bearer {token}"


def _fits(token: Any) -> bool:
    return isinstance(token, str) and _TOKEN.fullmatch(token) is not None


def _none_anywhere(*, is_empty: bool) -> Exception:
    problem = "TURBOSMS_TOKEN is empty" if is_empty else "No token"
    message = (
        f"{problem}: pass token=, or set TURBOSMS_TOKEN. It is made in the account's API settings."
    )
    return wrong("token", message, ResultCode.REQUIRED_TOKEN)


def _no_token() -> Exception:
    # Made where no frame holds the token: it may be one with a line break at its end.
    message = (
        "token must be a string of visible ASCII characters, without spaces, or a function that "
        "returns one."
    )
    return wrong("token", message, ResultCode.INVALID_TOKEN)
