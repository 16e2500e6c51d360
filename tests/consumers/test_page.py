"""docs/consumers.md says what the declarations and the last recorded run say."""

from __future__ import annotations

import pytest

from tests.consumers import quick_start
from tests.consumers.declarations import REACHED, consumers
from tests.consumers.page import PAGE, made, recorded

pytestmark = pytest.mark.checkout


def test_the_page_is_what_declarations_and_record_make() -> None:
    page = PAGE.read_text("utf-8")
    assert page == made(page, recorded()), "run `python -m tests.consumers`"


def test_the_record_is_of_these_declarations() -> None:
    declared = {
        consumer.name: {
            "reached": consumer.reached,
            "versions": consumer.versions(),
        }
        for consumer in consumers()
    }
    known = recorded()
    del known[quick_start.NAME]  # nothing but a digest
    for row in known.values():
        row.pop("digest", None)
    assert known == declared, "run `python -m tests.consumers`"


def test_a_consumer_that_got_less_far_would_change_the_page() -> None:
    page, record = PAGE.read_text("utf-8"), recorded()
    name, row = next(
        (name, row) for name, row in record.items() if row["reached"] == [*REACHED.values()]
    )
    assert made(page, record | {name: row | {"reached": ["generated"]}}) != page
