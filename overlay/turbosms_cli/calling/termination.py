"""Makes signals that end a program act like Ctrl-C, and delays them where they would do harm."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from types import FrameType

_MEANT_ONCE: Final = 1.0
"""Seconds in which another Ctrl-C would only hide what is printed, such as how to continue."""


@contextmanager
def terminable() -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Make the signals that end a program act like Ctrl-C.

    An ignored one, as under nohup, stays ignored. Yields a context that delays the first signal to
    its end, for something that must not be interrupted.
    """
    whole = waits = False
    first: float | None = None

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal waits, first
        if first is not None and time.monotonic() - first < _MEANT_ONCE:
            return
        first = first or time.monotonic()
        if not whole or waits:
            raise KeyboardInterrupt
        waits = True

    @contextmanager
    def held() -> Iterator[None]:
        nonlocal whole
        whole = True
        try:
            yield
        finally:
            whole = False
        if waits:
            raise KeyboardInterrupt

    numbers = [
        getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
    ]
    before = {number: signal.getsignal(number) for number in numbers}
    taken = {
        number: handler
        for number, handler in before.items()
        if handler not in (signal.SIG_IGN, None)
    }
    for number in taken:
        signal.signal(number, interrupt)
    try:
        yield held
    finally:
        # After an interruption, the command ends with its own exit code: ignore further signals.
        for number, handler in taken.items():
            signal.signal(number, handler if first is None else signal.SIG_IGN)
