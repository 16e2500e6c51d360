"""The options of `turbosms sandbox` for one's own account, and for who may call it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_sandbox import Opening

F = TypeVar("F", bound="Callable[..., Any]")

REMOTE_CONTROL_WARNING: Final = (
    "WARNING: the control plane and the inbox answer other machines too. Whoever reaches this port "
    "can read every message and change everything, without a token."
)

_HOST_NAME: Final = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?", re.ASCII)


def account_options(command: F) -> F:
    """Give a command the options that `opening_of` reads."""
    options = [
        click.option(
            "--sender",
            "senders",
            multiple=True,
            metavar="NAME",
            help="A sender of your own, for SMS and Viber; may be repeated.",
        ),
        click.option(
            "--viber-sender",
            "viber_senders",
            multiple=True,
            metavar="NAME",
            help="A sender of your own for Viber only; may be repeated.",
        ),
        click.option(
            "--any-sender", is_flag=True, help="Take every name as a sender, for SMS and Viber."
        ),
        click.option("--balance", type=float, metavar="UAH", help="The balance at the start."),
        click.option(
            "--token",
            default="sandbox",
            show_default=True,
            metavar="TOKEN",
            help="The token of the account, and the only one that is good.",
        ),
        click.option(
            "--quirk",
            "quirks",
            multiple=True,
            metavar="NAME",
            help=(
                "Answer as the service in use does, and not as documented; may be repeated. "
                "docs/sandbox.md has the names."
            ),
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def access_options(command: F) -> F:
    """Give a command the options that say who may call the control plane."""
    trusted = click.option(
        "--trust-host",
        "trusted_hosts",
        multiple=True,
        metavar="NAME",
        callback=_host_names,
        help=(
            "A name by which the control plane and the inbox may be called, such as that of a "
            "container; may be repeated."
        ),
    )
    remote = click.option(
        "--remote-control",
        is_flag=True,
        help="Let other machines call the control plane and the inbox. Dangerous.",
    )
    return trusted(remote(command))


def opening_of(account: dict[str, Any]) -> Opening:
    """The account that the options want; UsageError if there can be none like it."""
    from turbosms_sandbox import Opening  # noqa: PLC0415

    try:
        return Opening(**account)
    except ValueError as problem:
        raise click.UsageError(f"No such account: {problem}.") from None


def _host_names(_: click.Context, __: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if not _HOST_NAME.fullmatch(name):
            raise click.BadParameter(f"{name!r} is no host name; a port is not part of it.")
    return names
