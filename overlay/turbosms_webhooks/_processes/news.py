"""Tells threads that wait for something new to handle."""

import threading

from turbosms_webhooks._processes.forks import ForkAware


class News(ForkAware):
    """How often there was something new, for threads to wait for more."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._times = 0
        super().__init__()

    @property
    def times(self) -> int:
        """How often there was something new so far."""
        return self._times

    def tell(self) -> None:
        """Wake who waits: there is something new."""
        with self._changed:
            self._times += 1
            self._changed.notify_all()

    def wait(self, times: int, seconds: float) -> None:
        """Wait until there was something new more often than that, or the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._times > times, seconds)

    def after_fork_in_child(self) -> None:
        """Begin without those who wait in the parent."""
        self._changed = threading.Condition()
