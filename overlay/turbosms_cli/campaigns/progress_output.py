"""Prints how far a campaign is: as an object, as text, and as a view that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from turbosms_cli.calling.next_commands import next_command
from turbosms_cli.campaigns.state_words import LEFT_OUT, campaign_state, count_of, counted_states
from turbosms_cli.printing import exit_codes
from turbosms_cli.printing.printed_tables import Lines
from turbosms_cli.printing.terminal_text import one_line
from turbosms_cli.printing.values import shown
from turbosms_languages import _, _c, _n, joined, spoken

if TYPE_CHECKING:
    from rich.console import RenderableType

    from turbosms_campaigns import Progress
    from turbosms_cli.printing.output import Output
    from turbosms_languages import texts as words

_PAUSES: Final = {
    "user": _("by a person"),
    "failures": _("since too many recipients failed"),
    "balance": _("since the balance does not cover the next chunk"),
    "max_cost": _("since the next chunk could cost more than --max-cost"),
    "refused": _("since the service refuses the requests"),
}
_FIELDS: Final = (
    *("name", "state", "pause_reason", "waits_until", "rows", "counts", "chunks_in_doubt"),
    *("spent", "reserved", "balance", "rate_measured", "created_at", "started_at"),
    *("finished_at", "workers", "events"),
)


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
    for line in lines_below_the_bars(progress):
        output.sentences(line)


def print_state(output: Output, progress: Progress) -> None:
    """Print what a command has made of a campaign: for people, only its state."""
    if output.as_json:
        output.row(progress_row(progress))
    else:
        output.sentences(_("{headline}.", headline=headline(progress)))


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
        counted = spoken(_("{done:,} of {total:,}", done=done, total=total))
        bars.add_row(spoken(name), width, counted)
    below = [Text(spoken(line), overflow="fold") for line in lines_below_the_bars(progress)]
    return Group(Text(spoken(headline(progress)), style="bold"), bars, _states(progress), *below)


def headline(progress: Progress) -> words.Text:
    """The name, the state, and what it waits for."""
    said = joined(": ", (progress.name, campaign_state(progress.state)))
    if progress.pause_reason is not None:
        reason = progress.pause_reason.value
        said = joined(", ", (said, _PAUSES.get(reason, reason)))
    if progress.waits_until is not None:
        said = _(
            "{said}; the next chunk begins at {at:time}, Kyiv time",
            said=said,
            at=progress.waits_until,
        )
    return said


def pause_advice(progress: Progress) -> words.Text:
    """What to do about the pause of a campaign."""
    go_on = _(
        "To go on: {resume}, and {run}",
        resume=next_command("campaign resume", progress.name),
        run=next_command("campaign run", progress.name),
    )
    reason = None if progress.pause_reason is None else progress.pause_reason.value
    first = _before_resuming(progress.name, reason)
    return go_on if first is None else joined(" ", (first, go_on))


def _before_resuming(name: str, pause_reason: str | None) -> words.Text | None:
    """What comes first, unless it was a person, who knows the reason."""
    if pause_reason == "failures":
        return _(
            "To see why: {report}. If the rest shall be sent, go on.",
            report=next_command("campaign report", name),
        )
    if pause_reason == "balance":
        return _("Top up the account, then go on.")
    if pause_reason == "max_cost":
        return _(
            "Raise the limit, then go on: {set_limit}.",
            set_limit=next_command("campaign set", name, "--max-cost", "N"),
        )
    if pause_reason == "refused":
        return _("Mend what the service refuses, such as the token or the sender, then go on.")
    return None


def lines_below_the_bars(progress: Progress) -> list[str]:
    """Money, speed, chunks in doubt, and what happened last."""
    lines: list[str] = [_money_in_words(progress)]
    speed = _speed_in_words(progress)
    if speed is not None:
        lines.append(speed)
    if progress.chunks_in_doubt:
        lines.append(
            _(
                "Chunks whose outcome is in doubt: {chunks_in_doubt:,}.",
                chunks_in_doubt=progress.chunks_in_doubt,
            )
        )
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
    return Lines(
        counted_states(progress.counts), (_("rows"), _("status"), _("meaning")), terse=True
    )


def _bars(progress: Progress) -> list[tuple[str, int, int]]:
    """Name, how many, of how many."""
    counts = progress.counts
    total = progress.rows - count_of(counts, *LEFT_OUT)
    sent = total - count_of(counts, "ready", "sending", "cancelled")
    final = sent - count_of(counts, "accepted")
    return [(_c("bar", "sent"), sent, total), (_c("bar", "final"), final, sent)]


def _money_in_words(progress: Progress) -> words.Text:
    spent = _spent_in_words(progress)
    if progress.balance is None:
        return spent
    balance = _("Balance before the last chunk: {balance:money} UAH.", balance=progress.balance)
    return joined(" ", (spent, balance))


def _spent_in_words(progress: Progress) -> words.Text:
    if not progress.reserved:
        return _("Spent: {spent:money} UAH.", spent=progress.spent)
    return _(
        "Spent: {spent:money} UAH, and at the most {reserved:money} UAH for what has no price yet.",
        spent=progress.spent,
        reserved=progress.reserved,
    )


def _speed_in_words(progress: Progress) -> words.Text | None:
    if progress.state.value != "running":
        return None
    rate = 0 if progress.rate_measured is None else round(progress.rate_measured)
    workers = _("no worker")
    if progress.workers:
        workers = _n("{count} worker", "{count} workers", progress.workers)
    return _("{rate:,} recipients a minute, by {workers}.", rate=rate, workers=workers)
