"""Does something again and again, also while the database cannot be reached."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final, TypeVar

import sqlalchemy as sa

from turbosms_client import TurboSMSError
from turbosms_languages import _
from turbosms_languages.client_errors import sentence_of

_LOGGER: Final = logging.getLogger("turbosms_campaigns")
_LONGEST_PAUSE: Final = 10.0

T = TypeVar("T")


class StoppedError(Exception):
    """The worker is being stopped, and nothing more is waited for."""


class EngineUnreachableError(Exception):
    """The database of the engine does not answer."""


def is_database_failure(error: BaseException) -> bool:
    """Whether it is the database that failed, so that another attempt may succeed.

    A value that it does not take is refused again.
    """
    if isinstance(error, (sa.exc.DataError, sa.exc.IntegrityError)):
        return False
    # A timeout of SQLAlchemy's own is for a free connection.
    return isinstance(error, (sa.exc.DBAPIError, sa.exc.TimeoutError, EngineUnreachableError))


class Pauses:
    """How long to wait after failures in a row: 1, 2, 4, 8, 10 seconds."""

    def __init__(self) -> None:
        self._next = 1.0

    def after_failure(self) -> float:
        """Seconds."""
        seconds = self._next
        self._next = min(2 * self._next, _LONGEST_PAUSE)
        return seconds

    def reset(self) -> None:
        """There was a success."""
        self._next = 1.0


def persist(action: Callable[[], T], stop: threading.Event, what: str) -> T:
    """Repeat an action until the database answers.

    Raises:
        StoppedError: `stop` was set while the database could not be reached.
    """
    pauses = Pauses()
    while True:
        try:
            return action()
        except Exception as error:
            if not is_database_failure(error):
                raise
            seconds = pauses.after_failure()
            _LOGGER.warning(_("%s: %s; again in %g seconds"), what, _words(error), seconds)
        if stop.wait(seconds):
            raise StoppedError


@contextmanager
def thread_goes_on() -> Iterator[None]:
    """Whatever is raised inside is told as Python tells what ends a thread, but ends none.

    For threads that others wait for. A hook may raise SystemExit, and the handler of a log may fail
    while a failure is told.
    """
    try:
        yield
    except BaseException as error:
        thread = threading.current_thread()
        told = threading.ExceptHookArgs((type(error), error, error.__traceback__, thread))
        with suppress(BaseException):  # an application's own hook may fail, too
            threading.excepthook(told)


class Loop:
    """A thread that does something every few seconds, whatever becomes of it."""

    def __init__(self, name: str, seconds: float, action: Callable[[], object]) -> None:
        self._name = name
        self._seconds = seconds
        self._action = action
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"turbosms-{name}", daemon=True)

    def start(self) -> None:
        """Start it."""
        self._thread.start()

    def stop(self) -> None:
        """End it, after what it does at the moment."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        pauses = Pauses()
        while not self._stop.is_set():
            seconds = self._seconds
            with thread_goes_on():
                try:
                    self._action()
                    pauses.reset()
                except Exception as error:
                    seconds = max(seconds, pauses.after_failure())
                    log_failure(self._name, error)
            self._stop.wait(seconds)


def log_failure(what: str, error: Exception) -> None:
    """Tell of a failure: in a sentence if it was to be expected, else with its traceback."""
    if is_database_failure(error) or isinstance(error, TurboSMSError):
        _LOGGER.warning("%s: %s", what, _words(error))
    elif isinstance(error, sa.exc.StatementError):
        # Not with its traceback, in which the values stand.
        _LOGGER.error(_("%s: the database refuses a value (%s)"), what, type(error.orig).__name__)
    else:
        _LOGGER.exception(_("%s failed"), what)


def _words(error: Exception) -> str:
    """Without the statement and its values, which may be phone numbers."""
    if isinstance(error, sa.exc.DBAPIError):
        return _("the database does not answer ({error})", error=type(error.orig).__name__)
    if isinstance(error, sa.exc.TimeoutError):
        return _("the database does not answer (all connections are in use)")
    return sentence_of(error) if isinstance(error, TurboSMSError) else str(error)
