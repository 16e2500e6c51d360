"""Options of `turbosms sandbox` for the account, and for who may call the control plane."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from turbosms_cli.options.adding import add_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_sandbox import Opening

F = TypeVar("F", bound="Callable[..., Any]")

REMOTE_CONTROL_WARNING: Final = (
    "WARNING: the control plane and the inbox are open to other machines. Whoever reaches this "
    "port can read every message and change everything, without a token."
)

_HOST_NAME: Final = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?", re.ASCII)


def account_options(command: F) -> F:
    """Add the options that `opening_of` reads to a command."""
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
            "--any-sender", is_flag=True, help="Accept every name as a sender, for SMS and Viber."
        ),
        click.option("--balance", type=float, metavar="UAH", help="The initial balance."),
        click.option(
            "--token",
            default="sandbox",
            show_default=True,
            metavar="TOKEN",
            help="The token of the account; no other is valid.",
        ),
        click.option(
            "--quirk",
            "quirks",
            multiple=True,
            metavar="NAME",
            help=(
                "Respond as the real service does, rather than as documented; may be repeated. "
                "docs/sandbox.md has the names."
            ),
        ),
    ]
    return add_options(command, options)


def access_options(command: F) -> F:
    """Add the options for who may call the control plane to a command."""
    trusted = click.option(
        "--trust-host",
        "trusted_hosts",
        multiple=True,
        metavar="NAME",
        callback=_host_names,
        help=(
            "A host name for the control plane and the inbox, such as that of a container; may be "
            "repeated."
        ),
    )
    remote = click.option(
        "--remote-control",
        is_flag=True,
        help="Let other machines use the control plane and the inbox. Dangerous.",
    )
    return add_options(command, (trusted, remote))


def opening_of(account: dict[str, Any]) -> Opening:
    """The account described by the options; UsageError if there cannot be one like it."""
    from turbosms_sandbox import Opening  # noqa: PLC0415

    try:
        return Opening(**account)
    except ValueError as problem:
        raise click.UsageError(f"Invalid account: {problem}.") from None


def _host_names(_: click.Context, __: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if not _HOST_NAME.fullmatch(name):
            raise click.BadParameter(f"{name!r} is not a host name. A port is not part of it.")
    return names
