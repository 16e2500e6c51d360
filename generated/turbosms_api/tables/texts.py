"""The languages of the texts for people, of which the tables say the English."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

Language: TypeAlias = Literal["en", "uk"]

LANGUAGES: Final[tuple[Language, ...]] = ("en", "uk")
"""English and Ukrainian, as BCP 47 writes them."""

Kind: TypeAlias = Literal["result_code", "status_name", "status", "rejection_reason", "viber_kind", "webhook_type"]


def text_in(language: str, kind: Kind, key: str | int, english: str) -> str:
    """The text of this kind that belongs to the key of a row.

    Ukrainian is loaded when it is first asked for.

    Raises:
        ValueError: There are no texts in this language; the message names those that there are.
    """
    if language == "en":
        return english
    if language == "uk":
        from .texts_uk import TEXTS

        return TEXTS[kind][key]
    languages = ", ".join(LANGUAGES)
    raise ValueError(f"no texts in {language!r}; the languages are {languages}")
