"""Searching what was sent: which messages of the inbox a query means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from turbosms_api.tables.statuses import DELIVERY_STATUSES
from turbosms_sandbox import lifecycle, phones
from turbosms_sandbox.commands import ControlError
from turbosms_sandbox.identifiers import read_message_id
from turbosms_sandbox.inbox import status_of
from turbosms_sandbox.messages.records import ViberContent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from turbosms_sandbox.messages.records import Campaign, Content, Message
    from turbosms_sandbox.storage import Storage

PARAMETERS = ("recipient", "sender", "q", "status", "after")


class Search(NamedTuple):
    """What is searched for; None and an empty text mean any message. All that is given must fit."""

    recipient: str | None = None
    sender: str | None = None
    """Of any of the message's channels."""
    text: str = ""
    """Part of a text or a caption of any channel, with small letters for capital ones."""
    status: str | None = None
    """The status that the message has now, on the channel that counts."""
    after: Message | None = None
    """Only what was sent later than this message."""

    def find(self, storage: Storage, now: float) -> Iterator[Message]:
        """The messages that fit, newest first."""
        campaign: Campaign | None = None
        first = both = False  # whether the channel that goes first fits by itself, and whether all together do
        for message in storage.newest_messages():
            if message.campaign is not campaign:
                campaign = message.campaign
                if self.after is not None and campaign.created < self.after.campaign.created:
                    return
                first = self._fits(campaign.viber or campaign.sms)
                both = self._fits(campaign.viber, campaign.sms)
            if message is self.after:
                return
            if (
                (first or (both and _has_sms(message, now)))
                and (self.recipient is None or message.recipient == self.recipient)
                and (self.status is None or status_of(message, now) == self.status)
            ):
                yield message

    def _fits(self, *channels: Content | None) -> bool:
        contents = [content for content in channels if content is not None]
        if self.sender is not None and all(content.sender != self.sender for content in contents):
            return False
        texts = [content.text for content in contents]
        texts += [content.caption for content in contents if isinstance(content, ViberContent)]
        return any(self.text in text.casefold() for text in texts)


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
    after = storage.message(read_message_id(given["after"]) or "") if "after" in given else None
    if "after" in given and after is None:
        raise ControlError(f"after: {given['after']!r} is the id of no message")
    return Search(number, given.get("sender"), given.get("q", "").casefold(), status, after)
