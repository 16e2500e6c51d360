"""The texts of the tables in the languages of people."""

from __future__ import annotations

from unicodedata import name

import pytest

from tests.kit.processes import PYTHON, output
from turbosms_api.tables.result_codes import ResultCode
from turbosms_api.tables.statuses import DELIVERY_STATUSES, REJECTION_REASONS
from turbosms_api.tables.texts import LANGUAGES
from turbosms_api.tables.viber_kinds import VIBER_KINDS
from turbosms_api.tables.webhook_types import WEBHOOK_TYPES

MEANINGS = [
    *ResultCode,
    *DELIVERY_STATUSES.values(),
    *REJECTION_REASONS.values(),
    *VIBER_KINDS,
    *WEBHOOK_TYPES.values(),
]


def test_everything_has_a_meaning_in_each_language() -> None:
    for row in MEANINGS:
        assert row.meaning_in("en") == row.meaning
        assert is_ukrainian(row.meaning_in("uk")), row
        assert {language: row.meaning_in(language) for language in LANGUAGES} == {
            "en": row.meaning,
            "uk": row.meaning_in("uk"),
        }


def test_a_status_has_a_name_in_each_language() -> None:
    for english, status in DELIVERY_STATUSES.items():
        assert status.name_in("en") == english
        assert is_ukrainian(status.name_in("uk"))


@pytest.mark.parametrize("language", ["de", "", "UK", "uk-UA"])
def test_another_language_is_refused(language: str) -> None:
    message = f"no texts in {language!r}; the languages are en, uk"
    for row in MEANINGS:
        with pytest.raises(ValueError, match="^" + message):
            row.meaning_in(language)
    with pytest.raises(ValueError, match=message):
        DELIVERY_STATUSES["Sent"].name_in(language)


def test_ukrainian_is_loaded_when_it_is_asked_for() -> None:
    code = (
        "import sys\n"
        "from turbosms_client import ResultCode\n"
        "ResultCode(0).meaning, ResultCode(0).meaning_in('en')\n"
        "loaded = 'turbosms_api.tables.texts_uk' in sys.modules\n"
        "print(loaded, ascii(ResultCode(0).meaning_in('uk')))"
    )
    assert output(PYTHON, "-c", code).split() == ["False", *ascii("Запит виконано.").split()]


def is_ukrainian(text: str) -> bool:
    return any(name(letter, "").startswith("CYRILLIC") for letter in text)
