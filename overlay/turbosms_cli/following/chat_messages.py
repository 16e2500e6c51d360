"""Prints the messages of chats, and watches for new ones."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from turbosms_cli.calling.error_sentences import sentence_about
from turbosms_cli.printing.result_rows import fields
from turbosms_cli.printing.status_names import status_name
from turbosms_cli.printing.values import shown
from turbosms_languages import _, _c, joined, spoken

if TYPE_CHECKING:
    from turbosms_cli.calling.session import Session
    from turbosms_cli.calling.termination import Termination
    from turbosms_cli.printing.output import Output
    from turbosms_client import ChatMessage, TurboSMSError

_WAYS = {"Inbox": _c("message", "in"), "Outbox": _c("message", "out")}


def show(output: Output, message: ChatMessage) -> None:
    """Print a message as JSON, or on one line for people."""
    if output.as_json:
        output.row(fields(message))
        return
    parts = [
        message.message,
        _named(_("file"), message.file_name or message.file_source, message.file_url),
    ]
    parts.append(_named(_("button"), message.button_caption, message.button_action))
    content = " ".join(filter(None, parts))
    way = _WAYS.get(message.type or "", message.type)
    cells = [
        message.id,
        message.added,
        _("chat {chat_id}", chat_id=message.chat_id),
        way,
        None if message.status is None else status_name(message.status),
        content,
    ]
    # A foreign text with a line break could imitate the next message.
    output.line("  ".join(map(shown, cells)).replace("\n", "\\n"))


def _named(what: str, name: str | None, link: str | None) -> str | None:
    return f"[{' '.join(filter(None, (spoken(what), name, link)))}]" if name or link else None


class Watch:
    """Prints each message after a given one, until it is interrupted."""

    def __init__(
        self,
        session: Session,
        chat_id: int | None,
        *,
        after: int | None,
        interval: float,
        termination: Termination,
    ) -> None:
        self._session = session
        self._chat_id = chat_id
        self._interval = interval
        self._termination = termination
        self._last = after
        """The id of the last message that was printed, or that came before the watch.

        None until it is known.
        """
        self._answered = False

    def run(self) -> None:
        """Print messages as they come. Raises errors that are not temporary."""
        note, troubled = self._session.output.note, False
        try:
            while True:
                trouble = self._look()
                if trouble is not None and not troubled:
                    note(
                        joined(
                            "\n",
                            (
                                sentence_about(trouble),
                                _("Retrying every {interval:g} s.", interval=self._interval),
                            ),
                        )
                    )
                elif troubled and trouble is None:
                    note(_("The service responds again."))
                troubled = trouble is not None
                time.sleep(self._interval)
        finally:
            if self._last is not None:
                note(
                    _(
                        "The last message was {last}. To continue from there: --after {last}",
                        last=self._last,
                    )
                )

    def _look(self) -> TurboSMSError | None:
        """Ask once, and return a temporary error, if there was one.

        The bookmark moves with each line, so that nothing is left out.
        """
        from turbosms_client import APIError, ProtocolError, TransportError  # noqa: PLC0415

        try:
            if self._last is None:
                self._begin()
            for message in self._session.client.chat.messages(
                self._chat_id, last_message_id=self._last
            ):
                with self._termination.delayed():
                    show(self._session.output, message)
                    self._last = message.id
        except TransportError as error:
            return error
        except (APIError, ProtocolError) as error:
            # At the start, the address or the command is wrong.
            if not self._answered or not getattr(getattr(error, "code", 0), "repeat", True):
                raise
            return error
        self._answered = True
        return None

    def _begin(self) -> None:
        """Find the newest message with one request, which marks it as read."""
        newest = next(self._session.client.chat.messages(self._chat_id, rows=1), None)
        self._last = 1 if newest is None else newest.id
        self._answered = True
        what = _("There is no message yet.")
        if newest is not None:
            what = _("Message {id} is the newest, and now counts as read.", id=newest.id)
        waiting = _("Waiting for new messages; press Ctrl-C to stop.")
        self._session.output.note(joined(" ", (what, waiting)))
