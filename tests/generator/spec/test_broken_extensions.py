"""What the schema of the extensions does not allow is refused with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.generator.spec.breaks import TEXT_PROPERTY, Break

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.checkout, pytest.mark.one_case_in(3)]

IN_EXTENSIONS: Final = {
    "table missing": Break(
        "x-common-codes: [0, 103, 999]\n",
        "",
        None,
        "'x-common-codes' is a required property",
    ),
    "unknown table": Break(
        "x-common-codes:", "x-comon-codes:", 0, "x-comon-codes: unknown extension"
    ),
    "unknown extension": Break(
        TEXT_PROPERTY,
        TEXT_PROPERTY.replace("x-codes", "x-code"),
        0,
        "text.x-code: unknown extension",
    ),
    "no x-operation": Break(
        "    x-operation: {module: user",
        "    x-op: {module: user",
        0,
        "x-op: unknown extension",
    ),
    "unknown key in a row": Break(
        "value: 30",
        "values: 30",
        0,
        "x-limits.1: Additional properties are not",
    ),
    "value and pointer": Break(
        "value: 30",
        "value: 30, at: '#/info'",
        0,
        "x-limits.1: must have either value or at",
    ),
    "neither value nor pointer": Break(
        "value: 30, ", "", 0, "x-limits.1: must have either value or at"
    ),
    "no meaning in Ukrainian": Break(
        "meaning: No token., meaning_uk: Немає токена., ",
        "meaning: No token., ",
        0,
        "x-result-codes.2: 'meaning_uk' is a required property",
    ),
    "no name in Ukrainian": Break(
        "name_uk: Доставлено, ",
        "",
        0,
        "x-delivery-statuses.1: 'name_uk' is a required property",
    ),
    "no kind in Ukrainian": Break(
        "    meaning_uk: Документ.\n",
        "",
        -2,
        "x-viber-kinds.0: 'meaning_uk' is a required property",
    ),
    "wrong scalar": Break(
        "support, repeat: true",
        "support, repeat: maybe",
        0,
        "x-result-codes.19.repeat: 'maybe' is not",
    ),
    "unknown outcome": Break(
        "outcome: unknown",
        "outcome: perhaps",
        0,
        "x-result-codes.19.outcome: 'perhaps' is not",
    ),
    "no such day": Break(
        "'2021-01-22'",
        "'2021-02-30'",
        0,
        "x-result-codes.17.since: '2021-02-30' is not a 'date'",
    ),
    "address of the pages": Break(
        "example.com/docs/",
        "example.com/docs",
        0,
        "x-help-url: 'https://example.com/docs'",
    ),
    "name of a code": Break(
        "name: PONG",
        "name: Pong",
        0,
        "x-result-codes.1.name: 'Pong' does not match",
    ),
}


@pytest.mark.parametrize("planted", IN_EXTENSIONS.values(), ids=IN_EXTENSIONS)
def test_a_broken_spec_is_refused_with_its_line(small_spec: Path, planted: Break) -> None:
    planted.check(small_spec)
