"""What the child of a fork must not go on using, since threads of its parent do."""

import os
import threading
import weakref


class ForkAware:
    """Is told of every fork of the process; what a class need not do, it leaves out."""

    def __init__(self) -> None:
        """Be told from now on: call this last, when everything that it needs is there."""
        _WATCH.add(self)

    def before_fork(self) -> None:
        """Called in the thread that forks, before it does."""

    def after_fork_in_parent(self) -> None:
        """Called in the same thread afterwards."""

    def after_fork_in_child(self) -> None:
        """Called in the only thread that the child has; `before_fork` may not have been."""


class _Watch:
    """All that is to be told, for as long as somebody else keeps it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watching: weakref.WeakSet[ForkAware] = weakref.WeakSet()
        self._told: list[ForkAware] = []

    def add(self, each: ForkAware) -> None:
        with self._lock:
            self._watching.add(each)

    def before_fork(self) -> None:
        self._lock.acquire()
        self._told = list(self._watching)
        for each in self._told:
            each.before_fork()

    def after_fork_in_parent(self) -> None:
        for each in self._told:
            each.after_fork_in_parent()
        self._told = []
        self._lock.release()

    def after_fork_in_child(self) -> None:
        # A server that forks by itself, in C, tells the child alone.
        self._lock = threading.Lock()
        self._told = []
        for each in list(self._watching):
            each.after_fork_in_child()


_WATCH = _Watch()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_WATCH.before_fork,
        after_in_parent=_WATCH.after_fork_in_parent,
        after_in_child=_WATCH.after_fork_in_child,
    )
