"""Calls that create something: if the outcome is unknown, print the command to complete them."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from turbosms_cli import exits, repeat
from turbosms_cli.failures import tell, tell_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from types import FrameType

    from turbosms_cli.session import Session

_MEANT_ONCE: Final = 1.0
"""Seconds in which another Ctrl-C would only hide what is printed, such as how to continue."""


@contextmanager
def creating(session: Session, sequence_id: str) -> Iterator[None]:
    """If the outcome is unknown, print the command that completes the call, and exit with code 4.

    The same happens on Ctrl-C, from the first moment to the last: repeating a call that was not
    made does no harm. Input from stdin must be provided again.
    """
    from turbosms_client import OutcomeUnknownError  # noqa: PLC0415

    session.output.goes_on = True
    again = repeat.command(sequence_id)
    try:
        with terminable():
            yield
    except OutcomeUnknownError as error:
        tell(session.output, error, sequence_id=sequence_id, repeat=again)
    except KeyboardInterrupt:
        if cut := session.client.interrupted:
            session.output.note("Interrupted.")
            tell(session.output, cut[-1], sequence_id=sequence_id, repeat=again)
        else:
            facts = {"sequence_id": sequence_id, "repeat": again}
            tell_problem(session.output, "Interrupted", "Interrupted.", **facts)
    else:
        return
    session.output.note(f"To complete it, without doing it twice:\n  {again}")
    raise SystemExit(exits.UNKNOWN)


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
