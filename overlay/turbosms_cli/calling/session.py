"""What all commands that call the service share: options, the client, error reporting."""

from __future__ import annotations

from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import click

from turbosms_cli.calling import settings
from turbosms_cli.options.output_options import output_options
from turbosms_cli.printing.output import Output

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_client import TurboSMS

P = ParamSpec("P")


class Session:
    """One run of a command: its output, and its client, created on first use."""

    def __init__(self, profile: str | None, base_url: str | None, as_json: bool | None) -> None:
        self.output = Output(as_json)
        self.profile = settings.load(profile)
        self._named = profile is not None
        self._base_url = base_url

    @cached_property
    def client(self) -> TurboSMS:
        """The client for the account.

        `click.UsageError` if there is no token, and no terminal to ask for it.
        """
        from turbosms_client import TurboSMS  # noqa: PLC0415

        return TurboSMS(
            settings.token(self.profile, named=self._named),
            self.profile.base_url if self._base_url is None else self._base_url,
            sms_sender=self.profile.sms_sender,
            viber_sender=self.profile.viber_sender,
        )

    def close(self) -> None:
        if "client" in self.__dict__:
            self.client.close()


def _profiles(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    try:
        return [name for name in settings.names() if name.startswith(begun) and name.isprintable()]
    except click.UsageError:  # but not on a terminal
        return []


profile_option = click.option(
    "--profile",
    metavar="NAME",
    shell_complete=_profiles,
    help="A profile in the config file; also TURBOSMS_PROFILE.",
)


def service_command(function: Callable[Concatenate[Session, P], None]) -> Callable[..., None]:
    """Make a function a command that calls the service, with a session and the common options."""

    @profile_option
    @click.option(
        "--base-url", metavar="URL", help="Another address of the service; also TURBOSMS_BASE_URL."
    )
    @output_options
    @wraps(function)
    def command(
        *args: Any,
        profile: str | None,
        base_url: str | None,
        as_json: bool | None,
        **parameters: Any,
    ) -> None:
        from turbosms_cli.calling.error_messages import reporting_errors  # noqa: PLC0415

        session = Session(profile, base_url, as_json)
        try:
            with reporting_errors(session.output):
                function(session, *args, **parameters)
        finally:
            session.close()

    return command
