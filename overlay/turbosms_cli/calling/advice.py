"""What happened in a sentence, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from turbosms_api.tables.result_codes import ResultCode
    from turbosms_client import TurboSMSError

_ACTOR = {
    "caller": "Change the command and call again.",
    "account-owner": "The owner of the account must act, at turbosms.ua.",
    "support": "Contact TurboSMS support.",
    "nobody": "There is nothing that you can change.",
}
_LATER = "The same command may succeed later."


def sentence_about(error: TurboSMSError) -> str:
    """Say what happened, without the advice for programmers."""
    from turbosms_cli.calling.wrong_parameters import sentence_of  # noqa: PLC0415
    from turbosms_client import InvalidParameterError, OutcomeUnknownError, TurboSMSError  # noqa: PLC0415

    if isinstance(error, InvalidParameterError):
        return sentence_of(error)
    if isinstance(error, OutcomeUnknownError):
        sentence = f"{error.operation}: no response says whether it was executed."
        # Other libraries' messages are left out, since they may contain anything.
        cause = error.__cause__
        if isinstance(cause, TurboSMSError) and not _is_interruption(cause):
            return f"{sentence} Last error: {cause}"
        return sentence
    return str(error)


def _is_interruption(cause: TurboSMSError) -> bool:
    """Whether the user interrupted the call, rather than the network."""
    from turbosms_client import TransportError  # noqa: PLC0415

    return isinstance(cause, TransportError) and cause.address is None


def next_step(error: TurboSMSError) -> str:
    """Say what to do about an error, by the table of codes if it has a code."""
    from turbosms_cli.calling.wrong_parameters import option_of  # noqa: PLC0415
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
        return "Check the token: turbosms login stores a new one, but TURBOSMS_TOKEN overrides it."
    if isinstance(error, InvalidParameterError):
        return f"Nothing was sent: correct {option_of(error) or 'the command'} and run it again."
    if isinstance(code, ResultCode):
        return advice(code)
    steps = {
        OutcomeUnknownError: (
            "It may have been executed: "
            "run it again with the same --sequence-id, and nothing will happen twice."
        ),
        APIError: (
            "This version does not know the code: "
            "contact TurboSMS support, or install a newer version."
        ),
        WaitTimeoutError: "Wait longer with --timeout, or run turbosms status later.",
        TransportError: f"Check the network and the address. {_LATER}",
    }
    other = "The response is not from the service: check the address."
    return next((step for kind, step in steps.items() if isinstance(error, kind)), other)


def advice(code: ResultCode) -> str:
    """Say what to do about a code of the table."""
    return f"{_ACTOR[code.actor]} {_LATER if code.repeat else ''}".rstrip()
