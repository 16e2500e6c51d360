"""Prints the figures of a report, and writes its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from turbosms_cli.printing.printed_tables import Line, Lines
from turbosms_cli.printing.stdout_files import stdout_for_a_file
from turbosms_cli.reading.sources import STDIN, path_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbosms_campaigns import Report
    from turbosms_cli.printing.output import Output

_STDOUT: Final = STDIN
_REASONS: Final = 12


def write_files(output: Output, report: Report, files: Mapping[str, str]) -> None:
    """Write the report in each form to its file; `-` is stdout."""
    for form, name in files.items():
        write = {"csv": report.to_csv, "jsonl": report.to_jsonl, "html": report.to_html}[form]
        if name == _STDOUT:
            with stdout_for_a_file() as stdout:
                write(stdout)
            continue
        path = path_of(name)
        rows = write(path)
        if output.as_json:
            output.row({"type": "report", "form": form, "file": path, "rows": rows})
        else:
            counted = "" if rows is None else f", {rows:,} rows"
            output.line(f"{path}: written{counted}.")


def print_figures(output: Output, figures: dict[str, Any]) -> None:
    """Print the figures: as one object, or by channel and by reason for people."""
    if output.as_json:
        output.row({"type": "report", **figures})
        return
    channels = [_channel_line(channel) for channel in figures["channels"]]
    if channels:
        columns = ("channel", "messages", "delivered", "not delivered", "on the way", "UAH")
        output.line("")
        output.show(Lines(channels, columns, whole=True))
    reasons = figures["reasons"]
    if reasons:
        output.line("")
        lines = [_reason_line(reason) for reason in reasons[:_REASONS]]
        output.show(Lines(lines, ("rows", "state", "code", "message"), whole=True))
        if len(reasons) > _REASONS:
            output.line(f"… and {len(reasons) - _REASONS:,} more reasons: see --html or --json.")
    cost = figures["cost"]
    estimate = cost["estimate"]
    if estimate is not None:
        output.line("")
        output.sentences(
            f"Estimated before the start: {estimate['lowest']} to {estimate['highest']} UAH. "
            f"Spent: {cost['spent']} UAH."
        )


def _channel_line(channel: Mapping[str, Any]) -> Line:
    return Line(
        {
            "channel": channel["channel"] or "not known yet",
            "messages": f"{channel['messages']:,}",
            "delivered": f"{channel['delivered']:,}",
            "not delivered": f"{channel['undelivered']:,}",
            "on the way": f"{channel['pending']:,}",
            "UAH": channel["spent"],
        }
    )


def _reason_line(reason: Mapping[str, Any]) -> Line:
    return Line(
        {
            "rows": f"{reason['recipients']:,}",
            "state": reason["state"],
            "code": "" if reason["code"] is None else str(reason["code"]),
            "message": reason["reason"],
        }
    )
