"""`turbosms sandbox`: a local stand-in for the service."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from turbosms_cli.options.adding import add_options
from turbosms_cli.options.host_names import check_host_names, check_hosts_with_ports
from turbosms_cli.options.listening import is_loopback
from turbosms_cli.options.usage import Command
from turbosms_cli.printing import streams
from turbosms_languages import Text, _, otherwise, reason_of, with_detail

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_sandbox import Opening

F = TypeVar("F", bound="Callable[..., Any]")

_REMOTE_CONTROL_WARNING: Final = _(
    "WARNING: the control plane and the inbox are open to other machines. Whoever reaches this "
    "port can read every message and change everything, without a token."
)


def _account_options(command: F) -> F:
    """Add the options that `_opening_of` reads to a command."""
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


def _access_options(command: F) -> F:
    """Add the options for who may call the control plane, and whom it may have called."""
    trusted = click.option(
        "--trust-host",
        "trusted_hosts",
        multiple=True,
        metavar="NAME",
        callback=check_host_names,
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
    webhooks = click.option(
        "--webhook-host",
        "webhook_hosts",
        multiple=True,
        metavar="HOST[:PORT]",
        callback=check_hosts_with_ports,
        help="Host on which webhooks may be, besides this machine; may be repeated.",
    )
    return add_options(command, (trusted, remote, webhooks))


@click.command(cls=Command)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    default=8026,
    show_default=True,
    help="0 chooses a free one.",
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="HOST", help="Address to listen on."
)
@click.option(
    "--allow-host",
    "allowed_hosts",
    multiple=True,
    metavar="HOST[:PORT]",
    callback=check_hosts_with_ports,
    help=(
        "Host from which file/add may fetch files; may be repeated. "
        "Without it, nothing is ever fetched."
    ),
)
@click.option(
    "--state",
    "state_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=("Keep the state in this file, so that the next start continues; created if needed."),
)
@click.option(
    "--seed",
    type=int,
    metavar="N",
    help="Give the same ids to the same requests, after each start and reset.",
)
@_account_options
@_access_options
def sandbox(  # noqa: PLR0913 - an argument for each option
    *,
    port: int,
    host: str,
    allowed_hosts: tuple[str, ...],
    state_file: Path | None,
    seed: int | None,
    trusted_hosts: tuple[str, ...],
    remote_control: bool,
    webhook_hosts: tuple[str, ...],
    **account: Any,
) -> None:
    """Run a local stand-in for the service until Ctrl-C or SIGTERM.

    It prints its address on one line when it accepts connections. It delivers nothing to anyone;
    open the address in a browser to see what was sent, as the recipient sees it. A reset restores
    the senders, balance and quirks passed here.

    \b
    Examples:
      turbosms sandbox --port 8026
      turbosms sandbox --sender Shop --viber-sender "Shop UA" --balance 500
      turbosms sandbox --port 8026 --state sandbox.state --seed 1
    """
    from turbosms_cli.calling.error_messages import FailedError  # noqa: PLC0415
    from turbosms_sandbox import StateFileError, run  # noqa: PLC0415

    opening = _opening_of(account)
    if remote_control:
        streams.say(_REMOTE_CONTROL_WARNING)
    if not is_loopback(host):
        streams.say(
            _(
                "WARNING: the sandbox listens on {host}, not only on this machine. Whoever "
                "reaches it can use it with its well-known token and read every message in it.",
                host=host,
            )
        )
    try:
        run(
            host,
            port,
            allowed_hosts=allowed_hosts,
            state_file=state_file,
            seed=seed,
            opening=opening,
            trusted_hosts=trusted_hosts,
            remote_control=remote_control,
            webhook_hosts=webhook_hosts,
        )
    except StateFileError as problem:
        said = with_detail(_("The file of the state cannot be used."), problem)
        raise FailedError(otherwise(str(problem), said)) from None
    except OSError as problem:
        why = reason_of(problem)
        raise FailedError(
            _("Cannot listen on {host} port {port}: {why}.", host=host, port=port, why=why)
        ) from None


def _opening_of(account: dict[str, Any]) -> Opening:
    """The account described by the options; UsageError if there cannot be one like it."""
    from turbosms_sandbox import Opening  # noqa: PLC0415

    try:
        return Opening(**account)
    except ValueError as problem:
        raise click.UsageError(_("Invalid account: {problem}.", problem=_detail(problem))) from None


def _detail(problem: Exception) -> Text:
    return otherwise(str(problem), _("“{detail}”", detail=str(problem)))
