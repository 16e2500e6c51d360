"""The pictures of the rooms in ARCHITECTURE.md are drawn from the imports."""

from __future__ import annotations

import pytest

from tests.packaging.rooms import PACKAGES_WITH_ROOMS
from tests.packaging.rooms_picture import (
    MARKED,
    PAGE,
    PICTURES,
    arrows_between_rooms,
    drawn,
    filled,
    without_shortcuts,
)

pytestmark = pytest.mark.checkout


def test_they_are_up_to_date() -> None:
    page = PAGE.read_text("utf-8")
    assert {match["name"] for match in MARKED.finditer(page)} == PICTURES.keys()
    assert page == filled(page), "run: python -m tests.packaging.rooms_picture"


def test_rooms_import_what_their_modules_import() -> None:
    arrows = {
        "turbosms_sandbox.app": {"turbosms_sandbox.http.guard"},
        "turbosms_sandbox.http.guard": {"turbosms_sandbox.http.faults"},
        "turbosms_sandbox.http.faults": {"turbosms_sandbox.calls.call", "turbosms_api.tables"},
        "turbosms_sandbox.calls.call": set(),
        "turbosms_client._message": set(),
    }
    rooms = arrows_between_rooms(arrows, PACKAGES_WITH_ROOMS["sandbox"].room_of)
    assert rooms == {"app": {"http"}, "http": {"calls"}, "calls": set()}


def test_an_arrow_that_a_longer_way_stands_for_is_left_out() -> None:
    arrows = {"a": {"b", "c", "d"}, "b": {"c"}, "c": {"d"}, "d": set()}
    assert without_shortcuts(arrows) == {"a": {"b"}, "b": {"c"}, "c": {"d"}, "d": set()}
    assert drawn({"a": {"b"}, "b": set()}) == (
        "```mermaid\ngraph TD\n    a\n    a --> b\n    b\n```\n"
    )
