"""Progress on stderr while somebody watches; gone when it is over. Nothing of it is on stdout."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.live import Live

    from turbosms_cli.output import Output

_A_SECOND: Final = 4
"""How often it is drawn. Each time takes a millisecond from what it is about."""


def is_watched(output: Output) -> bool:
    """Whether stderr is a terminal that can go back to a line, so that progress can stand there."""
    return sys.stderr.isatty() and not output.console(stderr=True).is_dumb_terminal


@contextmanager
def bar(output: Output, total: int) -> Iterator[Callable[[int], None]]:
    """A bar of `total` steps, if somebody watches. Gives the function that moves it on."""
    if not is_watched(output):
        yield lambda steps: None
        return
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TimeElapsedColumn,
    )

    columns: list[Any] = [SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    progress = Progress(
        *columns,
        console=output.console(stderr=True),
        transient=True,
        refresh_per_second=_A_SECOND,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    task = progress.add_task("", total=total)
    with output.displaying(progress):
        yield lambda steps: progress.advance(task, steps)


def live(output: Output, view: Any) -> Live:
    """A view that is drawn again and again, for `Output.displaying`."""
    from rich.live import Live  # noqa: PLC0415

    return Live(
        view,
        console=output.console(stderr=True),
        transient=True,
        refresh_per_second=_A_SECOND,
        redirect_stdout=False,
        redirect_stderr=False,
    )
