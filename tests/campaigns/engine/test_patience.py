"""What is tried again while the database does not answer, and what is not."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from turbosms_campaigns._engine.patience import EngineUnreachableError, StoppedError, persist

if TYPE_CHECKING:
    from collections.abc import Callable


def failing(*errors: Exception) -> Callable[[], str]:
    """Fails so often."""
    waiting = [*errors]

    def action() -> str:
        if waiting:
            raise waiting.pop(0)
        return "done"

    return action


def error_of(kind: type[sa.exc.DBAPIError]) -> sa.exc.DBAPIError:
    return kind("UPDATE", {"phone": "380501234567"}, Exception("of the driver"))


@pytest.mark.parametrize(
    "error",
    [
        error_of(sa.exc.OperationalError),
        error_of(sa.exc.InternalError),
        sa.exc.TimeoutError("no connection is free"),
        EngineUnreachableError("gone"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_it_waits_for_the_database(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    assert persist(failing(error), threading.Event(), "something waits") == "done"
    assert "something waits" in caplog.text
    assert "38050" not in caplog.text


@pytest.mark.parametrize(
    "error",
    [error_of(sa.exc.DataError), error_of(sa.exc.IntegrityError), ValueError("ours")],
    ids=lambda error: type(error).__name__,
)
def test_what_fails_again_is_not_tried_for_ever(error: Exception) -> None:
    with pytest.raises(type(error)):
        persist(failing(error), threading.Event(), "something waits")


def test_who_is_stopped_waits_no_longer() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        persist(failing(error_of(sa.exc.OperationalError)), stop, "something waits")
