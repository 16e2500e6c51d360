"""What to do about an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from turbosms_languages import Text, _, joined

if TYPE_CHECKING:
    from turbosms_api.tables.result_codes import ResultCode
    from turbosms_client import TurboSMSError

_ACTOR: Final = {
    "caller": _("Change the command and call again."),
    "account-owner": _("The owner of the account must act, at turbosms.ua."),
    "support": _("Contact TurboSMS support."),
    "nobody": _("There is nothing that you can change."),
}
LATER: Final = _("The same command may succeed later.")


def next_step(error: TurboSMSError) -> Text:
    """Say what to do about an error, by the table of codes if it has a code."""
    from turbosms_cli.calling.wrong_parameters import option_of_error  # noqa: PLC0415
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
        return _about_token()
    if isinstance(error, InvalidParameterError):
        return _(
            "Nothing was sent: correct {option} and run it again.",
            option=option_of_error(error) or _("the command"),
        )
    if isinstance(code, ResultCode):
        return advice(code)
    steps = {
        OutcomeUnknownError: _(
            "It may have been executed: run it again with the same --sequence-id, and nothing will "
            "happen twice."
        ),
        APIError: _(
            "This version does not know the code: contact TurboSMS support, or install a newer "
            "version."
        ),
        WaitTimeoutError: _("Wait longer with --timeout, or run turbosms status later."),
        TransportError: joined(" ", (_("Check the network and the address."), LATER)),
    }
    other = _("The response is not from the service: check the address.")
    return next((step for kind, step in steps.items() if isinstance(error, kind)), other)


def _about_token() -> Text:
    from turbosms_cli.calling.next_commands import login_command  # noqa: PLC0415

    context = click.get_current_context(silent=True)
    login = login_command()
    if context is not None and context.params.get("profile") is not None:
        return _("Check the token: {login} stores a new one.", login=login)
    return _(
        "Check the token: {login} stores a new one, but TURBOSMS_TOKEN overrides it.", login=login
    )


def advice(code: ResultCode) -> Text:
    """Say what to do about a code of the table."""
    step = _ACTOR[code.actor]
    return joined(" ", (step, LATER)) if code.repeat else step
