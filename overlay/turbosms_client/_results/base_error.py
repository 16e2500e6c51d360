"""The base class of all errors, and how they are pickled."""

import pickle
from typing import Any, cast

from turbosms_api.tables.result_codes import CODES_URL, HELP_URL, ResultCode


class TurboSMSError(Exception):
    """The base class of all errors that this package raises on purpose."""

    temporary: bool = False
    """Whether the same call can have a different result later."""

    @property
    def help_url(self) -> str:
        """Where the documentation explains the error: the row of its code, the table of codes if
        the code is not in it, or the section on its class.
        """
        code: ResultCode | int | None = getattr(self, "code", None)
        if isinstance(code, ResultCode):
            return code.help_url
        if code is not None:
            return CODES_URL
        # A class of ours, since a subclass in an application has no section there.
        kind = next(kind for kind in type(self).__mro__ if kind.__module__ == "turbosms_client")
        return f"{HELP_URL}errors/#{kind.__name__.lower()}"

    @property
    def help_command(self) -> str | None:
        """The command that explains the code of the error, without a network: `turbosms codes 413`.

        None without a code that is in the table. It needs the extra `cli`.
        """
        code: ResultCode | int | None = getattr(self, "code", None)
        return f"turbosms codes {code:d}" if isinstance(code, ResultCode) else None

    def __reduce__(self) -> tuple[Any, ...]:
        # Private attributes tie an error to a living client, so they are not pickled.
        state = {name: value for name, value in self.__dict__.items() if not name.startswith("_")}
        state["args"] = self.args
        state["__cause__"] = _portable(self.__cause__)
        return type(self).__new__, (type(self),), state


def _portable(cause: BaseException | None) -> BaseException | None:
    """The cause itself if it can be pickled, or else an error with its text."""
    try:
        if isinstance(cause, TurboSMSError):
            return cause
        # The pickle was made a moment ago, so nobody can have tampered with it.
        return cast("BaseException | None", pickle.loads(pickle.dumps(cause)))  # noqa: S301
    except Exception:  # a foreign class may raise anything when it is pickled or recreated
        return RuntimeError(f"{type(cause).__name__}: {cause}")
