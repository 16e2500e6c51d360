"""The words of the tables in the pages, in the languages of the pages.

What a row means comes from the generated data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.publishing.docs.tables import TITLES
from turbosms_api.tables.limits import (
    BUTTON_CAPTION_CHARACTERS,
    FILE_CAPTION_CYRILLIC,
    FILE_CAPTION_LATIN,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from turbosms_api.tables.texts import Language

BUTTON: Final = BUTTON_CAPTION_CHARACTERS.value
LATIN: Final = FILE_CAPTION_LATIN.value
CYRILLIC: Final = FILE_CAPTION_CYRILLIC.value


@dataclass(frozen=True, kw_only=True)
class Words:
    """Heads of columns by the name of the table, and what stands below them beside the data."""

    language: Language
    yes: str
    no: str
    codes: Sequence[str]
    error_codes: Sequence[str]
    viber_kinds: Sequence[str]
    files: Mapping[str, str]
    captions: Mapping[str | None, str]
    rates: Mapping[str, str]
    allowed: str
    statuses: Sequence[str]
    rejections: Sequence[str]
    exit_codes: Sequence[str]
    meanings_of_exits: Mapping[str, str] = field(default_factory=dict)
    """Those that do not come from the data, by the name of the constant."""

    def yes_or_no(self, fact: bool) -> str:
        return self.yes if fact else self.no


ENGLISH: Final = Words(
    language="en",
    yes="yes",
    no="no",
    codes=["Code", "Name", "Meaning", *TITLES.values(), "Raises"],
    error_codes=["Class", "Codes"],
    viber_kinds=[
        "Kind",
        "What it is",
        "Needs",
        "All or none",
        "`file_id` of",
        "Longest `caption`",
        "Rate",
        "Transactional",
    ],
    files={
        "none": "",
        "any": "any file of the account",
        "document": "document",
        "image": "image",
    },
    captions={
        None: "",
        "button_caption": f"{BUTTON} characters",
        "file_caption": f"{LATIN} Latin or {CYRILLIC} Cyrillic",
    },
    rates={"promotional": "promotional", "transactional": "transactional"},
    allowed="allowed",
    statuses=["Status", "Meaning", "Final", "Delivered"],
    rejections=["`rejected_status`", "Meaning"],
    exit_codes=["Code", "Meaning"],
)
UKRAINIAN: Final = Words(
    language="uk",
    yes="так",
    no="ні",
    codes=[
        "Код",
        "Назва",
        "Значення",
        "Результат",
        "Де стоїть",
        "Хто має діяти",
        "Чи допоможе повтор",
        "Відколи",
        "Помилка",
    ],
    error_codes=["Клас", "Коди"],
    viber_kinds=[
        "Вид",
        "Що це",
        "Обов'язкові",
        "Усі або жоден",
        "Файл у `file_id`",
        "Найдовший `caption`",
        "Тариф",
        "Транзакційне",
    ],
    files={
        "none": "",
        "any": "будь-який файл облікового запису",
        "document": "документ",
        "image": "зображення",
    },
    captions={
        None: "",
        "button_caption": f"{BUTTON} символів",
        "file_caption": f"{LATIN} латинських або {CYRILLIC} кириличних символів",
    },
    rates={"promotional": "рекламний", "transactional": "транзакційний"},
    allowed="дозволено",
    statuses=["Статус", "Значення", "Остаточний", "Доставлено"],
    rejections=["`rejected_status`", "Значення"],
    exit_codes=["Код", "Значення"],
    meanings_of_exits={
        "FINE": "Успіх. Для надсилання: прийнято всіх.",
        "FAILED": "Відмовлено або немає відповіді. Для надсилання: нікому нічого не надіслано.",
        "USAGE": "Команду введено неправильно. До сервісу не зверталися.",
        "PARTIAL": "Одних одержувачів прийнято, інших ні.",
        "UNKNOWN": "Результат невідомий. Виконайте виведену команду: вона завершить виклик, "
        "нічого не надсилаючи двічі.",
        "BELOW": "Баланс менший за суму `turbosms balance --below`.",
    },
)
