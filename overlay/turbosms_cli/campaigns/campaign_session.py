"""A run of a command of campaigns: its database, and its account, if it calls the service."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from functools import wraps
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import click

from turbosms_cli.calling import settings
from turbosms_cli.calling.next_commands import next_command
from turbosms_cli.calling.session import Session, profile_option
from turbosms_cli.campaigns.database_option import (
    database_option,
    database_url,
    file_of,
    usual_file,
)
from turbosms_cli.campaigns.reports_inbox import opened_inbox
from turbosms_cli.options.asking import confirmed
from turbosms_cli.options.output_options import output_options
from turbosms_cli.options.user_folders import make_private
from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from turbosms_campaigns import Campaigns

P = ParamSpec("P")

_NO_TOKEN = "none"  # noqa: S105 - it stands for a token where the service is not called
name_argument = click.argument("name", metavar="NAME")
"""The campaign that a command is about."""
base_url_option = click.option(
    "--base-url", metavar="URL", help="Another address of the service; also TURBOSMS_BASE_URL."
)


class CampaignSession(Session):
    """A session with a database of campaigns."""

    def __init__(
        self,
        database: str | None,
        *,
        profile: str | None = None,
        base_url: str | None = None,
        as_json: bool | None,
    ) -> None:
        super().__init__(profile, base_url, as_json)
        self.database = database_url(database)
        self._profile_name = profile
        self._address = base_url

    @property
    def is_first_use(self) -> bool:
        """Whether the usual database has not been made yet. One that was named must be there."""
        return file_of(self.database) == usual_file() and not self._is_there

    @property
    def _is_there(self) -> bool:
        """Whether there is a database to open, as far as can be told without opening it."""
        file = file_of(self.database)
        return file is None or file.exists()

    @contextmanager
    def opened(
        self, *, calls: bool = False, creates: bool = False, inbox: str | None = None
    ) -> Iterator[Campaigns]:
        """The campaigns of the database.

        Args:
            calls: the service is called, so there has to be a token.
            creates: make the database if there is none; otherwise, a file that is not there is an
                error, so that a name that was mistyped leaves nothing behind.
            inbox: the file of an inbox of webhooks, for a worker.

        Raises:
            click.UsageError: there is no token, no such file, or no driver for the database.
            DatabaseError: it cannot be opened.
        """
        from turbosms_campaigns import Campaigns  # noqa: PLC0415

        self._refuse_missing(creates)
        token = (
            settings.token(self.profile, named=self._profile_name is not None) if calls else None
        )
        address = self.profile.base_url if self._address is None else self._address
        with ExitStack() as stack:
            reports = None if inbox is None else stack.enter_context(opened_inbox(inbox))
            campaigns = Campaigns(
                self.database, token=token or _NO_TOKEN, base_url=address, inbox=reports
            )
            yield stack.enter_context(campaigns)

    def _refuse_missing(self, creates: bool) -> None:
        if self.database.startswith("postgres") and find_spec("psycopg") is None:
            raise click.UsageError(
                _(
                    "PostgreSQL needs the package psycopg, which is not installed. Run pip "
                    "install 'turbosms-client[cli,postgres]' first."
                )
            )
        if creates and file_of(self.database) == usual_file():
            make_private(usual_file().parent)
        if not creates and not self._is_there:
            raise click.UsageError(
                _(
                    "There is no database {file}: {command} makes one.",
                    file=file_of(self.database),
                    command=next_command("campaign create"),
                )
            )


def campaign_command(
    function: Callable[Concatenate[CampaignSession, P], None],
) -> Callable[..., None]:
    """Make a function a command that works on the database alone."""

    @database_option
    @output_options
    @wraps(function)
    def command(*args: Any, database: str | None, as_json: bool | None, **parameters: Any) -> None:
        session = CampaignSession(database, as_json=as_json)
        _run(session, function, *args, **parameters)

    return command


def calling_campaign_command(
    function: Callable[Concatenate[CampaignSession, P], None],
) -> Callable[..., None]:
    """Make a function a command that also calls the service, or uses the senders of a profile."""

    @database_option
    @profile_option
    @base_url_option
    @output_options
    @wraps(function)
    def command(
        *args: Any,
        database: str | None,
        profile: str | None,
        base_url: str | None,
        as_json: bool | None,
        **parameters: Any,
    ) -> None:
        session = CampaignSession(database, profile=profile, base_url=base_url, as_json=as_json)
        _run(session, function, *args, **parameters)

    return command


def _run(
    session: CampaignSession, function: Callable[..., None], *args: Any, **parameters: Any
) -> None:
    from turbosms_cli.calling.error_messages import reporting_errors  # noqa: PLC0415
    from turbosms_cli.campaigns.campaign_errors import reporting_campaign_errors  # noqa: PLC0415

    try:
        reporting = reporting_campaign_errors(session.output, session.database)
        with reporting_errors(session.output), reporting:
            function(session, *args, **parameters)
    finally:
        session.close()


def confirm(question: str, *, what_else: str) -> bool:
    """Ask on a terminal; without one, nobody can be asked.

    Raises:
        click.UsageError: there is no terminal.
    """
    if not sys.stdin.isatty():
        raise click.UsageError(_("There is no terminal to ask: {what_else}.", what_else=what_else))
    return confirmed(question)
