"""Searching what was sent: which messages of the list a query means."""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from turbosms_api.tables.statuses import DELIVERY_STATUSES
from turbosms_sandbox.account.senders import CHANNELS
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.control_values import read_control_phone
from turbosms_sandbox.calls.message_ids import read_message_id
from turbosms_sandbox.delivery import courses
from turbosms_sandbox.delivery.sends import ViberContent
from turbosms_sandbox.messages.reports import current_status

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Mapping, Sequence

    from turbosms_sandbox.calls.commands import Command
    from turbosms_sandbox.delivery.behaviours import RecipientBehaviour
    from turbosms_sandbox.delivery.sends import ChannelContent, ExecutedSend, StoredMessage
    from turbosms_sandbox.messages.sent_messages import SentMessages

PARAMETERS: Final = ("recipient", "channel", "sender", "q", "search", "status", "after", "before")

STEP: Final = 256
"""How many messages are looked at in one go: some milliseconds of work at most."""

_PART_OF_A_PHONE = re.compile(r"\+?[0-9 ()-]+", re.ASCII)


class Search(NamedTuple):
    """What is searched for; None and an empty text match any message. All conditions must match."""

    recipient: str | None = None
    sender: str | None = None
    """On any of the message's channels."""
    text: str = ""
    """Part of a text or a caption of any channel, in small letters."""
    anything: str = ""
    """Part of a text, caption, link or sender, in small letters, or of the number in any form."""
    status: str | None = None
    """The current status on the channel that counts."""
    after: StoredMessage | None = None
    """Only what was sent later than this message."""
    before: StoredMessage | None = None
    """Only what was sent earlier than this message."""
    channel: str | None = None
    """Any of the message's channels, `viber` or `sms`."""

    @property
    def depends_on_time(self) -> bool:
        """Whether time alone can change the result: a status, or the SMS that follows Viber."""
        return bool(self.status or self.channel or self.sender or self.text or self.anything)

    def send_filter(self) -> Callable[[ExecutedSend], bool]:
        """A function that says whether any message of a send can match, now or later."""
        has_no_words = not (self.sender or self.text or self.anything)
        if has_no_words or _PART_OF_A_PHONE.fullmatch(self.anything):
            return lambda _: True
        return lambda send: self.match_send(send, self.anything).with_fallback

    def find(
        self, sent: SentMessages, now: float, send_count: int | None = None
    ) -> list[StoredMessage]:
        """The messages that match, newest first, in one go."""
        steps = self.find_in_steps(sent, now, send_count=send_count)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                result: SearchResult = end.value
                return result.messages

    def find_in_steps(
        self,
        sent: SentMessages,
        now: float,
        limit: int | None = None,
        *,
        send_count: int | None = None,
    ) -> Generator[None, None, SearchResult]:
        """Find the newest messages that match, at most `limit`, in steps.

        They are looked for among what was sent so far, or with `send_count` among the first so many
        sends. Others are served between two steps.
        """
        count = sent.send_count if send_count is None else send_count
        return self._find_in_steps(sent, now, limit, count)

    def _find_in_steps(
        self, sent: SentMessages, now: float, limit: int | None, send_count: int
    ) -> Generator[None, None, SearchResult]:
        result = SearchResult()
        matcher = _Matcher(self, now)
        has_come_to_before = self.before is None
        for count, message in enumerate(sent.newest_first(send_count), 1):
            result.newest = result.newest or message
            if count % STEP == 0:
                yield
            if len(result.messages) == limit or self._is_not_after(message):
                break
            if not has_come_to_before:
                has_come_to_before = self._is_before(message)
                if not has_come_to_before or message is self.before:
                    continue
            is_to_recipient = self.recipient is None or message.recipient == self.recipient
            if is_to_recipient and matcher.matches(message):
                result.messages.append(message)
        result.changes = matcher.changes
        return result

    def _is_not_after(self, message: StoredMessage) -> bool:
        """Whether neither this message nor an older one was sent later than `after`."""
        after = self.after
        if after is None:
            return False
        return message is after or message.send.created < after.send.created

    def _is_before(self, message: StoredMessage) -> bool:
        """Whether this message is `before` or older; `before` itself may have been deleted."""
        before = self.before
        if before is None:
            return True
        return message is before or message.send.created < before.send.created

    def match_send(self, send: ExecutedSend, anything: str) -> SendMatch:
        """Match all conditions on texts, senders and channels against a send."""
        if not (self.sender or self.text or anything):
            first = with_fallback = True
        else:
            first = self._match_contents(anything, [send.viber or send.sms])
            both = [send.viber, send.sms]
            with_fallback = first or self._match_contents(anything, both)
        if self.channel is None:
            return SendMatch(first, with_fallback)
        first_channel = "sms" if send.viber is None else "viber"
        is_first = self.channel == first_channel
        is_any = is_first or (self.channel == "sms" and send.sms is not None)
        return SendMatch(first and is_first, with_fallback and is_any)

    def _match_contents(self, anything: str, channels: Sequence[ChannelContent | None]) -> bool:
        contents = [content for content in channels if content is not None]
        if self.sender is not None and all(content.sender != self.sender for content in contents):
            return False
        viber = [content for content in contents if isinstance(content, ViberContent)]
        texts = [content.text for content in contents] + [content.caption for content in viber]
        if not any(self.text in text.casefold() for text in texts):
            return False
        texts += [content.sender for content in contents]
        for content in viber:
            texts += [content.action, content.image_url]
        return any(anything in text.casefold() for text in texts)


