"""Receives calls, stores and answers them, and hands their events on, until it is ended."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from turbosms_cli.calling.termination import terminable
from turbosms_cli.printing import exit_codes, streams
from turbosms_cli.webhooks.http_server import WebhookServer
from turbosms_cli.webhooks.summary import PROBLEMS, describe_problem, summary
from turbosms_languages import _, reason_of
from turbosms_webhooks import wsgi

if TYPE_CHECKING:
    from turbosms_cli.printing.output import Output
    from turbosms_cli.webhooks.database_place import DatabasePlace
    from turbosms_cli.webhooks.event_handler import EventHandler
    from turbosms_cli.webhooks.refused_bodies import RefusedBodies
    from turbosms_webhooks import WebhookInbox

_SECONDS_AFTER_ERROR: Final = 5.0
_SECONDS_WITHOUT_A_WORD: Final = 2.0
_SECONDS_BETWEEN_LOOKS: Final = 0.5
"""A signal may come to any thread, and Python notices it when its main thread runs."""
_REFUSED: Final = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED)


class Listener:
    """A server, an inbox, and a thread that handles what is in it."""

    def __init__(
        self,
        output: Output,
        inbox: WebhookInbox,
        place: DatabasePlace,
        address: tuple[str, int],
        refused_bodies: RefusedBodies | None,
    ) -> None:
        """Listen, but serve nobody yet.

        Raises:
            OSError: it cannot listen there.
            ValueError: this is no host.
        """
        self._output = output
        self._inbox = inbox
        self._place = place
        self._refused_bodies = refused_bodies
        self._server = WebhookServer(*address, wsgi.WebhookApp(inbox), self._look_at_answer)
        self._is_over = threading.Event()
        """Set when it is to end, for whatever reason."""
        self._may_handle = threading.Event()
        """Set when somebody who sees an event may press Ctrl-C."""
        self._stop_handling = threading.Event()
        self._stop_at_once = threading.Event()
        self._has_handled = threading.Event()
        """Set when no event is handled any more."""
        self._exit_code = exit_codes.FINE
        self._told: set[str] = set()
        self._telling = threading.Lock()

    @property
    def port(self) -> int:
        """The port, also if it was chosen by the system."""
        return self._server.port

    def end(self, exit_code: int) -> None:
        """End it from within, as if by Ctrl-C, but with this exit code and nothing more handled."""
        self._exit_code = exit_code
        self._stop_at_once.set()
        self._stop_handling.set()
        self._is_over.set()

    def start_server(self) -> None:
        """Answer calls from now on."""
        self._server.start()

    def stop_server(self) -> None:
        """Answer no calls any more."""
        self._server.stop()

    def run(self, handler: EventHandler, greeting: str) -> int:
        """Handle events until Ctrl-C; returns the exit code.

        Whoever has read the greeting may press it. Then no call is answered any more, and what has
        come is handled, unless there is another Ctrl-C.
        """
        threading.Thread(target=self._handle_events, args=(handler,), daemon=True).start()
        # Of its own, so that nothing interrupts what is printed at the end.
        with terminable():
            with suppress(KeyboardInterrupt):
                self._output.note(greeting)
                self._may_handle.set()
                while not self._is_over.wait(_SECONDS_BETWEEN_LOOKS):
                    pass
            self._finish_patiently(handler)
        handler.close()
        return self._result(handler)

    def _finish_patiently(self, handler: EventHandler) -> None:
        """Finish, and sooner with every other Ctrl-C."""
        is_finished = is_interrupted = False
        while not is_finished:
            try:
                if is_interrupted:
                    is_interrupted = False
                    self._stop_at_once.set()
                    handler.end_command()
                self._finish()
                is_finished = True
            except KeyboardInterrupt:
                is_interrupted = True

    def _finish(self) -> None:
        """Answer no calls any more, and wait until what has come is handled."""
        self._server.stop()
        self._may_handle.set()
        self._stop_handling.set()
        # A thread whose `join` is interrupted is taken for one that has ended, by some Pythons.
        if not self._has_handled.wait(_SECONDS_WITHOUT_A_WORD):
            self._output.note(_("Handling what has come; press Ctrl-C again to end at once."))
        while not self._has_handled.wait(_SECONDS_BETWEEN_LOOKS):
            pass

    def _result(self, handler: EventHandler) -> int:
        waiting = self._inbox.count_waiting()
        self._output.note(summary(self._inbox.counts, waiting, self._place))
        if self._exit_code == exit_codes.FINE and handler.has_failing_events:
            return exit_codes.FAILED
        return self._exit_code

    def _handle_events(self, handler: EventHandler) -> None:
        self._may_handle.wait()
        try:
            self._handle_until_stopped(handler)
            self._inbox.run(handler, until_idle=True, stop=self._stop_at_once)
        except (sqlite3.Error, OSError) as error:
            self._output.note(_("Events cannot be handled: {why}", why=_in_words(error)))
            self._exit_code = exit_codes.FAILED
        finally:
            self._has_handled.set()

    def _handle_until_stopped(self, handler: EventHandler) -> None:
        while not self._stop_handling.is_set():
            try:
                self._inbox.run(handler, stop=self._stop_handling)
            except (sqlite3.Error, OSError) as error:
                self._note_once(_("Events cannot be handled now: {why}", why=_in_words(error)))
                self._stop_handling.wait(_SECONDS_AFTER_ERROR)

    def _look_at_answer(self, status: int, body: bytes) -> None:
        """Say of each kind of problem once that there is one."""
        if status == HTTPStatus.OK:
            return
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            self._note_once(_("A call could not be answered because of a defect of this command."))
        if status in _REFUSED:
            self._keep(body)
        counts = self._inbox.counts
        for name in PROBLEMS:
            if counts[name]:
                self._note_once(describe_problem(name))

    def _keep(self, body: bytes) -> None:
        if self._refused_bodies is None or not body:
            return
        try:
            self._refused_bodies.keep(body)
        except OSError as error:
            self._note_once(_("A refused body cannot be kept: {why}", why=_in_words(error)))

    def _note_once(self, text: str) -> None:
        with self._telling:
            if text not in self._told:
                self._told.add(text)
                self._output.note(text)


def _in_words(error: Exception) -> str:
    if isinstance(error, OSError):
        return streams.os_error_sentence(error)
    return _("{why}.", why=reason_of(error))
