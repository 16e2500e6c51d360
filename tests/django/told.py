"""What a signal tells."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest
    from django.dispatch import Signal


@contextmanager
def receiving(signal: Signal, receiver: Callable[..., Any]) -> Iterator[None]:
    """Have a receiver called meanwhile."""
    signal.connect(receiver, weak=False)
    try:
        yield
    finally:
        signal.disconnect(receiver)


@contextmanager
def told(signal: Signal, name: str) -> Iterator[list[Any]]:
    """The argument of this name, each time that the signal is sent."""
    arguments: list[Any] = []

    def receiver(**given: Any) -> None:
        arguments.append(given[name])

    with receiving(signal, receiver):
        yield arguments


def messages_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the package has logged; Django itself logs requests."""
    ours = [record for record in caplog.records if record.name == "turbosms_django"]
    return [record.getMessage() for record in ours]
