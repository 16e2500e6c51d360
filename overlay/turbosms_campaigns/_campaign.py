"""`Campaign`: one campaign, whose state lives in the database."""

from collections.abc import Iterator
from typing import Unpack

from turbosms_client import SendReport
from turbosms_languages import _

from ._audience.checking import check_campaign
from ._audience.requested_limits import change_limits, read_limits
from ._model.errors import InvalidCampaignError
from ._model.options import LimitOptions
from ._model.results import CancelResult, CheckResult, Progress, RecipientResult, RetryResult
from ._model.settings import Limits
from ._model.states import CampaignState, RecipientState
from ._report.progress import read_progress
from ._report.recipient_results import read_recipients
from ._report.report import Report
from ._sending.control import cancel, pause, resume, retry_failed, start
from ._sending.trial_sends import send_test
from ._storage.campaign_rows import state_of
from ._storage.context import CampaignKey, Context


class Campaign:
    """One campaign. Objects of it hold nothing but its name: every call reads the database.

    Once the campaign has been deleted, every call raises `CampaignNotFoundError`.
    """

    def __init__(self, context: Context, key: CampaignKey) -> None:
        self._context = context
        self._key = key

    @property
    def name(self) -> str:
        """The name it was created with."""
        return self._key.name

    @property
    def state(self) -> CampaignState:
        """How far it is."""
        return state_of(self._context.database, self._key)

    @property
    def limits(self) -> Limits:
        """Its limits as they are now."""
        return read_limits(self._context.database, self._key)

    def check(self, *, samples: int = 3, balance: bool = True) -> CheckResult:
        """What would be sent: counts, segments, cost, samples. Nothing is sent.

        Args:
            samples: how many rows to show as they would be sent.
            balance: ask the service for the balance, to compare the cost with.

        Raises:
            turbosms_client.TurboSMSError: the balance cannot be asked for.
        """
        return check_campaign(self._context, self._key, samples=samples, with_balance=balance)

    def test(self, phone: str, *, row: int | None = None) -> SendReport:
        """Send the message to any number, with the values of a row: the first one that is ready.

        It counts neither as a recipient nor against any limit.

        Raises:
            InvalidCampaignError: there is no such row, or its text cannot be sent.
            turbosms_client.TurboSMSError: as `TurboSMS.message.send` does.
        """
        return send_test(self._context, self._key, phone, row=row)

    def start(self) -> None:
        """Let workers send it. A draft is checked once more.

        Raises:
            InvalidCampaignError: rows cannot be sent as they are, or nobody is ready.
            WrongStateError: it is not a draft.
        """
        start(self._context.database, self._key)

    def pause(self) -> None:
        """Begin no more chunks. Those at hand are finished."""
        pause(self._context.database, self._key)

    def resume(self) -> None:
        """Go on after a pause; failures are counted from here again."""
        resume(self._context.database, self._key)

    def cancel(self) -> CancelResult:
        """Send nothing more, for good; what had left by then.

        A chunk at hand is finished by its worker. One whose outcome is in doubt is not called
        again, since that could send it now.
        """
        return cancel(self._context.database, self._key)

    def retry_failed(self, *, undelivered: bool = False) -> RetryResult:
        """Make those ready again whom another attempt may reach; only when it is finished.

        Refused recipients whose code may change, and with `undelivered` also those whose message
        expired or failed. Never those that are unknown.

        Raises:
            WrongStateError: it is not finished.
        """
        return retry_failed(self._context.database, self._key, undelivered=undelivered)

    def set(self, **limits: Unpack[LimitOptions]) -> Limits:
        """Change limits, also while it runs; from the next chunk on they hold.

        Args:
            rate, window, max_cost, max_failures, start_at: see `LimitOptions`. Those that are left
                out stay as they are.

        Raises:
            InvalidCampaignError: a value is wrong. Nothing was changed.
        """
        return change_limits(self._context.database, self._key, limits)

    def progress(self) -> Progress:
        """How far it is."""
        return read_progress(self._context.database, self._key)

    def recipients(self, *, state: RecipientState | str | None = None) -> Iterator[RecipientResult]:
        """Each row of the audience and what became of it, in order, in bounded memory.

        Raises:
            InvalidCampaignError: there is no such state.
        """
        wanted = None if state is None else _state_named(state)
        return read_recipients(self._context.database, self._key, state=wanted)

    def report(self) -> Report:
        """What it has done, to be written as CSV, JSON lines or HTML."""
        return Report(self._context.database, self._key)

    def __repr__(self) -> str:
        return f"<Campaign {self._key.name!r}>"


def _state_named(state: RecipientState | str) -> RecipientState:
    try:
        return RecipientState(state)
    except ValueError:
        states = ", ".join(RecipientState)
        raise InvalidCampaignError(
            _("state is one of these: {states}.", states=states), parameter="state"
        ) from None
