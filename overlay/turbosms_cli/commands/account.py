"""The account: whether the service answers, the balance, and the token."""

from __future__ import annotations

import sys

import click

from turbosms_cli import settings
from turbosms_cli.output import money
from turbosms_cli.session import Session, calling
from turbosms_cli.usage import Command

_MODULES = ("message", "chat", "user", "file")


@click.command(cls=Command)
@calling
def ping(session: Session) -> None:
    """Ask whether the service answers, and the token is good.

    Each module is asked in turn: message, chat, user and file.

    \b
    Example:
      turbosms ping
    """
    for name in _MODULES:
        getattr(session.client, name).ping()
        if session.output.as_json:
            session.output.row({"module": name, "answers": True})
        else:
            session.output.line(f"{name} answers")


@click.command(cls=Command)
@calling
def balance(session: Session) -> None:
    """Print what is left on the account, in UAH. As JSON it is a text, so that no kopiyka is
    rounded away.

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
    default=settings.DEFAULT,
    show_default=True,
    metavar="NAME",
    help="Under which name to keep it.",
)
@click.option(
    "--base-url", metavar="URL", help="Another address of the service, such as a sandbox."
)
@click.option(
    "--sms", "sms_sender", metavar="SENDER", help="The SMS sender of sends that name none."
)
@click.option(
    "--viber", "viber_sender", metavar="SENDER", help="The Viber sender of sends that name none."
)
@click.option("--no-sms", is_flag=True, help="Keep no SMS sender.")
@click.option("--no-viber", is_flag=True, help="Keep no Viber sender.")
def login(  # noqa: PLR0913 - the options
    *,
    profile: str,
    base_url: str | None,
    sms_sender: str | None,
    viber_sender: str | None,
    no_sms: bool,
    no_viber: bool,
) -> None:
    """Ask for a token, try it and keep it.

    It is kept in a file that its owner alone can read. On a terminal it is typed without being
    shown; otherwise the first line of stdin is taken. The address at which it was tried is kept
    too, and the senders; those not given stay as they were. Other accounts go under names of their
    own, for --profile of the other commands. TURBOSMS_TOKEN goes before the profile `default`.

    \b
    Examples:
      turbosms login --sms Shop --viber Shop
      turbosms login --profile second < token.txt
    """
    from turbosms_api.tables.operations import SERVER  # noqa: PLC0415
    from turbosms_cli.failures import FailedError, told  # noqa: PLC0415
    from turbosms_cli.output import Output  # noqa: PLC0415
    from turbosms_client import TurboSMS  # noqa: PLC0415

    known = settings.kept(profile)  # a file that is wrong is told before anything is asked
    environment = {name: settings.variable(name) for name in settings.VARIABLES}
    for option, sender, is_none in (
        ("--sms", sms_sender, no_sms),
        ("--viber", viber_sender, no_viber),
    ):
        if sender is not None and is_none:
            raise click.UsageError(f"{option} and --no-{option[2:]} exclude each other.")
    typed = settings.ask() if sys.stdin.isatty() else settings.piped()
    if not typed:
        raise click.UsageError("There is no token in the first line of stdin.")
    given = environment[settings.BASE_URL] if base_url is None else base_url
    address = (known.base_url or SERVER) if given is None else given
    output = Output(as_json=False)
    with told(output), TurboSMS(typed, address) as client:
        left = client.user.balance()
    sms = None if no_sms else sms_sender or known.sms_sender
    viber = None if no_viber else viber_sender or known.viber_sender
    try:
        file = settings.save(profile, settings.Profile(typed, address, sms, viber))
    except OSError as error:
        raise FailedError(
            f"The token is good, but {settings.config_file()} cannot be written: {error.strerror}."
        ) from None
    output.note(f"The token is good, with {money(left)} UAH. It is kept in {file}.")
    if profile == settings.DEFAULT and environment[settings.TOKEN] is not None:
        output.note(
            "But TURBOSMS_TOKEN is set, and goes before it: unset it to use the one that is kept."
        )
