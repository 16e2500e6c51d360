"""The account: whether the service responds, the balance, and the token."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from turbosms_cli.calling import settings, variables, webhook_settings
from turbosms_cli.calling.profile_file import DEFAULT, Profile, save_profile
from turbosms_cli.calling.session import Session, service_command
from turbosms_cli.options.numbers import amount_option
from turbosms_cli.options.usage import Command
from turbosms_cli.options.value_completion import file_names
from turbosms_cli.printing import exit_codes
from turbosms_cli.reading.sources import STDIN
from turbosms_languages import _, reason_of

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

_MODULES = ("message", "chat", "user", "file")
_SECRET_FILE: Final = "--webhook-secret-file"  # noqa: S105 - an option


@click.command(cls=Command)
@service_command
def ping(session: Session) -> None:
    """Check that the service responds and the token is valid.

    Each module is checked in turn: message, chat, user and file.

    \b
    Example:
      turbosms ping
    """
    for name in _MODULES:
        getattr(session.client, name).ping()
        if session.output.as_json:
            session.output.row({"module": name, "answers": True})
        else:
            session.output.line(_("{name} responds", name=name))


@click.command(cls=Command)
@amount_option(
    "--below", _("Exit with code 5 if the balance is below this amount, for monitoring.")
)
@service_command
def balance(session: Session, below: Decimal | None) -> None:
    """Print the balance of the account in UAH. In JSON, it is a string, so that it stays exact.

    With --below, the exit code is 5 if the balance is below the amount. It is still 1 if the
    balance could not be asked for.

    \b
    Examples:
      turbosms balance
      turbosms balance --below 500
    """
    left = session.client.user.balance()
    # Who checks the exit code may not read what is printed.
    session.output.survives_closed_stdout = below is not None
    if session.output.as_json:
        session.output.row({"balance": left, "currency": "UAH"})
    else:
        session.output.line(_("{amount:money} UAH", amount=left))
    if below is not None and left < below:
        session.output.note(_("The balance is below {below:money} UAH.", below=below))
        raise SystemExit(exit_codes.BELOW)


@click.command(cls=Command)
@click.option(
    "--profile",
    default=DEFAULT,
    show_default=True,
    metavar="NAME",
    help="The name of the profile.",
)
@click.option(
    "--base-url", metavar="URL", help="Another address of the service, such as a sandbox."
)
@click.option(
    "--sms", "sms_sender", metavar="SENDER", help="The SMS sender for sends that name none."
)
@click.option(
    "--viber", "viber_sender", metavar="SENDER", help="The Viber sender for sends that name none."
)
@click.option("--no-sms", is_flag=True, help="Remove the SMS sender.")
@click.option("--no-viber", is_flag=True, help="Remove the Viber sender.")
@click.option(
    "--webhook-secret-file",
    metavar="FILE",
    shell_complete=file_names,
    help=(
        "Store the secret key of the webhook, which this file has; - asks for it, or takes the "
        "lines of stdin after the token."
    ),
)
@click.option("--no-webhook-secret", is_flag=True, help="Remove the secret key of the webhook.")
def login(  # noqa: PLR0913 - the options
    *,
    profile: str,
    base_url: str | None,
    sms_sender: str | None,
    viber_sender: str | None,
    no_sms: bool,
    no_viber: bool,
    webhook_secret_file: str | None,
    no_webhook_secret: bool,
) -> None:
    """Check a token and store it.

    The token is stored in a file that only its owner can read. On a terminal, the command asks for
    it without showing it; otherwise it reads the first line of stdin. The address used for the
    check, the senders and the secret of the webhook are stored too; what is not given is kept. For
    another account, choose another name, and pass it with --profile to the other commands.
    TURBOSMS_TOKEN overrides the profile `default`.

    \b
    Examples:
      turbosms login --sms Shop --viber Shop
      turbosms login --profile second < token.txt
      turbosms login --webhook-secret-file secret.txt
    """
    from turbosms_api.tables.operations import SERVER  # noqa: PLC0415
    from turbosms_cli.calling.error_messages import reporting_errors  # noqa: PLC0415
    from turbosms_cli.printing.output import Output  # noqa: PLC0415
    from turbosms_client import TurboSMS  # noqa: PLC0415

    known = settings.stored_profile(profile)  # an invalid file is reported before asking
    environment = {name: variables.variable(name) for name in variables.VARIABLES}
    _refuse_both("--sms", sms_sender, "--no-sms", no_sms)
    _refuse_both("--viber", viber_sender, "--no-viber", no_viber)
    _refuse_both(_SECRET_FILE, webhook_secret_file, "--no-webhook-secret", no_webhook_secret)
    token, secret = _read_token_and_secret(webhook_secret_file)
    chosen = environment[variables.BASE_URL] if base_url is None else base_url
    address = (known.base_url or SERVER) if chosen is None else chosen
    output = Output(as_json=False)
    with reporting_errors(output), TurboSMS(token, address) as client:
        left = client.user.balance()
    sms = None if no_sms else sms_sender or known.sms_sender
    viber = None if no_viber else viber_sender or known.viber_sender
    secret = None if no_webhook_secret else secret or known.webhook_secret
    stored = Profile(token, address, sms, viber, secret, known.webhook_basic_auth)
    file = _store(profile, stored)
    output.note(
        _(
            "The token is valid; the balance is {left:money} UAH. It is stored in {file}.",
            left=left,
            file=file,
        )
    )
    if profile == DEFAULT and environment[variables.TOKEN] is not None:
        output.note(
            _("But TURBOSMS_TOKEN is set and overrides it: unset it to use the stored token.")
        )


def _refuse_both(option: str, value: str | None, no_option: str, is_none: bool) -> None:
    if value is not None and is_none:
        raise click.UsageError(
            _(
                "{option} and {no_option} cannot be used together.",
                option=option,
                no_option=no_option,
            )
        )


def _read_token_and_secret(secret_file: str | None) -> tuple[str, str | None]:
    """The token, typed on a terminal or else from stdin, and with it the secret of the webhook."""
    secret = None
    if secret_file is not None and secret_file != STDIN:
        secret = _checked_secret(webhook_settings.secrets_in_file(secret_file, _SECRET_FILE))
    is_typed = sys.stdin.isatty()
    lines = iter(()) if is_typed else settings.lines_of_stdin()
    token = settings.token_from_prompt() if is_typed else next(lines, "").strip()
    if not token:
        raise click.UsageError(_("The first line of stdin has no token."))
    if secret_file == STDIN and is_typed:
        secret = _checked_secret(webhook_settings.secrets_in_file(STDIN, _SECRET_FILE))
    elif secret_file == STDIN:
        secret = _checked_secret(webhook_settings.secrets_on_lines(lines, _SECRET_FILE))
    return token, secret


def _checked_secret(values: tuple[str, ...]) -> str:
    """What is stored of these secrets."""
    webhook_settings.refuse_pasted_extras(webhook_settings.WebhookSecrets(values, _SECRET_FILE))
    return "\n".join(values)


def _store(name: str, profile: Profile) -> Path:
    """Write the profile, and return the file."""
    from turbosms_cli.calling.error_messages import FailedError  # noqa: PLC0415

    file = settings.config_file()
    try:
        return save_profile(file, name, profile)
    except OSError as error:
        raise FailedError(
            _(
                "The token is valid, but {file} cannot be written: {why}.",
                file=file,
                why=reason_of(error),
            )
        ) from None
