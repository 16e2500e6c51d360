"""Previews a send without sending: `turbosms send --dry-run`."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from turbosms_api.tables.limits import RECIPIENTS_PER_REQUEST
from turbosms_cli.printing.printed_tables import Line, Lines
from turbosms_cli.printing.values import shown
from turbosms_client import measure_sms
from turbosms_languages import _, _c, joined

if TYPE_CHECKING:
    from turbosms_cli.calling.session import Session
    from turbosms_cli.printing.output import Output
    from turbosms_cli.reading.recipients import Recipients
    from turbosms_cli.sending.message_options import MessageOptions
    from turbosms_client import ChannelPreview


@dataclass
class _Total:
    """What all requests of the send have in common, and their sums."""

    channels: list[ChannelPreview] = field(default_factory=list)
    refused: int = 0
    least: Decimal | None = None
    """None without prices."""
    most: Decimal = Decimal(0)


def preview(
    session: Session, message: MessageOptions, recipients: Recipients, prices: dict[str, str]
) -> None:
    """Show what would be sent. The service is not called, and no file is uploaded."""
    total = _total(session, message, recipients, prices)
    if session.output.as_json:
        _print_json(session.output, recipients, total)
    else:
        _print_channels(session.output, total)
        _print_recipients(session.output, recipients, total)
        _print_cost(session.output, total)
        session.output.line(_("Nothing was sent."))


def _total(
    session: Session, message: MessageOptions, recipients: Recipients, prices: dict[str, str]
) -> _Total:
    parameters = message.parameters(session, message.foreseen_file_id())
    total = _Total()
    for part in recipients.slices(RECIPIENTS_PER_REQUEST.value):
        made = session.client.message.preview(part, prices=prices or None, **parameters)
        total.channels = made.channels
        total.refused += sum(1 for row in made.recipients if not row.channels)
        if made.cost is not None:
            least, most = made.cost
            total.least = (total.least or Decimal(0)) + least
            total.most += most
    return total


def _print_json(output: Output, recipients: Recipients, total: _Total) -> None:
    output.row(
        {
            "type": "preview",
            "recipients": recipients.count,
            "refused": total.refused,
            "repeated": recipients.repeated,
            "channels": total.channels,
            "cost_least": total.least,
            "cost_most": None if total.least is None else total.most,
        }
    )


def _print_channels(output: Output, total: _Total) -> None:
    heads = {
        "channel": _("channel"),
        "sender": _("sender"),
        "encoding": _("encoding"),
        "segments": _("segments"),
        "left": _("left"),
        "rate": _c("price", "rate"),
    }
    lines = [
        Line({head: shown(getattr(channel, head)) for head in heads}, _below(channel))
        for channel in total.channels
    ]
    output.show(Lines(lines, list(heads.values()), whole=True))


def _print_recipients(output: Output, recipients: Recipients, total: _Total) -> None:
    facts = [_("Recipients: {count:,}", count=recipients.count)]
    if total.refused:
        facts.append(_("{refused:,} invalid", refused=total.refused))
    if recipients.repeated:
        facts.append(_("{repeated:,} repeated", repeated=recipients.repeated))
    output.line(joined("", (joined("; ", facts), ".")))


def _print_cost(output: Output, total: _Total) -> None:
    if total.least is None:
        output.line(
            _("To see the cost, pass your prices: --price sms=0.34 --price promotional=0.50.")
        )
    elif total.least == total.most:
        output.line(_("Cost: {least:money} UAH.", least=total.least))
    else:
        output.line(
            _("Cost: {least:money} to {most:money} UAH.", least=total.least, most=total.most)
        )


def _below(channel: ChannelPreview) -> list[str]:
    """What goes below the line of a channel: its text, and what shortens its segments."""
    lines: list[str] = [shown(channel.text)] if channel.text else []
    if channel.forcing_ucs2:
        characters = " ".join(map(_named, channel.forcing_ucs2))
        lines.append(
            _(
                "not in the GSM alphabet, so a segment holds only 70 characters: {characters}",
                characters=characters,
            )
        )
    doubled = _doubled(channel)
    if doubled:
        lines.append(_("each counts as two: {characters}", characters=" ".join(doubled)))
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