class SendMatch(NamedTuple):
    """Whether the messages of a send match."""

    first_channel: bool
    """With the channel that goes first alone."""
    with_fallback: bool
    """With all channels together."""


class SearchResult:
    """What a search has found."""

    def __init__(self) -> None:
        self.messages: list[StoredMessage] = []
        """Newest first."""
        self.newest: StoredMessage | None = None
        """The newest message that there was, whether it matches or not."""
        self.changes: float = inf
        """When time alone can lead to another result."""


class _Matcher:
    """Matches one message after the other.

    The messages of a send whose recipients behave alike have the same course, which is worked
    out only once.
    """

    def __init__(self, search: Search, now: float) -> None:
        self.changes: float = inf
        self._digits = ""
        if _PART_OF_A_PHONE.fullmatch(search.anything):
            self._digits = re.sub("[^0-9]", "", search.anything)
        self._search = search
        self._now = now
        self._send: ExecutedSend | None = None
        self._match = self._match_by_phone = SendMatch(first_channel=True, with_fallback=True)
        self._statuses: dict[RecipientBehaviour, tuple[str, float]] = {}
        """The current status, and when it changes."""
        self._sms_added: dict[RecipientBehaviour, float] = {}

    def matches(self, message: StoredMessage) -> bool:
        if message.send is not self._send:
            self._begin_with(message.send)
        has_digits = self._digits and self._digits in message.recipient
        match = self._match_by_phone if has_digits else self._match
        if not match.with_fallback:
            return False
        if not match.first_channel and not self._has_sms(message):
            return False
        return self._search.status is None or self._has_status(message)

    def _begin_with(self, send: ExecutedSend) -> None:
        self._send = send
        search = self._search
        self._match = self._match_by_phone = search.match_send(send, search.anything)
        if self._digits:
            self._match_by_phone = search.match_send(send, "")
        self._statuses, self._sms_added = {}, {}

    def _has_sms(self, message: StoredMessage) -> bool:
        """Whether the SMS of a hybrid exists: it is created when Viber has failed."""
        added = self._sms_added.get(message.behaviour)
        if added is None:
            sms = courses.delivery_of(message).sms
            added = inf if sms is None else sms.added
            self._sms_added[message.behaviour] = added
        if added > self._now:
            self.changes = min(self.changes, added)
            return False
        return True

    def _has_status(self, message: StoredMessage) -> bool:
        status, changes = self._status_of(message)
        self.changes = min(self.changes, changes)
        return status == self._search.status

    def _status_of(self, message: StoredMessage) -> tuple[str, float]:
        """The status, and when it changes."""
        is_shared = message.read_receipt is None
        if is_shared and message.behaviour in self._statuses:
            return self._statuses[message.behaviour]
        changes = courses.next_change(courses.delivery_of(message), self._now)
        status_and_change = current_status(message, self._now), changes
        if is_shared:
            self._statuses[message.behaviour] = status_and_change
        return status_and_change


def read_search(values: Mapping[str, object], sent: SentMessages) -> Search:
    """The search that the parameters of a call describe; ControlError if they describe none."""
    texts: dict[str, str] = {}
    for name, value in values.items():
        if name not in PARAMETERS:
            raise ControlError(f"unknown parameter {name!r}; known are {', '.join(PARAMETERS)}")
        if not isinstance(value, str):
            raise ControlError(f"{name}: a text is needed")
        texts[name] = str(value)
    recipient = texts.get("recipient")
    return Search(
        recipient=None if recipient is None else read_control_phone("recipient", recipient),
        sender=texts.get("sender"),
        text=texts.get("q", "").casefold(),
        anything=texts.get("search", "").strip().casefold(),
        status=_read_word(texts, "status", DELIVERY_STATUSES),
        channel=_read_word(texts, "channel", CHANNELS),
        after=_read_message(texts, "after", sent),
        before=_read_message(texts, "before", sent),
    )


def _read_word(texts: Mapping[str, str], name: str, known: Collection[str]) -> str | None:
    word = texts.get(name)
    if word is not None and word not in known:
        raise ControlError(f"{name}: one of {', '.join(known)} is needed")
    return word


def _read_message(texts: Mapping[str, str], name: str, sent: SentMessages) -> StoredMessage | None:
    if name not in texts:
        return None
    message_id = read_message_id(texts[name])
    message = None if message_id is None else sent.find(message_id)
    if message is None:
        raise ControlError(f"{name}: {texts[name]!r} is the id of no message")
    return message


def delete_messages(
    sent: SentMessages, command: Command, matching: Sequence[StoredMessage] | None
) -> dict[str, Any]:
    """Remove the messages that a search finds from the list.

    The service still knows them, because it never forgets any. A search that takes its time says
    in `sends` and `at` when it began. `matching` are the messages that it found; without them it is
    repeated.
    """
    values: dict[str, Any] = dict(command.parameters.values)
    send_count = values.pop("sends", None)
    at = values.pop("at", command.now)
    if matching is None:
        matching = read_search(values, sent).find(sent, at, send_count)
    return {"deleted": sent.delete(matching)}
