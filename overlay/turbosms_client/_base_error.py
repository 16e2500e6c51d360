"""The root of all errors, and how they are pickled."""

import pickle
from typing import Any, cast

from turbosms_api.tables.result_codes import CODES_URL, HELP_URL, ResultCode


class TurboSMSError(Exception):
    """The root of every error that this package raises on purpose."""

    temporary: bool = False
    """Whether the same call can come to something else later."""

    @property
    def help_url(self) -> str:
        """Where it is explained: its code in the table of codes, the table itself if that lacks it,
        else the error.
        """
        code: ResultCode | int | None = getattr(self, "code", None)
        if isinstance(code, ResultCode):
            return code.help_url
        if code is not None:
            return CODES_URL
        # A class of ours: that of an application's own would have no place there.
        kind = next(kind for kind in type(self).__mro__ if kind.__module__ == __package__)
        return f"{HELP_URL}errors/#{kind.__name__.lower()}"

    def __reduce__(self) -> tuple[Any, ...]:
        # Private attributes tie an error to a living client: they do not travel.
        state = {name: value for name, value in self.__dict__.items() if not name.startswith("_")}
        state["args"] = self.args
        state["__cause__"] = _portable(self.__cause__)
        return type(self).__new__, (type(self),), state


def _portable(cause: BaseException | None) -> BaseException | None:
    """The cause itself if it can be pickled, else what it says."""
    try:
        if isinstance(cause, TurboSMSError):
            return cause
        # What is read back was written a moment ago: nobody else could have changed it.
        return cast("BaseException | None", pickle.loads(pickle.dumps(cause)))  # noqa: S301
    except Exception:  # whatever a foreign class raises when it is pickled or made anew
        return RuntimeError(f"{type(cause).__name__}: {cause}")
