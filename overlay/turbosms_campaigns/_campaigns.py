"""`Campaigns`: a database of campaigns, and the worker that sends them."""

import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Self, Unpack

from turbosms_client import TurboSMS
from turbosms_webhooks import WebhookInbox

from ._audience.creating import NewCampaign, Recipients, create_campaign
from ._audience.option_names import check_option_names
from ._audience.requested_limits import limits_of_new_campaign
from ._audience.requested_message import message_of
from ._audience.requested_rules import rules_of
from ._campaign import Campaign
from ._engine.worker import WorkerOptions, run_worker
from ._model.options import CampaignOptions
from ._storage.campaign_rows import delete_campaign, find_campaign, list_campaigns
from ._storage.context import Context
from ._storage.database import Database
from ._suppressions import Suppressions


class Campaigns:
    """A database of campaigns. Any number of processes may use the same one.

    It may be used from several threads. The client that it sends with is its own.
    """

    def __init__(
        self,
        database: str,
        *,
        token: str | None = None,
        base_url: str | None = None,
        inbox: WebhookInbox | None = None,
    ) -> None:
        """Open the database, or make it.

        Args:
            database: `sqlite:///FILE` for one worker process, or `postgresql://USER@HOST/NAME` for
                as many as wanted, on as many machines.
            token, base_url: as for `TurboSMS`.
            inbox: webhooks are received elsewhere and stored in it; the worker takes outcomes from
                it, besides asking for what does not come.

        Raises:
            DatabaseAddressError: this is no address of a database.
            DatabaseError: it cannot be opened, or is of a later version.
        """
        # The database last: if it cannot be opened, there is nothing to close.
        client = _make_client(token, base_url)
        self._context = Context(Database(database), client, inbox)

    def create(
        self, name: str, *, recipients: Recipients, **options: Unpack[CampaignOptions]
    ) -> Campaign:
        """Read a table of people, and make a draft of it. Nothing is sent.

        The rows are read one after the other, in bounded memory; a table that cannot be read to its
        end leaves no campaign behind.

        Args:
            name: 1 to 100 characters: letters, digits, `-`, `_` and `.`.
            recipients: the path of a CSV or Excel file; or phone numbers; or dicts by column.
            text, viber, sms, prices: what is sent; see `CampaignOptions` for all options.
            column, consent, keep, exclude, holdout: whom the table leaves out.
            start_at, window, rate, max_cost, max_failures: the limits, which may be changed.

        Raises:
            CampaignExistsError: there is one with this name.
            InvalidCampaignError: a setting is wrong, or the text names a column that is not there.
            AudienceError: the table cannot be read.
        """
        check_option_names("create", options, CampaignOptions.__optional_keys__)
        message = message_of(options)
        campaign = NewCampaign(
            name, message, rules_of(options), limits_of_new_campaign(message, options)
        )
        return Campaign(self._context, create_campaign(self._context, campaign, recipients))

    def get(self, name: str) -> Campaign:
        """The campaign with this name.

        Raises:
            CampaignNotFoundError: there is none.
        """
        return Campaign(self._context, find_campaign(self._context.database, name))

    def __iter__(self) -> Iterator[Campaign]:
        """All campaigns, the newest first."""
        for key in list_campaigns(self._context.database):
            yield Campaign(self._context, key)

    def delete(self, name: str) -> None:
        """Delete a campaign that is a draft, finished or cancelled, with all of its rows.

        Raises:
            CampaignNotFoundError: there is none.
            WrongStateError: it is running or paused.
        """
        delete_campaign(self._context.database, find_campaign(self._context.database, name))

    @property
    def suppressions(self) -> Suppressions:
        """The numbers that get nothing, in any campaign of this database."""
        return Suppressions(self._context.database)

    def run(
        self,
        *,
        until_idle: bool = False,
        stop: threading.Event | None = None,
        concurrency: int = 2,
        outcomes_timeout: float | None = None,
    ) -> None:
        """Work: send what is due, and find out what became of it, until stopped.

        On SQLite one process works, and others wait here for it to end.

        Args:
            until_idle: return when no campaign is running, and no outcome is open.
            stop: once it is set, the run ends after the chunks at hand.
            concurrency: how many chunks this process sends at once.
            outcomes_timeout: with `until_idle`, seconds to wait for outcomes at the most.

        Raises:
            WorkerError: a worker of another database runs in this process.
        """
        options = WorkerOptions(
            stop=stop if stop is not None else threading.Event(),
            until_idle=until_idle,
            concurrency=concurrency,
            outcomes_timeout=outcomes_timeout,
        )
        run_worker(self._context, options)

    def close(self) -> None:
        """Close the database and the client."""
        self._context.client.close()
        self._context.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _make_client(token: str | None, base_url: str | None) -> TurboSMS:
    if base_url is None:
        return TurboSMS(token=token)
    return TurboSMS(token=token, base_url=base_url)
