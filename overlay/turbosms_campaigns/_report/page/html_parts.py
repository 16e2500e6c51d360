"""Pieces of HTML that a page is put together of. Only here are texts made safe for it."""

import datetime as dt
import html
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from turbosms_client import format_money
from turbosms_languages import current_language, said, spoken

from ..._model.kyiv import in_kyiv
from ..visible_texts import visible


def escaped(text: str) -> str:
    """A text for the reader, as it stands between tags or in an attribute."""
    return html.escape(visible(spoken(text)))


def foreign(text: str) -> str:
    """A text of strangers, which may run from right to left, apart from what stands around it."""
    return f"<bdi>{escaped(text)}</bdi>"


def number(value: int) -> str:
    """A whole number, in groups of three digits."""
    return said("{count:,}", count=value)


def money(amount: Decimal) -> str:
    """An amount, in groups of three digits."""
    if current_language() != "en":
        return said("{amount:money}", amount=amount)
    units, _, decimals = format_money(amount).partition(".")
    return f"{int(units):,}.{decimals}"


def uah(amount: Decimal) -> str:
    """An amount with its currency."""
    return said("{amount} UAH", amount=money(amount))


def share(part: int, whole: int) -> str:
    """A part in per cent; something is never 0 %, and not all is never 100 %."""
    if whole == 0:
        return "-"
    percent = 100 * part / whole
    rounded = round(percent, 1)
    if part > 0 and rounded == 0:
        return said("< {percent} %", percent=0.1)
    if part < whole and rounded == 100:
        return said("> {percent} %", percent=99.9)
    return said("{percent:g} %", percent=rounded)


def moment(time: dt.datetime) -> str:
    """A time in Kyiv, to the minute, which a program can read to the second."""
    local = in_kyiv(time)
    written = said("{at:minute}", at=local)
    return f'<time datetime="{local.isoformat(timespec="seconds")}">{written}</time>'


def table(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    texts: Collection[int] = (),
) -> str:
    """A table of cells that are HTML. The first of each row is its heading.

    Args:
        texts: which of the others are texts; the rest are numbers.
    """
    kinds = [' class="text"' if index in {0, *texts} else "" for index in range(len(head))]
    headings = "".join(
        f'<th scope="col"{kind}>{escaped(heading)}</th>'
        for kind, heading in zip(kinds, head, strict=True)
    )
    body = "".join(_table_row(row, kinds) for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escaped(caption)}"><table>'
        f"<caption>{escaped(caption)}</caption><thead><tr>{headings}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def folded(summary: str, content: str) -> str:
    """Content that is shown when somebody asks for it."""
    return f"<details><summary>{escaped(summary)}</summary>{content}</details>"


def section(heading: str, content: str) -> str:
    """A part of the page under a heading."""
    return f"<section><h2>{escaped(heading)}</h2>{content}</section>"


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Names, and beside them values that are HTML."""
    items = "".join(f"<div><dt>{escaped(name)}</dt><dd>{value}</dd></div>" for name, value in pairs)
    return f"<dl>{items}</dl>"


def swatch(tone: str) -> str:
    """The colour of a legend."""
    return f'<span class="swatch {tone}" aria-hidden="true"></span>'


def _table_row(row: Sequence[str], kinds: Sequence[str]) -> str:
    heading, *cells = row
    rest = "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds[1:], cells, strict=True))
    return f'<tr><th scope="row" class="text">{heading}</th>{rest}</tr>'
