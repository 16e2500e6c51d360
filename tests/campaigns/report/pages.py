"""What lies where on the page of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FloatRect, Page

    OpenReport: TypeAlias = Callable[..., Page]


def boxes_of(page: Page, selector: str) -> list[FloatRect]:
    boxes = [shape.bounding_box() for shape in page.locator(selector).all()]
    return [box for box in boxes if box is not None]
