"""Prints what a campaign would send, before it costs anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from turbosms_cli.campaigns.limits_output import limits_row, schedule_in_words
from turbosms_cli.campaigns.state_words import counted_states
from turbosms_cli.printing.printed_tables import Line, Lines
from turbosms_cli.printing.values import shown
from turbosms_languages import Text, _, _n, joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbosms_campaigns import ChannelSample, CheckResult, CostRange, Limits, Sample
    from turbosms_cli.printing.output import Output

_CULPRITS: Final = 10


def print_check(output: Output, result: CheckResult, limits: Limits) -> None:
    """Print all of it: as one object, or for people."""
    if output.as_json:
        row = {"type": "check", "ready": result.ready, **check_fields(result)}
        output.row({**row, "limits": limits_row(limits)})
        return
    output.show(
        Lines(counted_states(result.counts), (_("rows"), _("status"), _("meaning")), terse=True)
    )
    _print_texts(output, result)
    _print_samples(output, result)
    _print_problems(output, result)
    output.sentences(schedule_in_words(limits))
    output.sentences(_estimated_cost_in_words(result))


def check_fields(result: CheckResult) -> dict[str, object]:
    """The fields as they are, the counts by state and the row of the longest text among them."""
    names = ("name", "rows", "counts", "segments", "ucs2_culprits", "distinct_texts")
    more = ("cost", "balance", "samples", "longest", "problems", "problem_count")
    return {name: getattr(result, name) for name in (*names, *more)}


def cost_in_words(cost: CostRange) -> Text:
    """An amount, or from which to which."""
    if cost.lowest == cost.highest:
        return _("{amount:money} UAH", amount=cost.lowest)
    return _("{lowest:money} to {highest:money} UAH", lowest=cost.lowest, highest=cost.highest)


def _print_texts(output: Output, result: CheckResult) -> None:
    distinct = (
        _("more than {count:,}", count=1000)
        if result.distinct_texts is None
        else _("{count:,}", count=result.distinct_texts)
    )
    output.line("")
    output.line(_("Different texts: {distinct}.", distinct=distinct))
    if result.segments:
        lengths = [_length_in_words(*length) for length in result.segments.items()]
        output.line(_("SMS: {lengths}.", lengths=joined(", ", lengths)))
    if result.ucs2_culprits:
        output.sentences(_culprits_in_words(result.ucs2_culprits))


def _length_in_words(segments: int, recipients: int) -> Text:
    return _n(
        "{recipients:,} of {count} segment",
        "{recipients:,} of {count} segments",
        segments,
        recipients=recipients,
    )


def _culprits_in_words(culprits: Mapping[str, int]) -> Text:
    """Which characters make segments short: each with its SMS, unless it is simply the alphabet."""
    why = _("Outside the GSM alphabet, so that a segment holds 70 characters instead of 160:")
    if len(culprits) > _CULPRITS:
        return _(
            "{why} {letters} and others.",
            why=why,
            letters=" ".join(map(shown, list(culprits)[:_CULPRITS])),
        )
    named = [
        _("{letter} in {rows:,} SMS", letter=shown(letter), rows=rows)
        for letter, rows in culprits.items()
    ]
    return _("{why} {letters}.", why=why, letters=joined(", ", named))


def _print_samples(output: Output, result: CheckResult) -> None:
    samples = list(result.samples)
    known = {sample.row for sample in samples}
    if result.longest is not None and result.longest.row not in known:
        samples.append(result.longest)
    lines = [line for sample in samples for line in _sample_lines(sample, result)]
    if lines:
        output.line("")
        output.show(
            Lines(lines, (_("row"), _("channel"), _("segments"), _("encoding")), whole=True)
        )
        output.line("")


def _sample_lines(sample: Sample, result: CheckResult) -> list[Line]:
    is_longest = result.longest is not None and result.longest.row == sample.row
    row = _("{row:,}", row=sample.row)
    if is_longest:
        row = _("{row:,} (longest)", row=sample.row)
    last = sample.channels[-1]
    if all(channel.text == last.text for channel in sample.channels):
        # The last one is the SMS, if there is one, which alone has segments.
        names = ", ".join(channel.channel for channel in sample.channels)
        return [_channel_line(row, names, last)]
    return [_channel_line(row, channel.channel, channel) for channel in sample.channels]


def _channel_line(row: str, name: str, channel: ChannelSample) -> Line:
    cells = {
        "row": row,
        "channel": name,
        "segments": "" if channel.segments is None else str(channel.segments),
        "encoding": channel.encoding or "",
    }
    return Line(cells, [channel.text])


def _print_problems(output: Output, result: CheckResult) -> None:
    if not result.problem_count:
        return
    output.line(
        _(
            "Rows that cannot be sent as they are: {problem_count:,}.",
            problem_count=result.problem_count,
        )
    )
    for problem in result.problems:
        output.line(_("  row {row:,}: {problem}", row=problem.row, problem=problem.problem))
    more = result.problem_count - len(result.problems)
    if more > 0:
        output.line(_("  and {more:,} more.", more=more))


def _estimated_cost_in_words(result: CheckResult) -> Text:
    if result.cost is None:
        said = _(
            "The cost is not known: make it with your prices to see it, such as --price sms=0.34."
        )
    else:
        said = _("Cost: {cost}.", cost=cost_in_words(result.cost))
    if result.balance is not None:
        balance = _("Balance: {balance:money} UAH.", balance=result.balance)
        said = joined(" ", (said, balance))
    return said
