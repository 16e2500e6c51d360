"""What a send leaves behind.

Everything that its recipients share is stored once, in the campaign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from turbosms_sandbox.delivery.behaviours import ORDINARY, Script


@dataclass(frozen=True, slots=True)
class SmsContent:
    """The SMS of a campaign.

    `price` is in kopecks; `start` is the moment that was asked for, if one was.
    """

    sender: str
    text: str
    start: float | None
    segments: int
    price: int
    is_flash: bool


@dataclass(frozen=True, slots=True)
class ViberContent:
    """The Viber message of a campaign.

    `kind` is its row of the table of kinds, `rate` how it is charged.
    """

    sender: str
    text: str
    start: float | None
    ttl: int
    price: int
    kind: str
    rate: str
    caption: str
    action: str
    image_url: str
    file_id: int
    count_clicks: bool
    is_transactional: bool

    @property
    def has_button(self) -> bool:
        """Whether there is something to click on: a link, or a file behind the button."""
        return bool(self.caption) and self.kind != "file"


Content: TypeAlias = "SmsContent | ViberContent"


@dataclass(frozen=True, slots=True)
class Campaign:
    """One executed send. With both contents it is a hybrid: Viber first, SMS if that fails."""

    created: float
    immediate: bool
    viber: ViberContent | None
    sms: SmsContent | None

    @property
    def price(self) -> int:
        """What a recipient may cost at most: a hybrid needs that of its dearer channel (A-59)."""
        return max(content.price for content in (self.viber, self.sms) if content is not None)

    @property
    def deferred(self) -> bool:
        return any(
            content is not None and content.start is not None for content in (self.viber, self.sms)
        )


class Opened(NamedTuple):
    """When a tester, as the recipient, read a Viber message, and when its button was clicked."""

    read: float
    clicked: float | None = None


@dataclass(eq=False, slots=True)
class Message:
    """What one recipient gets. `script` is the recipient's fate as it was when this was sent."""

    id: str
    recipient: str
    campaign: Campaign
    script: Script = ORDINARY
    opened: Opened | None = None
    forgotten: bool = False
    """Whether a tester took it from the list of what was sent."""
