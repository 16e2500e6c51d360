"""Previews a send without sending: `turbosms send --dry-run`."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from turbosms_api.tables.limits import RECIPIENTS_PER_REQUEST
from turbosms_cli.printing.printed_tables import Line, Lines
from turbosms_cli.printing.values import money, shown
from turbosms_client import measure_sms

if TYPE_CHECKING:
    from turbosms_cli.calling.session import Session
    from turbosms_cli.reading.recipients import Recipients
    from turbosms_cli.sending.message_options import MessageOptions
    from turbosms_client import ChannelPreview


def preview(
    session: Session, message: MessageOptions, recipients: Recipients, prices: dict[str, str]
) -> None:
    """Show what would be sent. The service is not called, and no file is uploaded."""
    parameters = message.parameters(session, message.foreseen_file_id())
    least: Decimal | None = None
    most = Decimal(0)
    channels: list[Any] = []
    refused = 0
    for part in recipients.slices(RECIPIENTS_PER_REQUEST.value):
        made = session.client.message.preview(part, prices=prices or None, **parameters)
        channels = made.channels
        refused += sum(1 for row in made.recipients if not row.channels)
        if made.cost is not None:
            least = (least or Decimal(0)) + made.cost[0]
            most += made.cost[1]
    output = session.output
    if output.as_json:
        counts = {
            "recipients": recipients.count,
            "refused": refused,
            "repeated": recipients.repeated,
        }
        output.row(
            {
                "type": "preview",
                **counts,
                "channels": channels,
                "cost_least": least,
                "cost_most": None if least is None else most,
            }
        )
        return
    heads = ["channel", "sender", "encoding", "segments", "left", "rate"]
    output.show(
        Lines(
            (
                Line({head: shown(getattr(row, head)) for head in heads}, _below(row))
                for row in channels
            ),
            heads,
            whole=True,
        )
    )
    noted = [f"{refused:,} invalid"] if refused else []
    noted += [f"{recipients.repeated:,} repeated"] if recipients.repeated else []
    output.line("; ".join([f"Recipients: {recipients.count:,}", *noted]) + ".")
    if least is None:
        output.line("To see the cost, pass your prices: --price sms=0.34 --price promotional=0.50.")
    else:
        output.line(
            f"Cost: {money(least)} UAH."
            if least == most
            else f"Cost: {money(least)} to {money(most)} UAH."
        )
    output.line("Nothing was sent.")


def _below(channel: ChannelPreview) -> list[str]:
    """What goes below the line of a channel: its text, and what shortens its segments."""
    lines = [shown(channel.text)] if channel.text else []
    if channel.forcing_ucs2:
        characters = " ".join(map(_named, channel.forcing_ucs2))
        lines.append(
            f"not in the GSM alphabet, so a segment holds only 70 characters: {characters}"
        )
    doubled = _doubled(channel)
    if doubled:
        lines.append(f"each counts as two: {' '.join(doubled)}")
    return lines


def _named(character: str) -> str:
    """A character, with its name if it is not a letter."""
    if character.isalpha():
        return shown(character)
    name = unicodedata.name(character, "without a name")
    return f"{shown(character)} (U+{ord(character):04X} {name})"


def _doubled(channel: ChannelPreview) -> list[str]:
    """The distinct characters that count twice in an SMS."""
    if channel.encoding is None:
        return []
    found = []
    for character in dict.fromkeys(channel.text):
        size = measure_sms(character)
        if size.encoding == channel.encoding and size.units > 1:
            found.append(shown(character))
    return found
