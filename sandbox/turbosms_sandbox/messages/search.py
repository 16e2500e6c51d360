"""Searching what was sent: which messages of the inbox a query means."""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

from turbosms_api.tables.statuses import DELIVERY_STATUSES
from turbosms_sandbox.calls import phones
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.message_ids import read_message_id
from turbosms_sandbox.delivery import courses
from turbosms_sandbox.delivery.campaigns import ViberContent
from turbosms_sandbox.inbox.message_descriptions import status_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from turbosms_sandbox.delivery.behaviours import Script
    from turbosms_sandbox.delivery.campaigns import Campaign, Content, Message
    from turbosms_sandbox.messages.sent_messages import Storage

CHANNELS: Final = ("viber", "sms")
PARAMETERS: Final = ("recipient", "channel", "sender", "q", "search", "status", "after", "before")

STEP: Final = 256
"""How many messages are looked at in one go: some milliseconds of work at most."""

_NUMBER = re.compile(r"\+?[0-9 ()-]+", re.ASCII)


class Search(NamedTuple):
    """What is searched for; None and an empty text mean any message. All that is given must fit."""

    recipient: str | None = None
    sender: str | None = None
    """Of any of the message's channels."""
    text: str = ""
    """Part of a text or a caption of any channel, with small letters for capital ones."""
    anything: str = ""
    """Part of a text, caption, link or sender likewise, or of the number however it is written."""
    status: str | None = None
    """The status that the message has now, on the channel that counts."""
    after: Message | None = None
    """Only what was sent later than this message."""
    before: Message | None = None
    """Only what was sent earlier than this message."""
    channel: str | None = None
    """Any of the message's channels, `viber` or `sms`."""

    @property
    def depends_on_time(self) -> bool:
        """Whether time alone can change what is found: a status, or an SMS that follows Viber."""
        return bool(self.status or self.channel or self.sender or self.text or self.anything)

    def concerns(self) -> Callable[[Campaign], bool]:
        """A function that says whether any message of a campaign can fit, now or later."""
        if _NUMBER.fullmatch(self.anything) or not (self.sender or self.text or self.anything):
            return lambda _: True
        return lambda campaign: self._fit(campaign, self.anything)[1]

    def find(self, storage: Storage, now: float, sends: int | None = None) -> list[Message]:
        """The messages that fit, newest first, in one go."""
        work = self.look(storage, now, sends=sends)
        while True:
            try:
                next(work)
            except StopIteration as end:
                finding: Finding = end.value
                return finding.messages

    def look(
        self, storage: Storage, now: float, limit: int | None = None, *, sends: int | None = None
    ) -> Generator[None, None, Finding]:
        """Find the newest messages that fit, `limit` at most, in steps that let others be served.

        Among what was sent by now, or with `sends` among that of the first so many sends.
        """
        return self._look(storage, now, limit, storage.sends if sends is None else sends)

    def _look(
        self, storage: Storage, now: float, limit: int | None, sends: int
    ) -> Generator[None, None, Finding]:
        finding = Finding()
        scan = _Scan(self, now)
        is_before = self.before is None
        for place, message in enumerate(storage.newest_messages(sends), 1):
            finding.newest = finding.newest or message
            if place % STEP == 0:
                yield
            if len(finding.messages) == limit or self._is_after(message):
                break
            if not is_before:
                is_before = self._comes_to_before(message)
                if not is_before or message is self.before:
                    continue
            if (self.recipient is None or message.recipient == self.recipient) and scan.fits(
                message
            ):
                finding.messages.append(message)
        finding.changes = scan.changes
        return finding

    def _is_after(self, message: Message) -> bool:
        """Whether this message and all that are older were not sent after `after`."""
        after = self.after
        return after is not None and (
            message is after or message.campaign.created < after.campaign.created
        )

    def _comes_to_before(self, message: Message) -> bool:
        """Whether the messages from here on were sent before `before`, even if that is deleted."""
        before = self.before
        return before is None or (
            message is before or message.campaign.created < before.campaign.created
        )

    def _fit(self, campaign: Campaign, anything: str) -> tuple[bool, bool]:
        """Whether the channel that goes first fits by itself, and whether all together do."""
        if not (self.sender or self.text or anything):
            first = both = True
        else:
            first = self._fits(anything, campaign.viber or campaign.sms)
            both = first or self._fits(anything, campaign.viber, campaign.sms)
        if self.channel is None:
            return first, both
        is_first = self.channel == ("sms" if campaign.viber is None else "viber")
        is_one = is_first or (self.channel == "sms" and campaign.sms is not None)
        return first and is_first, both and is_one

    def _fits(self, anything: str, *channels: Content | None) -> bool:
        contents = [content for content in channels if content is not None]
        if self.sender is not None and all(content.sender != self.sender for content in contents):
            return False
        viber = [content for content in contents if isinstance(content, ViberContent)]
        texts = [content.text for content in contents] + [content.caption for content in viber]
        if not any(self.text in text.casefold() for text in texts):
            return False
        texts += [content.sender for content in contents]
        texts += [link for content in viber for link in (content.action, content.image_url)]
        return any(anything in text.casefold() for text in texts)


