"""The account: whether the service answers, the balance, and the token."""

from __future__ import annotations

import os
import sys

import click

from turbosms_cli import exits, settings
from turbosms_cli.output import money
from turbosms_cli.session import Session, calling

_MODULES = ("message", "chat", "user", "file")


@click.command()
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


@click.command()
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


@click.command()
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
def login(
    profile: str, base_url: str | None, sms_sender: str | None, viber_sender: str | None
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
    from turbosms_cli.failures import told  # noqa: PLC0415
    from turbosms_cli.output import Output  # noqa: PLC0415
    from turbosms_client import TurboSMS  # noqa: PLC0415

    name = settings.named(profile) or settings.DEFAULT
    known = settings.kept(name)  # a file that is wrong is told before anything is asked
    typed = settings.ask() if sys.stdin.isatty() else sys.stdin.readline().strip()
    if not typed:
        raise click.UsageError("There is no token in the first line of stdin.")
    # An empty one is told by the client: it must not lead to the real service.
    given = os.environ.get("TURBOSMS_BASE_URL") if base_url is None else base_url
    address = (known.base_url or SERVER) if given is None else given
    output = Output(as_json=False)
    with told(output), TurboSMS(typed, address) as client:
        left = client.user.balance()
    sms = known.sms_sender if sms_sender is None else sms_sender
    viber = known.viber_sender if viber_sender is None else viber_sender
    try:
        file = settings.save(name, settings.Profile(typed, address, sms, viber))
    except OSError as error:
        output.note(
            f"The token is good, but {settings.config_file()} cannot be written: {error.strerror}."
        )
        raise SystemExit(exits.FAILED) from None
    output.note(f"The token is good, with {money(left)} UAH. It is kept in {file}.")
    if name == settings.DEFAULT and os.environ.get("TURBOSMS_TOKEN"):
        output.note(
            "But TURBOSMS_TOKEN is set, and goes before it: unset it to use the one that is kept."
        )
