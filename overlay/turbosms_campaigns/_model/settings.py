"""What a campaign is told: its texts and channels, which stay, and its limits, which may change."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from turbosms_client import Sms, Viber


@dataclass(frozen=True, slots=True)
class Window:
    """The time of day in Kyiv in which chunks may begin."""

    start: dt.time
    end: dt.time
    """Not within the window. Earlier than `start` means the next day; equal is the whole day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What may be changed while a campaign runs. None stands for no limit."""

    rate: int | None = None
    """Recipients a minute, for all workers together."""
    window: Window | None = None
    max_cost: Decimal | None = None
    """UAH, for the whole campaign; needs prices."""
    max_failures: int | None = 20
    """Per cent of the recipients with a result, of whom there must be 100, after which to pause."""
    start_at: dt.datetime | None = None
    """Aware. Nothing begins earlier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent. Fixed once the campaign exists."""

    text: str | None = None
    """For every channel that has none of its own. `{column}` and `{column|default}` are filled."""
    viber: Viber | None = None
    sms: Sms | None = None
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    """UAH by rate, as for `TurboSMS.message.preview`."""
    viber_rate: str | None = None
    """At which rate its Viber message is charged, as the client's preview says; None without."""

    @property
    def hybrid(self) -> bool:
        """Whether an SMS follows if Viber fails."""
        return self.viber is not None and self.sms is not None

    @property
    def is_promotional(self) -> bool:
        """Whether the default window applies: always, but for transactional Viber alone."""
        if self.viber is None or self.sms is not None:
            return True
        return not self.viber.is_transactional


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceRules:
    """Whom of the table a campaign leaves out."""

    phone_column: str | None = None
    """None: the only column, or the one whose name says that it is the phone."""
    consent_column: str | None = None
    """Rows whose value there is no yes (1, yes, true, так, +) are excluded."""
    exclude: tuple[str, ...] = ()
    """Paths of files with phone numbers, or `campaign:NAME` for whom an earlier one has reached."""
    holdout: Decimal = Decimal(0)
    """Per cent, 0 to 90, drawn by a hash of campaign and number, so that it is the same again."""
    keep: tuple[str, ...] = ()
    """Columns to keep for the report, besides those that the texts use."""
