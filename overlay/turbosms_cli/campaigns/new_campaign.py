"""The options of a new campaign, and what the library is told of them."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from turbosms_cli.calling.sequence_ids import own_or_new
from turbosms_cli.campaigns.limit_options import limit_options, limits_of, percent
from turbosms_cli.options.adding import add_options
from turbosms_cli.options.value_completion import file_names
from turbosms_cli.reading.sources import STDIN, path_of
from turbosms_cli.sending.message_options import message_of, message_options_without_time
from turbosms_cli.sending.own_prices import prices_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from turbosms_campaigns import CampaignOptions
    from turbosms_cli.campaigns.campaign_session import CampaignSession

_EARLIER: Final = "campaign:"

_TABLE: Final = (
    click.option(
        "--from",
        "sources",
        metavar="FILE",
        required=True,
        shell_complete=file_names,
        help="The table of people: CSV, Excel, or a list of phone numbers; - is stdin.",
    ),
    click.option(
        "--column",
        metavar="NAME",
        help="The column of phone numbers, if it is not the only one or named like one.",
    ),
)
_AUDIENCE: Final = (
    click.option(
        "--price",
        "prices",
        multiple=True,
        metavar="RATE=UAH",
        help="Your price, for the cost; the rates are sms, promotional, transactional.",
    ),
    click.option(
        "--exclude",
        multiple=True,
        metavar="FILE|campaign:NAME",
        shell_complete=file_names,
        help="Leave out the numbers of a file, or whom an earlier campaign has reached.",
    ),
    click.option(
        "--holdout",
        callback=percent,
        metavar="PERCENT",
        help="Leave out a share of the people, drawn at random, to compare with.",
    ),
    click.option(
        "--consent",
        metavar="COLUMN",
        help="Leave out rows without a yes in this column (1, yes, true, так, +).",
    ),
    click.option(
        "--keep",
        multiple=True,
        metavar="COLUMN",
        help="Keep a column for the report, besides those of the text.",
    ),
)


def new_campaign_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command."""
    groups = (*_TABLE, message_options_without_time, limit_options, *_AUDIENCE)
    return add_options(function, groups)


def campaign_options_of(session: CampaignSession, chosen: dict[str, Any]) -> CampaignOptions:
    """What the campaign is made with; a file for Viber is uploaded, and nothing else sent.

    Raises:
        click.UsageError: no channel is chosen, or an option needs another one.
    """
    message = message_of(chosen)
    foreseen = message.parameters(session, message.foreseen_file_id())
    file_id = None
    if message.attached is not None:
        # A new number each time: the file of that name may be another one by now.
        file_id = message.upload(session, own_or_new(None))
    parameters = message.parameters(session, file_id) if file_id is not None else foreseen
    del parameters["start_time"]
    options: Any = {**parameters, **limits_of(chosen), **_audience_of(chosen)}
    return options  # type: ignore[no-any-return]


def _audience_of(chosen: dict[str, Any]) -> dict[str, Any]:
    given = {name: chosen[name] for name in ("column", "consent", "holdout")}
    audience = {name: value for name, value in given.items() if value is not None}
    if chosen["prices"]:
        audience["prices"] = prices_of(chosen["prices"])
    if chosen["keep"]:
        audience["keep"] = chosen["keep"]
    if chosen["exclude"]:
        audience["exclude"] = [_excluded(name) for name in chosen["exclude"]]
    return audience


def _excluded(name: str) -> str:
    return name if name.startswith(_EARLIER) else path_of(name)


@contextmanager
def table_file(name: str) -> Iterator[Path]:
    """The file of a table; what comes from stdin is kept in one for as long as it is read."""
    if name != STDIN:
        yield Path(path_of(name))
        return
    with tempfile.TemporaryDirectory(prefix="turbosms-campaign-") as folder:
        copy = Path(folder, "stdin")
        with copy.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)
        yield copy
