"""The account: whether the service responds, the balance, and the token."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from turbosms_cli.calling import settings
from turbosms_cli.calling.profile_file import DEFAULT, Profile, save_profile
from turbosms_cli.calling.session import Session, service_command
from turbosms_cli.options.usage import Command
from turbosms_cli.printing.values import money

if TYPE_CHECKING:
    from pathlib import Path

_MODULES = ("message", "chat", "user", "file")


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
            session.output.line(f"{name} responds")


@click.command(cls=Command)
@service_command
def balance(session: Session) -> None:
    """Print the balance of the account in UAH. In JSON, it is a string, so that it stays exact.

    \b
    Example:
      turbosms balance
    """
    left = session.client.user.balance()
    if session.output.as_json:
        session.output.row({"balance": left, "currency": "UAH"})
    else:
        session.output.line(f"{money(left)} UAH")


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
def login(  # noqa: PLR0913 - the options
    *,
    profile: str,
    base_url: str | None,
    sms_sender: str | None,
    viber_sender: str | None,
    no_sms: bool,
    no_viber: bool,
) -> None:
    """Check a token and store it.

    The token is stored in a file that only its owner can read. On a terminal, the command asks for
    it without showing it; otherwise it reads the first line of stdin. The address used for the
    check and the senders are stored too; senders that are not given are kept. For another account,
    choose another name, and pass it with --profile to the other commands. TURBOSMS_TOKEN overrides
    the profile `default`.

    \b
    Examples:
      turbosms login --sms Shop --viber Shop
      turbosms login --profile second < token.txt
    """
    from turbosms_api.tables.operations import SERVER  # noqa: PLC0415
    from turbosms_cli.calling.error_messages import reporting_errors  # noqa: PLC0415
    from turbosms_cli.printing.output import Output  # noqa: PLC0415
    from turbosms_client import TurboSMS  # noqa: PLC0415

    known = settings.stored_profile(profile)  # an invalid file is reported before asking
    environment = {name: settings.variable(name) for name in settings.VARIABLES}
    for option, sender, is_none in (
        ("--sms", sms_sender, no_sms),
        ("--viber", viber_sender, no_viber),
    ):
        if sender is not None and is_none:
            raise click.UsageError(f"{option} and --no-{option[2:]} cannot be used together.")
    token = _read_token()
    chosen = environment[settings.BASE_URL] if base_url is None else base_url
    address = (known.base_url or SERVER) if chosen is None else chosen
    output = Output(as_json=False)
    with reporting_errors(output), TurboSMS(token, address) as client:
        left = client.user.balance()
    sms = None if no_sms else sms_sender or known.sms_sender
    viber = None if no_viber else viber_sender or known.viber_sender
    file = _store(profile, Profile(token, address, sms, viber))
    output.note(f"The token is valid; the balance is {money(left)} UAH. It is stored in {file}.")
    if profile == DEFAULT and environment[settings.TOKEN] is not None:
        output.note("But TURBOSMS_TOKEN is set and overrides it: unset it to use the stored token.")


def _read_token() -> str:
    """The token, typed on a terminal or else from stdin."""
    is_typed = sys.stdin.isatty()
    token = settings.token_from_prompt() if is_typed else settings.token_from_stdin()
    if not token:
        raise click.UsageError("The first line of stdin has no token.")
    return token


def _store(name: str, profile: Profile) -> Path:
    """Write the profile, and return the file."""
    from turbosms_cli.calling.error_messages import FailedError  # noqa: PLC0415

    file = settings.config_file()
    try:
        return save_profile(file, name, profile)
    except OSError as error:
        raise FailedError(
            f"The token is valid, but {file} cannot be written: {error.strerror}."
        ) from None
