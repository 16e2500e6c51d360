"""What became of the rows: in all, by channel, by reason, and in money."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from turbosms_languages import _, _c, _n, said, spoken

from ..._model.results import Progress
from ..figures import ChannelFigures, CostFigures, Figures, ReasonFigures
from ..state_words import STATE_GROUPS, STATE_MEANINGS
from .charts import Part, bar
from .html_parts import (
    escaped,
    folded,
    foreign,
    number,
    section,
    share,
    swatch,
    table,
    uah,
)

_CHANNEL_NAMES: Final = {"viber": "Viber", "sms": "SMS", None: _("Channel not known yet")}
_REASONS_SHOWN: Final = 12


def outcome_section(progress: Progress) -> str:
    """Every state with its count; they add up to the rows of the table."""
    parts = []
    legend = []
    for group in STATE_GROUPS:
        count = sum(progress.counts[state] for state in group.states)
        name = f"{spoken(group.name)}: {number(count)}"
        parts.append(Part(name, count, group.tone))
        if count:
            text = f"{escaped(group.name)} <b>{share(count, progress.rows)}</b>"
            legend.append(f"<li>{swatch(group.tone)} {text}</li>")
    label = "; ".join(part.name for part in parts if part.value)
    chart = bar(
        parts, whole=max(progress.rows, 1), label=said("Rows by outcome. {label}.", label=label)
    )
    content = f'<figure>{chart}<ul class="legend">{"".join(legend)}</ul></figure>'
    return section(said("What became of every row"), content + _state_table(progress))


def _state_table(progress: Progress) -> str:
    tones = {state: group.tone for group in STATE_GROUPS for state in group.states}
    rows = []
    for state, (name, meaning) in STATE_MEANINGS.items():
        count = progress.counts[state]
        if count:
            heading = f"{swatch(tones[state])} {escaped(name)}<small>{escaped(meaning)}</small>"
            rows.append((heading, number(count), share(count, progress.rows)))
    rows.append((said("All rows of the table"), number(progress.rows), share(1, 1)))
    return table(said("Rows by state"), (said("State"), said("Rows"), said("Share")), rows)


def channel_section(figures: Figures) -> str:
    """The messages of each channel and what became of them."""
    if not figures.channels:
        return ""
    most = max(channel.messages for channel in figures.channels)
    items = [_channel_item(channel, most) for channel in figures.channels]
    rows = [
        (
            foreign(_CHANNEL_NAMES.get(channel.channel) or channel.channel or ""),
            number(channel.messages),
            number(channel.delivered),
            number(channel.undelivered),
            number(channel.pending),
            uah(channel.spent),
        )
        for channel in figures.channels
    ]
    head = (
        said("Channel"),
        said("Messages"),
        spoken(_c("heading", "Delivered")),
        said("Not delivered"),
        said("On\xa0the way"),
        said("Spent"),
    )
    as_table = folded(said("As a table"), table(said("Messages by channel"), head, rows))
    return section(said("By channel"), f'<ul class="bars">{"".join(items)}</ul>{as_table}')


def _channel_item(channel: ChannelFigures, most: int) -> str:
    name = spoken(_CHANNEL_NAMES.get(channel.channel) or channel.channel or "")
    parts = (
        Part(
            said("Delivered: {delivered:,}", delivered=channel.delivered),
            channel.delivered,
            "delivered",
        ),
        Part(said("On the way: {pending:,}", pending=channel.pending), channel.pending, "accepted"),
        Part(
            said("Not delivered: {undelivered:,}", undelivered=channel.undelivered),
            channel.undelivered,
            "undelivered",
        ),
    )
    label = "; ".join(part.name for part in parts)
    facts = [
        said("{share} delivered", share=share(channel.delivered, channel.messages)),
        uah(channel.spent),
    ]
    if channel.after_viber:
        facts.append(
            said("{after_viber:,} after Viber had failed", after_viber=channel.after_viber)
        )
    return _bar_item(
        name, number(channel.messages), bar(parts, whole=most, label=f"{name}. {label}."), facts
    )


def reason_section(figures: Figures) -> str:
    """Why people have no message that arrived, the most frequent reasons first."""
    if not figures.reasons:
        return ""
    shown = figures.reasons[:_REASONS_SHOWN]
    most = max(reason.recipients for reason in shown)
    items = [_reason_item(reason, most, figures.progress.rows) for reason in shown]
    content = f'<ul class="bars">{"".join(items)}</ul>'
    if len(figures.reasons) > len(shown):
        rows = [
            (
                foreign(reason.reason),
                escaped(STATE_MEANINGS[reason.state][0]),
                number(reason.recipients),
            )
            for reason in figures.reasons
        ]
        more = said("All {count:,} reasons", count=len(figures.reasons))
        content += folded(
            more, table(more, (said("Reason"), said("State"), said("Rows")), rows, texts={1})
        )
    return section(said("Why rows have no message that arrived"), content)


def _reason_item(reason: ReasonFigures, most: int, rows: int) -> str:
    name = spoken(STATE_MEANINGS[reason.state][0])
    tone = next(group.tone for group in STATE_GROUPS if reason.state in group.states)
    count = number(reason.recipients)
    part = Part(f"{spoken(reason.reason)} {count}", reason.recipients, tone)
    facts = [name, said("{share} of the rows", share=share(reason.recipients, rows))]
    if reason.code is not None:
        facts.append(said("code {code}", code=reason.code))
    return _bar_item(
        reason.reason, count, bar([part], whole=most, label=f"{name}: {part.name}"), facts
    )


def cost_section(figures: Figures) -> str:
    """What it cost beside what it was expected to cost."""
    cost = figures.cost
    total = cost.spent + cost.reserved
    highest = Decimal(0) if cost.estimate is None else cost.estimate.highest
    whole = float(max(total, highest, cost.max_cost or Decimal(0)))
    if whole == 0:
        return ""
    items = []
    if cost.estimate is not None:
        items.append(_estimate_item(cost, whole))
    items.append(_spent_item(cost, whole))
    if cost.max_cost is not None:
        part = Part(
            said("The limit: {max_cost}", max_cost=uah(cost.max_cost)),
            float(cost.max_cost),
            "limit",
        )
        chart = bar([part], whole=whole, label=part.name)
        items.append(
            _bar_item(
                said("Limit"),
                uah(cost.max_cost),
                chart,
                [said("What the campaign may cost at the most")],
            )
        )
    balance = (
        ""
        if cost.balance is None
        else said("Balance, as last seen: {balance}.", balance=uah(cost.balance))
    )
    unpriced = ""
    if cost.unpriced:
        unpriced = spoken(
            _n(
                "The service has told no price of {count:,} delivered message.",
                "The service has told no price of {count:,} delivered messages.",
                cost.unpriced,
            )
        )
    note = (
        f"<p>{escaped(' '.join(filter(None, (balance, unpriced))))}</p>"
        if balance or unpriced
        else ""
    )
    return section(
        said("Cost against the estimate"), f'<ul class="bars">{"".join(items)}</ul>{note}'
    )


def _estimate_item(cost: CostFigures, whole: float) -> str:
    assert cost.estimate is not None  # noqa: S101
    lowest, highest = cost.estimate.lowest, cost.estimate.highest
    parts = [
        Part(said("At the least: {lowest}", lowest=uah(lowest)), float(lowest), "estimate"),
        Part(
            said("At the most: {highest}", highest=uah(highest)),
            float(highest - lowest),
            "estimate-more",
        ),
    ]
    value = (
        uah(lowest)
        if lowest == highest
        else said("{lowest} to {highest}", lowest=uah(lowest), highest=uah(highest))
    )
    label = said("The estimate: {value}", value=value)
    facts = [said("By your prices, for all who were ready at first")]
    return _bar_item(said("Estimate"), value, bar(parts, whole=whole, label=label), facts)


def _spent_item(cost: CostFigures, whole: float) -> str:
    parts = [
        Part(said("Spent: {spent}", spent=uah(cost.spent)), float(cost.spent), "spent"),
        Part(
            said("Reserved: {reserved}", reserved=uah(cost.reserved)),
            float(cost.reserved),
            "spent-more",
        ),
    ]
    facts = [said("By the prices of the service")]
    if cost.reserved:
        facts.append(
            said(
                "and at the most {reserved} for what it has told no price of yet",
                reserved=uah(cost.reserved),
            )
        )
    label = "; ".join(part.name for part in parts)
    return _bar_item(said("Spent"), uah(cost.spent), bar(parts, whole=whole, label=label), facts)


def _bar_item(name: str, value: str, chart: str, facts: Sequence[str]) -> str:
    return (
        f"<li><span>{foreign(name)}</span><b>{escaped(value)}</b>{chart}"
        f"<small>{escaped(' · '.join(facts))}</small></li>"
    )
