"""Shows a campaign while it goes on: live on a terminal, else as JSON lines when it changes."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from turbosms_cli.campaigns.progress_output import progress_row, progress_view
from turbosms_cli.printing.progress import is_watched, live
from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_campaigns import Campaign, Progress
    from turbosms_cli.printing.output import Output

_ROW_EVERY: Final = 2.0
"""Seconds between two rows of JSON, at the least."""


class Follower:
    """Reads the progress of a campaign again and again, and shows it."""

    def __init__(self, output: Output, campaign: Campaign) -> None:
        self._output = output
        self._campaign = campaign
        self._view: _View | None = None
        self._printed: Progress | None = None
        self._printed_at = -_ROW_EVERY
        self._is_silent = False
        """Whether the database does not answer."""

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show it on stderr during the context, if that is a terminal and JSON was not chosen."""
        with ExitStack() as stack:
            if is_watched(self._output) and not self._output.as_json:
                self._view = _View(self._campaign.progress())
                stack.enter_context(self._output.displaying(live(self._output, self._view)))
            yield
        self._view = None

    def look(self) -> Progress | None:
        """The progress now, which is shown; None if the database does not answer just now."""
        from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

        try:
            progress = self._campaign.progress()
        except DBAPIError:
            if not self._is_silent:
                self._output.note(_("The database does not answer. Trying again."))
            self._is_silent = True
            return None
        self._is_silent = False
        self._show(progress)
        return progress

    def print_last(self, progress: Progress) -> None:
        """The last row, unless it was printed already."""
        if self._output.as_json and _lasting(progress) != self._printed:
            self._output.row(progress_row(progress))
            self._printed = _lasting(progress)

    def _show(self, progress: Progress) -> None:
        if self._view is not None:
            self._view.progress = progress
        is_due = time.monotonic() - self._printed_at >= _ROW_EVERY
        if self._output.as_json and is_due and _lasting(progress) != self._printed:
            self._output.row(progress_row(progress))
            self._printed = _lasting(progress)
            self._printed_at = time.monotonic()


class _View:
    """What the live display draws."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def __rich__(self) -> object:
        return progress_view(self.progress)


def _lasting(progress: Progress) -> Progress:
    """The progress without what changes although nothing happens."""
    return replace(progress, rate_measured=None, waits_until=None, workers=0)
