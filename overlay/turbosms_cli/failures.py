"""Errors as people need them.

What happened, what to do next, where it is explained; and the exit code.
"""

from __future__ import annotations

import logging
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from turbosms_cli import exits
from turbosms_cli.output import Output, ReaderGoneError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_api.tables.result_codes import ResultCode as Code
    from turbosms_client import InvalidParameterError, TurboSMSError

_ACTOR = {
    "caller": "Change the command and call again.",
    "account-owner": "The owner of the account has to act, at turbosms.ua.",
    "support": "Ask the support of TurboSMS.",
    "nobody": "There is nothing to change.",
}
_OPTIONS = {
    "action": "button",
    "image_url": "image",
    "file_id": "attached",
    "is_flash": "flash",
    "is_transactional": "transactional",
}
"""Options whose names are not those of the parameters that they give."""
_LATER = "The same command may succeed later."


class _Repeats(logging.Handler):
    """Says to whoever waits at a terminal that the client tries again.

    All else that it logs is told here anyway.
    """

    def __init__(self, output: Output) -> None:
        super().__init__(logging.WARNING)
        self._output = output

    def emit(self, record: logging.LogRecord) -> None:
        if " Attempt " in (text := record.getMessage()) and sys.stderr.isatty():
            self._output.note(text)


@contextmanager
def told(output: Output) -> Iterator[None]:
    """Turn what a command raises into its last words and its exit code."""
    logging.getLogger("turbosms_client").addHandler(_Repeats(output))
    try:
        yield
    except ReaderGoneError:
        raise SystemExit(exits.FINE) from None
    except KeyboardInterrupt:
        output.note("Interrupted.")
        raise SystemExit(exits.FAILED) from None
    except Exception as error:
        from turbosms_client import InvalidParameterError, OutcomeUnknownError, TurboSMSError  # noqa: PLC0415

        if not isinstance(error, TurboSMSError):
            raise
        tell(output, error)
        codes = {InvalidParameterError: exits.USAGE, OutcomeUnknownError: exits.UNKNOWN}
        raise SystemExit(codes.get(type(error), exits.FAILED)) from None


def tell(output: Output, error: TurboSMSError, **more: Any) -> None:
    """Say it: a sentence or two on stderr, and where programs read, an object on stdout."""
    output.goes_on = True  # the exit code follows, whoever reads
    code = getattr(error, "code", None)
    if output.as_json:
        output.row(
            {
                "type": "error",
                "error": type(error).__name__,
                "message": _said(error),
                "code": None if code is None else int(code),
                "name": getattr(code, "name", None),
                "next": next_step(error),
                "help_url": error.help_url,
                **more,
            }
        )
    output.note(f"{_said(error)}\n{next_step(error)}\n{error.help_url}")


def _said(error: TurboSMSError) -> str:
    """What happened; without the advice to programmers."""
    from turbosms_client import InvalidParameterError, OutcomeUnknownError, TurboSMSError  # noqa: PLC0415

    if isinstance(error, OutcomeUnknownError):
        said = f"{error.operation}: no answer says whether it was carried out."
        # Of other libraries only that it happened: what they say is not ours to vouch for.
        cause = error.__cause__
        known = isinstance(cause, TurboSMSError) and "KeyboardInterrupt" not in str(
            cause
        )  # of that one knows
        return f"{said} The last: {cause}" if known else said
    if isinstance(error, InvalidParameterError) and (option := _option(error)):
        said = (
            str(error)
            .replace(f"ass {error.parameter}=", f"ass {option}")
            .replace("start_time", option)
        )
        said = said.replace("a datetime, or a text such as", "a time, such as")
        return re.sub(r"needs (caption and )?action", f"needs {option}", said)
    return str(error)


def _option(error: InvalidParameterError) -> str | None:
    """What the command that runs calls the parameter that is wrong."""
    from turbosms_client import ResultCode  # noqa: PLC0415

    context = click.get_current_context(silent=True)
    name = _OPTIONS.get(error.parameter, error.parameter)
    if error.code == ResultCode.REQUIRED_MESSAGE_BUTTON:
        name = "button"
    found = [] if context is None else [one for one in context.command.params if one.name == name]
    return next((one.opts[0] for one in found if isinstance(one, click.Option)), None)


def next_step(error: TurboSMSError) -> str:
    """What to do about it, in a sentence: by the table of codes if it has one."""
    from turbosms_client import (  # noqa: PLC0415
        APIError,
        AuthenticationError,
        InvalidParameterError,
        OutcomeUnknownError,
        ResultCode,
        TransportError,
        WaitTimeoutError,
    )

    code = getattr(error, "code", None)
    if isinstance(error, AuthenticationError) or getattr(error, "parameter", None) == "token":
        return "Check the token: turbosms login keeps a new one, and TURBOSMS_TOKEN goes before it."
    if isinstance(error, InvalidParameterError):
        return (
            f"The service was not asked: change {_option(error) or 'the command'} and call again."
        )
    if isinstance(code, ResultCode):
        return advice(code)
    steps = {
        OutcomeUnknownError: (
            "It may have been done: "
            "call again with the same --sequence-id, which does nothing twice."
        ),
        APIError: (
            "This version does not know the code: "
            "ask the support of TurboSMS, or install a newer one."
        ),
        WaitTimeoutError: "Wait longer with --timeout, or ask later with turbosms status.",
        TransportError: f"Check the network and the address. {_LATER}",
    }
    other = "Something else than the service answered: check the address."
    return next((step for kind, step in steps.items() if isinstance(error, kind)), other)


def advice(code: Code) -> str:
    """The same for a code of the table."""
    return f"{_ACTOR[code.actor]} {_LATER if code.repeat else ''}".rstrip()