class Finding:
    """What a search has found."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        """Newest first."""
        self.newest: Message | None = None
        """The newest message that there was, whether it fits or not."""
        self.changes: float = inf
        """When time alone can bring another finding."""


class _Scan:
    """Looks at one message after the other.

    Those of a campaign that share a fate have in common what becomes of them, which is worked out
    once.
    """

    def __init__(self, search: Search, now: float) -> None:
        self.changes: float = inf
        self.digits = ""
        if _NUMBER.fullmatch(search.anything):
            self.digits = re.sub("[^0-9]", "", search.anything)
        self._search = search
        self._now = now
        self._campaign: Campaign | None = None
        self._fitting = self._by_number = (True, True)
        self._statuses: dict[Script, tuple[str, float]] = {}
        self._sms: dict[Script, float] = {}

    def fits(self, message: Message) -> bool:
        if message.campaign is not self._campaign:
            self._enter(message.campaign)
        is_number = self.digits and self.digits in message.recipient
        first, both = self._by_number if is_number else self._fitting
        if not both or (not first and not self._has_sms(message)):
            return False
        return self._search.status is None or self._has_status(message)

    def _enter(self, campaign: Campaign) -> None:
        self._campaign = campaign
        search = self._search
        self._fitting = search._fit(campaign, search.anything)
        self._by_number = search._fit(campaign, "") if self.digits else self._fitting
        self._statuses, self._sms = {}, {}

    def _has_sms(self, message: Message) -> bool:
        """Whether the SMS of a hybrid is there: it is created when Viber has failed."""
        script = message.script
        added = self._sms.get(script)
        if added is None:
            sms = courses.delivery_of(message).sms
            added = self._sms[script] = inf if sms is None else sms.added
        if added > self._now:
            self.changes = min(self.changes, added)
            return False
        return True

    def _has_status(self, message: Message) -> bool:
        known = self._statuses.get(message.script) if message.opened is None else None
        if known is None:
            changes = courses.next_step(courses.delivery_of(message), self._now)
            known = status_of(message, self._now), changes
            if message.opened is None:
                self._statuses[message.script] = known
        status, changes = known
        self.changes = min(self.changes, changes)
        return status == self._search.status


def read(values: Mapping[str, object], storage: Storage) -> Search:
    """The search that `values` describe; ControlError if they describe none."""
    for name, value in values.items():
        if name not in PARAMETERS:
            raise ControlError(f"unknown parameter {name!r}; known are {', '.join(PARAMETERS)}")
        if not isinstance(value, str):
            raise ControlError(f"{name}: a text is needed")
    given = {name: str(value) for name, value in values.items()}
    recipient = given.get("recipient")
    number = None if recipient is None else phones.normalise(recipient)
    if recipient is not None and number is None:
        raise ControlError(f"recipient: {recipient!r} is no international phone number")
    status = given.get("status")
    if status is not None and status not in DELIVERY_STATUSES:
        raise ControlError(f"status: one of {', '.join(DELIVERY_STATUSES)} is needed")
    channel = given.get("channel")
    if channel is not None and channel not in CHANNELS:
        raise ControlError(f"channel: one of {', '.join(CHANNELS)} is needed")
    return Search(
        number,
        given.get("sender"),
        given.get("q", "").casefold(),
        given.get("search", "").strip().casefold(),
        status,
        _message(given, "after", storage),
        _message(given, "before", storage),
        channel,
    )


def _message(given: Mapping[str, str], name: str, storage: Storage) -> Message | None:
    if name not in given:
        return None
    message = storage.message(read_message_id(given[name]) or "")
    if message is None:
        raise ControlError(f"{name}: {given[name]!r} is the id of no message")
    return message
