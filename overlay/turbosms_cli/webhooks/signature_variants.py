"""What a signature may have been made of by mistake: another spelling of the secret, or of the id.

Each variant has a deviation, which says in a word and a sentence what the mistake was.
"""

from __future__ import annotations

import html
import json
import unicodedata
import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Deviation:
    """A way in which a signature is not what it should be."""

    reason: str
    """A word that never changes."""
    sentence: str


Variant: TypeAlias = tuple[str, tuple[Deviation, ...]]
"""A text, and how it deviates; by nothing if it is the right one."""

_LINE_BREAKS: Final = ("\n", "\r\n", "\r")
_SPACES: Final = (" ", "\t", "\u00a0", "\ufeff")
_QUOTES: Final = ('""', "''", "``", "“”", "«»", "„“", "‘’")  # noqa: RUF001
_WIDEST_NUMBER: Final = 20
_UNICODE_FORMS: Final[tuple[Literal["NFC", "NFD", "NFKC"], ...]] = ("NFC", "NFD", "NFKC")

_LINE_BREAK_THERE: Final = Deviation(
    "line_break",
    _(
        "It was made with a line break around the secret: in the panel, the secret key was pasted "
        "with one."
    ),
)
_SPACE_THERE: Final = Deviation(
    "white_space",
    _(
        "It was made with white space around the secret: in the panel, the secret key was pasted "
        "with it."
    ),
)
_QUOTES_THERE: Final = Deviation(
    "quotes",
    _(
        "It was made with quotes around the secret: in the panel, the secret key was pasted with "
        "them."
    ),
)
_SPACE_HERE: Final = Deviation(
    "white_space",
    _("It was made with the secret as it is without the white space that is around it here."),
)
_QUOTES_HERE: Final = Deviation(
    "quotes", _("It was made with the secret as it is without the quotes that are around it here.")
)
_CASE_OF_SECRET: Final = Deviation(
    "secret_case", _("It was made with the secret in other capital or small letters than here.")
)
_TOKEN: Final = Deviation(
    "api_token",
    _("It was made with the API token: in the panel, that is the secret key of the webhook."),
)


def secret_variants(secret: str, tokens: tuple[str, ...]) -> Iterator[Variant]:
    """The secret itself, what it may have been by mistake, and the tokens of the account."""
    yield secret, ()
    yield from _one_step(secret)
    for quotes in _QUOTES:
        quoted = f"{quotes[0]}{secret}{quotes[1]}"
        for text, deviations in _with_something_around(quoted):
            yield text, (_QUOTES_THERE, *deviations)
    bare = _bare(secret)
    if bare not in {secret, secret.strip(), _without_quotes(secret)}:
        yield bare, (_QUOTES_HERE, _SPACE_HERE)
    for token in tokens:
        if token != secret:
            yield token, (_TOKEN,)


def _one_step(secret: str) -> Iterator[Variant]:
    yield from _with_something_around(secret)
    for quotes in _QUOTES:
        yield f"{quotes[0]}{secret}{quotes[1]}", (_QUOTES_THERE,)
    if secret.strip() != secret:
        yield secret.strip(), (_SPACE_HERE,)
    if _without_quotes(secret) != secret:
        yield _without_quotes(secret), (_QUOTES_HERE,)
    for other in (secret.lower(), secret.upper(), secret.swapcase(), secret.capitalize()):
        if other != secret:
            yield other, (_CASE_OF_SECRET,)


def _with_something_around(text: str) -> Iterator[Variant]:
    for around, deviation in (
        *((each, _LINE_BREAK_THERE) for each in _LINE_BREAKS),
        *((each, _SPACE_THERE) for each in _SPACES),
    ):
        yield f"{text}{around}", (deviation,)
        yield f"{around}{text}", (deviation,)
        yield f"{around}{text}{around}", (deviation,)


def _without_quotes(text: str) -> str:
    is_quoted = len(text) > 1 and text[0] + text[-1] in _QUOTES
    return text[1:-1] if is_quoted else text


def _bare(text: str) -> str:
    """The text without any quotes and white space around it, whichever is outside."""
    shorter = _without_quotes(text.strip())
    while shorter != text:
        text, shorter = shorter, _without_quotes(shorter.strip())
    return text


def id_variants(event_id: str | int) -> Iterator[Variant]:
    """The id itself, and how it may have been spelled when it was signed."""
    text = str(event_id)
    yield text, ()
    for other, how in _other_spellings(text, is_number=isinstance(event_id, int)):
        if other != text:
            sentence = _("It was made for the id {how}, which was changed on its way.", how=how)
            yield other, (Deviation("id_changed", sentence),)


def _other_spellings(text: str, *, is_number: bool) -> Iterator[tuple[str, str]]:
    yield from _other_numbers(text, is_number=is_number)
    in_form = (quote(text, safe=""), quote_plus(text), unquote(text), unquote_plus(text))
    spaced = (text.strip(), f"{text}\n", f"{text}\r\n", f"{text} ", f" {text}")
    spellings = {
        _("in other capital or small letters"): (text.lower(), text.upper()),
        _("with other white space around it"): spaced,
        _("with or without quotes around it"): (f'"{text}"', f"'{text}'", text.strip("\"'")),
        _("as it is escaped, or not escaped, in JSON"): _escaped_for_json(text),
        _("as it is escaped, or not escaped, in a form"): in_form,
        _("with a plus in place of a space"): (text.replace(" ", "+"),),
        _("as it is escaped, or not escaped, in HTML"): (html.escape(text), html.unescape(text)),
        _("with other dashes or brackets"): _other_uuids(text),
        _("with other characters that look the same"): _normalized(text),
    }
    for how, others in spellings.items():
        for other in others:
            yield other, how


def _other_numbers(text: str, *, is_number: bool) -> Iterator[tuple[str, str]]:
    if not (text.isascii() and text.removeprefix("-").isdigit()):
        return
    if len(text) <= _WIDEST_NUMBER:
        yield str(int(text)), _("as a number, without zeros in front")
    zeros = (
        _("as a text with zeros in front, not as a number") if is_number else _("with more zeros")
    )
    for width in range(len(text) + 1, _WIDEST_NUMBER + 1):
        yield text.zfill(width), zeros
    yield f"{text}.0", _("as a number with a fraction")


def _escaped_for_json(text: str) -> Iterator[str]:
    yield json.dumps(text)[1:-1]
    yield json.dumps(text, ensure_ascii=False)[1:-1]
    yield text.replace("/", "\\/")
    yield json.dumps(text)[1:-1].replace("/", "\\/")
    with suppress(ValueError):
        unescaped = json.loads(f'"{text}"')
        yield str(unescaped)


def _normalized(text: str) -> list[str]:
    return [unicodedata.normalize(form, text) for form in _UNICODE_FORMS]


def _other_uuids(text: str) -> Iterator[str]:
    with suppress(ValueError):
        found = uuid.UUID(text)
        for other in (str(found), found.hex, f"{{{found}}}", found.urn):
            yield other
            yield other.upper()
