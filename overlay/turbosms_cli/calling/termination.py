"""Makes signals that end a program act like Ctrl-C, and delays them where they would do harm."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_MEANT_ONCE: Final = 1.0
"""Seconds in which another Ctrl-C would only hide what is printed, such as how to continue."""


class Termination:
    """Turns signals into `KeyboardInterrupt`, and can delay the first of them."""

    def __init__(self) -> None:
        self._is_delaying = False
        self._is_pending = False
        """Whether a signal was delayed."""
        self._first_signal_at: float | None = None

    @property
    def was_signalled(self) -> bool:
        """Whether there has been a signal."""
        return self._first_signal_at is not None

    @contextmanager
    def delayed(self) -> Iterator[None]:
        """Delay the first signal to the end of the context, which must not be interrupted."""
        self._is_delaying = True
        try:
            yield
        finally:
            self._is_delaying = False
        if self._is_pending:
            raise KeyboardInterrupt

    def interrupt(self, _number: int, _frame: FrameType | None) -> None:
        """Handle a signal."""
        now = time.monotonic()
        if self._first_signal_at is None:
            self._first_signal_at = now
        elif now - self._first_signal_at < _MEANT_ONCE:
            return
        if not self._is_delaying or self._is_pending:
            raise KeyboardInterrupt
        self._is_pending = True


@contextmanager
def terminable() -> Iterator[Termination]:
    """Make the signals that end a program act like Ctrl-C during the context.

    An ignored one, as under nohup, stays ignored.
    """
    termination = Termination()
    # Windows has no SIGHUP, and alone has SIGBREAK: Ctrl-Break, or what ends a group of processes.
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    taken = {
        number: handler
        for number, handler in before.items()
        if handler not in (signal.SIG_IGN, None)
    }
    for number in taken:
        signal.signal(number, termination.interrupt)
    try:
        yield termination
    finally:
        # After an interruption, the command ends with its own exit code: ignore further signals.
        for number, handler in taken.items():
            signal.signal(number, signal.SIG_IGN if termination.was_signalled else handler)
