"""Searching what was sent: which messages of the inbox a query means."""

from __future__ import annotations

import re
from itertools import dropwhile
from typing import TYPE_CHECKING, Final, NamedTuple

from turbosms_api.tables.statuses import DELIVERY_STATUSES
from turbosms_sandbox import lifecycle, phones
from turbosms_sandbox.commands import ControlError
from turbosms_sandbox.identifiers import read_message_id
from turbosms_sandbox.inbox.messages import status_of
from turbosms_sandbox.messages.records import ViberContent

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping

    from turbosms_sandbox.messages.records import Campaign, Content, Message
    from turbosms_sandbox.recipients import Script
    from turbosms_sandbox.storage import Storage

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

    def find(self, storage: Storage, now: float) -> Iterator[Message]:
        """The messages that fit, newest first."""
        return (message for message in self.steps(storage, now) if message is not None)

    def gather(
        self, storage: Storage, now: float, limit: int | None = None
    ) -> Generator[None, None, list[Message]]:
        """The newest messages that fit, `limit` at most, in steps that let others be served."""
        found: list[Message] = []
        for message in self.steps(storage, now):
            if message is None:
                yield
            else:
                found.append(message)
            if limit is not None and len(found) >= limit:
                break
        return found[:limit]

    def steps(self, storage: Storage, now: float) -> Iterator[Message | None]:
        """Likewise, with None now and then: a moment in which somebody else can be served."""
        campaign: Campaign | None = None
        digits = re.sub("[^0-9]", "", self.anything) if _NUMBER.fullmatch(self.anything) else ""
        # Whether the channel that goes first fits by itself, and whether all together do.
        fitting = by_number = (True, True)
        statuses: dict[Script, str] = {}
        for place, message in enumerate(self._earlier(storage.newest_messages()), 1):
            if place % STEP == 0:
                yield None
            if self.after is not None and message.campaign.created < self.after.campaign.created:
                return
            if message is self.after:
                return
            if self.recipient is not None and message.recipient != self.recipient:
                continue
            if message.campaign is not campaign:
                campaign = message.campaign
                fitting = self._fit(campaign, self.anything)
                by_number = self._fit(campaign, "") if digits else fitting
                statuses = {}
            first, both = by_number if digits and digits in message.recipient else fitting
            if (first or (both and _has_sms(message, now))) and (
                self.status is None or _status(message, now, statuses) == self.status
            ):
                yield message

    def _earlier(self, messages: Iterable[Message]) -> Iterable[Message]:
        """Those before `before`, even if that was deleted in the meantime."""
        before = self.before
        if before is None:
            return messages
        later = dropwhile(
            lambda m: m is not before and m.campaign.created >= before.campaign.created, messages
        )
        return (message for message in later if message is not before)

    def _fit(self, campaign: Campaign, anything: str) -> tuple[bool, bool]:
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


def _status(message: Message, now: float, known: dict[Script, str]) -> str:
    """The status of a message.

    Those of a campaign that share a fate have it in common, `known` once it was found.
    """
    if message.opened is not None:
        return status_of(message, now)
    if message.script not in known:
        known[message.script] = status_of(message, now)
    return known[message.script]


def _has_sms(message: Message, now: float) -> bool:
    """Whether the SMS of a hybrid is there: it is created when Viber has failed."""
    sms = lifecycle.delivery_of(message).sms
    return sms is not None and sms.added <= now


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
