"""The report as a page in one file. It has no scripts and loads nothing, and no phone numbers."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final

from .._model.settings import Limits
from .._model.states import CampaignState, RecipientState
from .events import PAUSES
from .figures import Figures
from .html_parts import (
    escaped,
    facts,
    foreign,
    moment,
    money,
    number,
    section,
    share,
    table,
    uah,
)
from .outcome_sections import channel_section, cost_section, outcome_section, reason_section
from .page_style import STYLE
from .state_words import CAMPAIGN_STATES
from .time_section import time_section
from .timeline import WITH_MESSAGE

_NAMES: Final[Mapping[str, str]] = {"viber": "Viber", "sms": "SMS"}
# Nothing may be loaded, whatever texts are in the page. The empty icon keeps a browser from asking
# a server for one.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write_page(figures: Figures) -> str:
    """The whole page."""
    progress = figures.progress
    sections = (
        _headline_figures(figures),
        outcome_section(progress),
        time_section(figures),
        channel_section(figures),
        reason_section(figures),
        cost_section(figures),
        _message_section(figures.message),
        _sending_section(figures),
        _event_section(figures),
    )
    return (
        "<!DOCTYPE html>\n"
        '<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="color-scheme" '
        'content="light dark"><link rel="icon" href="data:,">'
        f"<title>{escaped(progress.name)}: campaign report</title><style>{STYLE}</style></head>\n"
        f"<body>{_header(figures)}<main>{''.join(sections)}</main>{_footer(figures)}</body></html>\n"
    )


def _header(figures: Figures) -> str:
    progress = figures.progress
    state = CAMPAIGN_STATES[progress.state]
    parts = [f'<span class="state {progress.state.value}">{escaped(state)}</span>']
    if progress.pause_reason is not None:
        parts.append(escaped(PAUSES[progress.pause_reason]))
    if progress.waits_until is not None:
        parts.append(f"Waits until {moment(progress.waits_until)}")
    channels = _channels(figures.message)
    if channels:
        parts.append(channels)
    if figures.source is not None:
        parts.append(f"Recipients of {foreign(figures.source)}")
    described = "".join(f"<li>{part}</li>" for part in parts)
    return (
        f"<header><h1>{foreign(progress.name)}</h1><ul>{described}</ul>"
        f"<p>As of {moment(figures.made_at)}, Kyiv time.</p></header>"
    )


def _channels(message: Mapping[str, Any]) -> str:
    present = [channel for channel in ("viber", "sms") if message.get(channel) is not None]
    named = []
    for channel in present:
        sender = message[channel].get("sender")
        by = "" if sender is None else f" as {foreign(str(sender))}"
        named.append(f"{_NAMES[channel]}{by}")
    return ", or else ".join(named)


def _headline_figures(figures: Figures) -> str:
    progress = figures.progress
    counts = progress.counts
    messages = sum(counts[state] for state in WITH_MESSAGE)
    delivered = counts[RecipientState.DELIVERED]
    undelivered = counts[RecipientState.UNDELIVERED]
    refused = counts[RecipientState.REFUSED]
    tiles = [
        ("Rows in the table", number(progress.rows), ""),
        ("Messages created", number(messages), f"{share(messages, progress.rows)} of the rows"),
        ("Delivered", number(delivered), f"{share(delivered, messages)} of the messages"),
        ("Not delivered", number(undelivered), f"{share(undelivered, messages)} of the messages"),
        ("Refused", number(refused), f"{share(refused, progress.rows)} of the rows"),
    ]
    if counts[RecipientState.UNKNOWN]:
        unknown = number(counts[RecipientState.UNKNOWN])
        tiles.append(("Unknown", unknown, "who may have a message"))
    tiles.append(("Spent", money(progress.spent), _currency(figures)))
    items = "".join(
        f"<div><dt>{escaped(name)}</dt><dd>{escaped(value)}<small>{escaped(note)}</small></dd></div>"
        for name, value, note in tiles
    )
    return f'<dl class="tiles">{items}</dl>'


def _currency(figures: Figures) -> str:
    delivered = figures.progress.counts[RecipientState.DELIVERED]
    if delivered == 0 or figures.progress.spent == 0:
        return "UAH"
    each = round(figures.progress.spent / delivered, 4)
    return f"UAH, {money(each.normalize())} for each delivered message"


def _message_section(message: Mapping[str, Any]) -> str:
    texts = [("For every channel", message.get("text"))]
    for channel, name in _NAMES.items():
        of_channel = message.get(channel) or {}
        texts.append((name, of_channel.get("text")))
        texts.append((f"Button on {name}", of_channel.get("caption")))
        texts.append((f"Link on {name}", of_channel.get("action")))
    present = [(name, text) for name, text in texts if text]
    shown = facts((name, f'<q dir="auto">{escaped(str(text))}</q>') for name, text in present)
    return section("What was sent", shown) if present else ""


def _sending_section(figures: Figures) -> str:
    progress = figures.progress
    chunks = figures.chunks
    by_state = ", ".join(
        f"{number(count)} {state.value.replace('_', ' ')}"
        for state, count in chunks.by_state.items()
    )
    pairs = [("Created", moment(progress.created_at))]
    if progress.started_at is not None:
        pairs.append(("Started", moment(progress.started_at)))
    if progress.finished_at is not None:
        pairs.append((_end_of(progress.state), moment(progress.finished_at)))
    pairs += _limits(figures.limits)
    if by_state:
        pairs.append(("Chunks", f"{escaped(by_state)}; {number(chunks.calls)} calls"))
    return section("How it was sent", facts(pairs))


def _limits(limits: Limits) -> list[tuple[str, str]]:
    pairs = []
    if limits.start_at is not None:
        pairs.append(("Not before", moment(limits.start_at)))
    if limits.window is not None:
        window = f"{limits.window.start:%H:%M} to {limits.window.end:%H:%M}, Kyiv time"
        pairs.append(("Time of day", escaped(window)))
    if limits.rate is not None:
        pairs.append(("Rate", f"{number(limits.rate)} recipients a minute at the most"))
    if limits.max_cost is not None:
        pairs.append(("Maximum cost", uah(limits.max_cost)))
    if limits.max_failures is not None:
        pairs.append(("Pauses by itself", f"at {limits.max_failures} % failures"))
    return pairs


def _end_of(state: CampaignState) -> str:
    return "Cancelled" if state is CampaignState.CANCELLED else "Everybody sent to"


def _event_section(figures: Figures) -> str:
    if not figures.events:
        return ""
    rows = [(moment(event.at), foreign(event.text)) for event in figures.events]
    heading = "What happened"
    as_table = table(f"{heading}, in Kyiv time", ("When", "What"), rows, texts={1})
    return section(heading, as_table)


def _footer(figures: Figures) -> str:
    return (
        "<footer><p>This page has no phone numbers, and loads nothing. Who got what is in the "
        f"report as CSV or JSON lines. Written by turbosms-client {version('turbosms-client')}."
        "</p></footer>"
    )
