"""The report as a page in one file. It has no scripts and loads nothing, and no phone numbers."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final

from turbosms_languages import _, _c, _n, current_language, said, spoken

from ..._model.settings import Limits
from ..._model.states import CampaignState, ChunkState, RecipientState
from ..events import PAUSES
from ..figures import Figures
from ..state_words import CAMPAIGN_STATES
from ..timeline import WITH_MESSAGE
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
from .time_section import time_section

_NAMES: Final[Mapping[str, str]] = {"viber": "Viber", "sms": "SMS"}
_CHUNK_STATES: Final[Mapping[ChunkState, str]] = {
    ChunkState.OPEN: _c("chunk", "open"),
    ChunkState.SENDING: _c("chunk", "sending"),
    ChunkState.IN_DOUBT: _c("chunk", "in doubt"),
    ChunkState.DONE: _c("chunk", "done"),
    ChunkState.DISSOLVED: _c("chunk", "dissolved"),
    ChunkState.GIVEN_UP: _c("chunk", "given up"),
}
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
        f'<html lang="{current_language()}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="color-scheme" '
        'content="light dark"><link rel="icon" href="data:,">'
        f"<title>{_title(figures)}</title><style>{STYLE}</style></head>\n"
        f"<body>{_header(figures)}<main>{''.join(sections)}</main>{_footer(figures)}</body></html>\n"
    )


def _title(figures: Figures) -> str:
    return escaped(_("{name}: campaign report", name=figures.progress.name))


def _header(figures: Figures) -> str:
    progress = figures.progress
    state = CAMPAIGN_STATES[progress.state]
    parts = [f'<span class="state {progress.state.value}">{escaped(state)}</span>']
    if progress.pause_reason is not None:
        parts.append(escaped(PAUSES[progress.pause_reason]))
    if progress.waits_until is not None:
        parts.append(said("Waits until {time}", time=moment(progress.waits_until)))
    channels = _channels(figures.message)
    if channels:
        parts.append(channels)
    if figures.source is not None:
        parts.append(said("Recipients of {source}", source=foreign(figures.source)))
    described = "".join(f"<li>{part}</li>" for part in parts)
    as_of = said("As of {time}, Kyiv time.", time=moment(figures.made_at))
    return f"<header><h1>{foreign(progress.name)}</h1><ul>{described}</ul><p>{as_of}</p></header>"


def _channels(message: Mapping[str, Any]) -> str:
    present = [channel for channel in ("viber", "sms") if message.get(channel) is not None]
    named = []
    for channel in present:
        sender = message[channel].get("sender")
        name = _NAMES[channel]
        if sender is not None:
            name = said("{channel} as {sender}", channel=name, sender=foreign(str(sender)))
        named.append(name)
    return said(", or else ").join(named)


def _headline_figures(figures: Figures) -> str:
    progress = figures.progress
    counts = progress.counts
    messages = sum(counts[state] for state in WITH_MESSAGE)
    delivered = counts[RecipientState.DELIVERED]
    undelivered = counts[RecipientState.UNDELIVERED]
    refused = counts[RecipientState.REFUSED]
    tiles = [
        (said("Rows in the table"), number(progress.rows), ""),
        (
            said("Messages created"),
            number(messages),
            said("{share} of the rows", share=share(messages, progress.rows)),
        ),
        (
            spoken(_c("heading", "Delivered")),
            number(delivered),
            said("{share} of the messages", share=share(delivered, messages)),
        ),
        (
            said("Not delivered"),
            number(undelivered),
            said("{share} of the messages", share=share(undelivered, messages)),
        ),
        (
            spoken(_c("heading", "Refused")),
            number(refused),
            said("{share} of the rows", share=share(refused, progress.rows)),
        ),
    ]
    if counts[RecipientState.UNKNOWN]:
        unknown = number(counts[RecipientState.UNKNOWN])
        tiles.append((spoken(_c("recipients", "Unknown")), unknown, said("who may have a message")))
    tiles.append((said("Spent"), money(progress.spent), _currency(figures)))
    items = "".join(
        f"<div><dt>{escaped(name)}</dt><dd>{escaped(value)}<small>{escaped(note)}</small></dd></div>"
        for name, value, note in tiles
    )
    return f'<dl class="tiles">{items}</dl>'


def _currency(figures: Figures) -> str:
    delivered = figures.progress.counts[RecipientState.DELIVERED]
    if delivered == 0 or figures.progress.spent == 0:
        return said("UAH")
    each = round(figures.progress.spent / delivered, 4)
    return said("UAH, {amount} for each delivered message", amount=money(each.normalize()))


def _message_section(message: Mapping[str, Any]) -> str:
    texts = [(said("For every channel"), message.get("text"))]
    for channel, name in _NAMES.items():
        of_channel = message.get(channel) or {}
        texts.append((name, of_channel.get("text")))
        texts.append((said("Button on {name}", name=name), of_channel.get("caption")))
        texts.append((said("Link on {name}", name=name), of_channel.get("action")))
    present = [(name, text) for name, text in texts if text]
    shown = facts((name, f'<q dir="auto">{escaped(str(text))}</q>') for name, text in present)
    return section(said("What was sent"), shown) if present else ""


def _sending_section(figures: Figures) -> str:
    progress = figures.progress
    chunks = figures.chunks
    by_state = ", ".join(
        f"{number(count)} {escaped(_CHUNK_STATES[state])}"
        for state, count in chunks.by_state.items()
    )
    pairs = [(said("Created"), moment(progress.created_at))]
    if progress.started_at is not None:
        pairs.append((said("Started"), moment(progress.started_at)))
    if progress.finished_at is not None:
        pairs.append((_end_of(progress.state), moment(progress.finished_at)))
    pairs += _limits(figures.limits)
    if by_state:
        calls = spoken(_n("{count:,} call", "{count:,} calls", chunks.calls))
        pairs.append((said("Chunks"), f"{by_state}; {calls}"))
    return section(said("How it was sent"), facts(pairs))


def _limits(limits: Limits) -> list[tuple[str, str]]:
    pairs = []
    if limits.start_at is not None:
        pairs.append((said("Not before"), moment(limits.start_at)))
    if limits.window is not None:
        window = said(
            "{start:%H:%M} to {end:%H:%M}, Kyiv time",
            start=limits.window.start,
            end=limits.window.end,
        )
        pairs.append((said("Time of day"), escaped(window)))
    if limits.rate is not None:
        pairs.append(
            (said("Rate"), said("{rate:,} recipients a minute at the most", rate=limits.rate))
        )
    if limits.max_cost is not None:
        pairs.append((said("Maximum cost"), uah(limits.max_cost)))
    if limits.max_failures is not None:
        pairs.append(
            (
                said("Pauses by itself"),
                said("at {max_failures} % failures", max_failures=limits.max_failures),
            )
        )
    return pairs


def _end_of(state: CampaignState) -> str:
    return (
        spoken(_c("campaign", "Cancelled"))
        if state is CampaignState.CANCELLED
        else said("Everybody sent to")
    )


def _event_section(figures: Figures) -> str:
    if not figures.events:
        return ""
    rows = [(moment(event.at), foreign(event.text)) for event in figures.events]
    heading = said("What happened")
    as_table = table(
        said("{heading}, in Kyiv time", heading=heading),
        (said("When"), said("What")),
        rows,
        texts={1},
    )
    return section(heading, as_table)


def _footer(figures: Figures) -> str:
    text = _(
        "This page has no phone numbers, and loads nothing. Who got what is in the report as CSV "
        "or "
        "JSON lines. Written by turbosms-client {version}.",
        version=version("turbosms-client"),
    )
    return f"<footer><p>{escaped(text)}</p></footer>"
