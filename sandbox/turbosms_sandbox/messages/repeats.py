"""The messages of the last 90 seconds, so that none of them is sent again (427)."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from turbosms_api.tables import limits
from turbosms_sandbox.delivery.sends import SmsContent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from turbosms_sandbox.delivery.sends import ChannelContent

WINDOW = limits.REPEAT_WINDOW_SECONDS.value


class Likeness(NamedTuple):
    """What makes two messages to one recipient the same: channel, sender and text (A-54).

    A-74: without a text, what stands in for it: the file, its name, the image.
    """

    channel: str
    sender: str
    text: str
    in_place_of_text: tuple[int, str, str] | None


def likeness_of(content: ChannelContent) -> Likeness:
    if isinstance(content, SmsContent):
        return Likeness("sms", content.sender, content.text, None)
    in_place_of_text = None
    if not content.text:
        in_place_of_text = (content.file_id, content.caption, content.image_url)
    return Likeness("viber", content.sender, content.text, in_place_of_text)


class RecentMessages:
    """Who got which message in the last 90 seconds.

    Old entries are dropped as new ones are added, each at constant cost.
    """

    def __init__(self) -> None:
        self._recipients: dict[Likeness, dict[str, float]] = {}
        self._sends: deque[tuple[float, Likeness, Sequence[str]]] = deque()

    def recipients_of(
        self, likenesses: Iterable[Likeness], now: float
    ) -> list[Mapping[str, float]]:
        """For each of these messages that anybody got within the window: who did, and when."""
        self._forget_before(now - WINDOW)
        recipients: list[Mapping[str, float]] = []
        for likeness in likenesses:
            times = self._recipients.get(likeness)
            if times is not None:
                recipients.append(times)
        return recipients

    def add(self, likenesses: Iterable[Likeness], recipients: Sequence[str], now: float) -> None:
        """Remember that these recipients get such messages now."""
        for likeness in likenesses:
            times = dict.fromkeys(recipients, now)
            all_times = self._recipients.setdefault(likeness, times)
            if all_times is not times:
                all_times.update(times)
            self._sends.append((now, likeness, recipients))

    def _forget_before(self, moment: float) -> None:
        while self._sends and self._sends[0][0] < moment:
            created, likeness, recipients = self._sends.popleft()
            times = self._recipients[likeness]
            for recipient in recipients:
                if times.get(recipient) == created:
                    del times[recipient]
            if not times:
                del self._recipients[likeness]
