"""Prints how far a campaign is: as an object, as text, and as a view that changes."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, Final

from turbosms_cli.campaigns.state_words import LEFT_OUT, count_of, counted_states
from turbosms_cli.printing import exit_codes
from turbosms_cli.printing.printed_tables import Lines
from turbosms_cli.printing.terminal_text import one_line
from turbosms_cli.printing.values import money, shown

if TYPE_CHECKING:
    from rich.console import RenderableType

    from turbosms_campaigns import Progress
    from turbosms_cli.printing.output import Output

_PAUSES: Final = {
    "user": "by a person",
    "failures": "since too many recipients failed",
    "balance": "since the balance does not cover the next chunk",
    "max_cost": "since the next chunk could cost more than --max-cost",
    "refused": "since the service refuses the requests",
}
_FIELDS: Final = (
    *("name", "state", "pause_reason", "waits_until", "rows", "counts", "chunks_in_doubt"),
    *("spent", "reserved", "balance", "rate_measured", "created_at", "started_at"),
    *("finished_at", "workers", "events"),
)


_PAUSE_ADVICE: Final = {
    "failures": "To see why: turbosms campaign report {name}. If the rest shall be sent, go on.",
    "balance": "Top up the account, then go on.",
    "max_cost": "Raise the limit, then go on: turbosms campaign set {name} --max-cost N.",
    "refused": "Mend what the service refuses, such as the token or the sender, then go on.",
}
"""What to do about a pause, by its reason; of its own, a person knows the reason."""


def progress_row(progress: Progress) -> dict[str, Any]:
    """The object of JSON lines."""
    return {"type": "progress", **{name: getattr(progress, name) for name in _FIELDS}}


def print_progress(output: Output, progress: Progress) -> None:
    """Print it once."""
    if output.as_json:
        output.row(progress_row(progress))
        return
    output.sentences(headline(progress))
    output.show(_states(progress))
    for line in details(progress):
        output.sentences(line)


def print_state(output: Output, progress: Progress) -> None:
    """Print what a command has made of a campaign: for people, only its state."""
    if output.as_json:
        output.row(progress_row(progress))
    else:
        output.sentences(f"{headline(progress)}.")


def progress_view(progress: Progress) -> RenderableType:
    """The same for a live display, with bars above it."""
    from rich.console import Group  # noqa: PLC0415
    from rich.progress_bar import ProgressBar  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    bars = Table.grid(padding=(0, 1), expand=True)
    bars.add_column(no_wrap=True)
    bars.add_column(ratio=1)
    bars.add_column(no_wrap=True, justify="right")
    for name, done, total in _bars(progress):
        width = ProgressBar(total=max(total, 1), completed=done)
        bars.add_row(name, width, f"{done:,} of {total:,}")
    below = [Text(line, overflow="fold") for line in details(progress)]
    return Group(Text(headline(progress), style="bold"), bars, _states(progress), *below)


def headline(progress: Progress) -> str:
    """The name, the state, and what it waits for."""
    said = f"{progress.name}: {progress.state.value}"
    if progress.pause_reason is not None:
        reason = progress.pause_reason.value
        said = f"{said}, {_PAUSES.get(reason, reason)}"
    if progress.waits_until is not None:
        said = f"{said}; the next chunk begins at {shown(progress.waits_until)}, Kyiv time"
    return said


def pause_advice(progress: Progress) -> str:
    """What to do about the pause of a campaign."""
    name = shlex.quote(progress.name)
    reason = None if progress.pause_reason is None else progress.pause_reason.value
    go_on = f"To go on: turbosms campaign resume {name}, and turbosms campaign run {name}"
    advice = _PAUSE_ADVICE.get(reason or "")
    return go_on if advice is None else f"{advice.format(name=name)} {go_on}"


def details(progress: Progress) -> list[str]:
    """Money, speed, workers, and what happened last."""
    lines = [_money_in_words(progress)]
    speed = _speed_in_words(progress)
    if speed is not None:
        lines.append(speed)
    if progress.chunks_in_doubt:
        lines.append(f"Chunks whose outcome is in doubt: {progress.chunks_in_doubt:,}.")
    lines += [f"{shown(event.at)}  {one_line(event.text)}" for event in progress.events]
    return lines


def is_sent(progress: Progress) -> bool:
    """Whether nothing is left to send, for good or until a retry."""
    is_over = progress.state.value in ("finished", "cancelled")
    return is_over and count_of(progress.counts, "sending") == 0


def is_final(progress: Progress) -> bool:
    """Whether every outcome is known, too."""
    return is_sent(progress) and count_of(progress.counts, "accepted") == 0


def exit_code_of(progress: Progress) -> int:
    """What has come of it: whether everybody has the message, or is to have it."""
    counts = progress.counts
    if count_of(counts, "unknown"):
        return exit_codes.UNKNOWN
    if not count_of(counts, "refused", "undelivered", "cancelled", "ready"):
        return exit_codes.FINE
    reached = count_of(counts, "accepted", "delivered")
    return exit_codes.PARTIAL if reached else exit_codes.FAILED


def _states(progress: Progress) -> Lines:
    return Lines(counted_states(progress.counts), ("rows", "status", "meaning"), terse=True)


def _bars(progress: Progress) -> list[tuple[str, int, int]]:
    """Name, how many, of how many."""
    counts = progress.counts
    total = progress.rows - count_of(counts, *LEFT_OUT)
    sent = total - count_of(counts, "ready", "sending", "cancelled")
    final = sent - count_of(counts, "accepted")
    return [("sent", sent, total), ("final", final, sent)]


def _money_in_words(progress: Progress) -> str:
    said = f"Spent: {money(progress.spent)} UAH"
    if progress.reserved:
        said += f", and at the most {money(progress.reserved)} UAH for what has no price yet"
    if progress.balance is not None:
        said += f". Balance before the last chunk: {money(progress.balance)} UAH"
    return f"{said}."


def _speed_in_words(progress: Progress) -> str | None:
    if progress.state.value != "running":
        return None
    rate = 0 if progress.rate_measured is None else round(progress.rate_measured)
    workers = {0: "no worker", 1: "1 worker"}.get(progress.workers, f"{progress.workers} workers")
    return f"{rate:,} recipients a minute, by {workers}."
