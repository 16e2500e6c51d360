"""Progress on stderr, on a terminal only; removed at the end. Never on stdout."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from turbosms_languages import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.live import Live

    from turbosms_cli.printing.output import Output

_A_SECOND: Final = 4
"""How often it is drawn. Each time costs the command a millisecond."""


def is_watched(output: Output) -> bool:
    """Whether stderr is a terminal that can rewrite a line, as progress needs."""
    return sys.stderr.isatty() and not output.console(stderr=True).is_dumb_terminal


@contextmanager
def bar(output: Output, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar of `total` steps, on a terminal. Yields the function that advances it."""
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


@contextmanager
def spinner(output: Output, what: str) -> Iterator[None]:
    """Show that something takes its time, on a terminal."""
    if not is_watched(output):
        yield
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=output.console(stderr=True),
        transient=True,
        refresh_per_second=_A_SECOND,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    progress.add_task(spoken(what), total=None)
    with output.displaying(progress):
        yield


def live(output: Output, view: Any) -> Live:
    """A view that is redrawn repeatedly, for `Output.displaying`."""
    from rich.live import Live  # noqa: PLC0415

    return Live(
        view,
        console=output.console(stderr=True),
        transient=True,
        refresh_per_second=_A_SECOND,
        redirect_stdout=False,
        redirect_stderr=False,
    )
