"""The last 90 seconds: the messages that were created, so that none is created again (427)."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from turbosms_api.tables import limits
from turbosms_sandbox.delivery.campaigns import SmsContent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from turbosms_sandbox.delivery.campaigns import Content

WINDOW = limits.REPEAT_WINDOW_SECONDS.value


class Likeness(NamedTuple):
    """What makes two messages to one recipient the same: channel, sender and text (A-54).

    A-74: where there is no text, what stands in its place: the file, its name, the image.
    """

    channel: str
    sender: str
    text: str
    instead: tuple[int, str, str] | None


def likeness(content: Content) -> Likeness:
    if isinstance(content, SmsContent):
        return Likeness("sms", content.sender, content.text, None)
    instead = None if content.text else (content.file_id, content.caption, content.image_url)
    return Likeness("viber", content.sender, content.text, instead)


def likenesses(contents: Iterable[Content | None]) -> list[Likeness]:
    return [likeness(content) for content in contents if content is not None]


class Repeats:
    """Who got what in the last 90 seconds.

    Old entries go as new ones come, each at constant cost.
    """

    def __init__(self) -> None:
        self._recipients: dict[Likeness, dict[str, float]] = {}
        self._sends: deque[tuple[float, Likeness, Sequence[str]]] = deque()

    def recipients_of(self, like: Likeness, now: float) -> dict[str, float]:
        """The recipients who got such a message within the window, and when.

        It is not to be changed.
        """
        self._forget(now - WINDOW)
        return self._recipients.get(like, {})

    def add(self, likes: Iterable[Likeness], recipients: Sequence[str], now: float) -> None:
        """Remember that these recipients got such messages now."""
        for like in likes:
            got = dict.fromkeys(recipients, now)
            known = self._recipients.setdefault(like, got)
            if known is not got:
                known.update(got)
            self._sends.append((now, like, recipients))

    def _forget(self, before: float) -> None:
        while self._sends and self._sends[0][0] < before:
            created, like, recipients = self._sends.popleft()
            known = self._recipients[like]
            for recipient in recipients:
                if known.get(recipient) == created:
                    del known[recipient]
            if not known:
                del self._recipients[like]
