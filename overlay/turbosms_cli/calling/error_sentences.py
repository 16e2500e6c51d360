"""What happened in a call, in a sentence for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbosms_languages import Text, _

if TYPE_CHECKING:
    from turbosms_client import TurboSMSError


def sentence_about(error: TurboSMSError) -> Text:
    """Say what happened, without the advice for programmers."""
    from turbosms_cli.calling import wrong_parameters  # noqa: PLC0415
    from turbosms_client import InvalidParameterError, OutcomeUnknownError, TurboSMSError  # noqa: PLC0415
    from turbosms_languages.client_errors import sentence_of  # noqa: PLC0415

    if isinstance(error, InvalidParameterError):
        return wrong_parameters.sentence_of(error)
    if isinstance(error, OutcomeUnknownError):
        sentence = _(
            "{operation}: no response says whether it was executed.", operation=error.operation
        )
        # Other libraries' messages are left out, since they may contain anything.
        cause = error.__cause__
        if isinstance(cause, TurboSMSError) and not _is_interruption(cause):
            said = sentence_of(cause)
            return _("{sentence} Last error: {cause}", sentence=sentence, cause=said)
        return sentence
    return sentence_of(error)


def _is_interruption(cause: TurboSMSError) -> bool:
    """Whether the user interrupted the call, rather than the network."""
    from turbosms_client import TransportError  # noqa: PLC0415

    return isinstance(cause, TransportError) and cause.address is None
