"""Prints the figures of a report, and writes its files."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from turbosms_cli.campaigns.state_words import recipient_state
from turbosms_cli.printing.printed_tables import Line, Lines
from turbosms_cli.printing.stdout_files import stdout_for_a_file
from turbosms_cli.printing.values import shown
from turbosms_cli.reading.sources import STDIN, path_of
from turbosms_languages import _, _c, current_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from turbosms_campaigns import Report
    from turbosms_cli.printing.output import Output

_STDOUT: Final = STDIN
_REASONS: Final = 12


def write_files(output: Output, report: Report, files: Mapping[str, str]) -> None:
    """Write the report in each form to its file; `-` is stdout."""
    for form, name in files.items():
        write = _writer(report, form)
        if name == _STDOUT:
            with stdout_for_a_file() as stdout:
                write(stdout)
            continue
        path = path_of(name)
        rows = write(path)
        if output.as_json:
            output.row({"type": "report", "form": form, "file": path, "rows": rows})
        else:
            written = _("{path}: written.", path=path)
            if rows is not None:
                written = _("{path}: written, {rows:,} rows.", path=path, rows=rows)
            output.line(written)


def _writer(report: Report, form: str) -> Callable[[Any], int | None]:
    """Writes a form: what people read, in their language."""
    language = current_language()
    if form == "html":
        return partial(report.to_html, language=language)
    return partial(report.to_csv, language=language) if form == "csv" else report.to_jsonl


def print_figures(output: Output, figures: dict[str, Any]) -> None:
    """Print the figures: as one object, or by channel and by reason for people."""
    if output.as_json:
        output.row({"type": "report", **figures})
        return
    channels = [_channel_line(channel) for channel in figures["channels"]]
    if channels:
        columns = (
            _("channel"),
            _("messages"),
            _c("heading", "delivered"),
            _("not delivered"),
            _("on the way"),
            _("UAH"),
        )
        output.line("")
        output.show(Lines(channels, columns, whole=True))
    reasons = figures["reasons"]
    if reasons:
        output.line("")
        lines = [_reason_line(reason) for reason in reasons[:_REASONS]]
        output.show(Lines(lines, (_("rows"), _("state"), _("code"), _("message")), whole=True))
        if len(reasons) > _REASONS:
            output.line(
                _(
                    "… and {number:,} more reasons: see --html or --json.",
                    number=len(reasons) - _REASONS,
                )
            )
    cost = figures["cost"]
    estimate = cost["estimate"]
    if estimate is not None:
        output.line("")
        output.sentences(
            _(
                "Estimated before the start: {lowest:money} to {highest:money} UAH. Spent: "
                "{spent:money} "
                "UAH.",
                lowest=Decimal(estimate["lowest"]),
                highest=Decimal(estimate["highest"]),
                spent=Decimal(cost["spent"]),
            )
        )


def _channel_line(channel: Mapping[str, Any]) -> Line:
    return Line(
        {
            "channel": channel["channel"] or _("not known yet"),
            "messages": _("{count:,}", count=channel["messages"]),
            "delivered": _("{count:,}", count=channel["delivered"]),
            "not delivered": _("{count:,}", count=channel["undelivered"]),
            "on the way": _("{count:,}", count=channel["pending"]),
            "UAH": shown(Decimal(channel["spent"])),
        }
    )


def _reason_line(reason: Mapping[str, Any]) -> Line:
    return Line(
        {
            "rows": _("{count:,}", count=reason["recipients"]),
            "state": recipient_state(reason["state"]),
            "code": "" if reason["code"] is None else str(reason["code"]),
            "message": reason["reason"],
        }
    )
