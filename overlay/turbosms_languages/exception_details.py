"""What an exception says in English, below a sentence in the language of the reader."""

from __future__ import annotations

from turbosms_languages.texts import Text, joined, text

_ = text


def with_detail(sentence: str, error: Exception) -> Text:
    """A sentence, and what an error says in English."""
    return joined(" ", (sentence, _("Technical detail: “{detail}”", detail=str(error))))
