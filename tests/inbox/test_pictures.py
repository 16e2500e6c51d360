"""The README's pictures: taken here, and what is committed still looks like it.

`make pictures` renews them.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.inbox import campaign
from tests.inbox.conftest import NUMBER, OTHER
from tests.kit.browser import FONTS
from tests.kit.debian import provide
from turbosms_client import Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.kit.control import Control

    Open = Callable[..., Page]

IMAGES = Path(__file__).parents[2] / "docs" / "images"
DESKTOP = {"width": 1280, "height": 800}
ALIKE = 4.0
"""How far two pictures may be apart on the average, in shades of grey of 256.

Clock and fonts differ a little.
"""

# Both pictures as squares of about twenty pixels, in grey, and how far these are apart on the
# average.
COMPARE = """
async (urls) => {
    const grey = async (url) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [image.width / 20, image.height / 20].map(Math.round);
        const context = canvas.getContext('2d');
        context.imageSmoothingQuality = 'high';
        context.drawImage(image, 0, 0, canvas.width, canvas.height);
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        const shade = (_, i) => (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3;
        return Array.from({ length: data.length / 4 }, shade);
    };
    const [one, other] = await Promise.all(urls.map(grey));
    if (one.length !== other.length) return 256;
    return one.reduce((sum, shade, i) => sum + Math.abs(shade - other[i]), 0) / one.length;
}
"""


@pytest.fixture(autouse=True)
def fonts() -> None:
    provide(FONTS)


def distance(browser: Any, *pictures: bytes) -> float:
    tab = browser.new_context().new_page()
    urls = [f"data:image/png;base64,{base64.b64encode(picture).decode()}" for picture in pictures]
    apart: float = tab.evaluate(COMPARE, urls)
    tab.context.close()
    return apart


@pytest.fixture
def shop(application: TurboSMS, control: Control) -> None:
    """Some hours of a shop."""
    message = application.message
    for text, numbers in (
        ("Код підтвердження: 4711", [OTHER]),
        ("Your table for two is booked for tonight, 19:30.", ["380671112233"]),
        ("Нагадуємо про візит завтра в 10:00.", ["380501112233", "380002000001"]),
        (
            "Sale: everything at half price until Sunday.",
            ["380631112233", "380003000001", "380001000002"],
        ),
    ):
        message.send(numbers, text=text, sms=Sms(), viber=Viber() if len(numbers) > 1 else None)
        control.advance(1_200)
    campaign.run(application, control)
    message.send(
        [campaign.FALLBACK, NUMBER], text="Чекайте нас за годину.", viber=Viber(), sms=Sms()
    )
    control.advance(30)


@pytest.mark.one_case_in(2)
@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("name", "view", "options"),
    [
        ("inbox-light", f"#/{campaign.FALLBACK}", {"viewport": DESKTOP, "color_scheme": "light"}),
        ("inbox-dark", f"#/{campaign.FALLBACK}", {"viewport": DESKTOP, "color_scheme": "dark"}),
        ("inbox-phone", f"#/{NUMBER}", {"viewport": {"width": 390, "height": 800}}),
    ],
)
def test_picture(browser: Any, opened: Open, name: str, view: str, options: dict[str, Any]) -> None:
    tab = opened(view, **options)
    expect(tab.get_by_role("article").last).to_be_in_viewport()
    expect(tab.get_by_role("article").last).to_contain_text("Delivered")
    taken = tab.screenshot(animations="disabled")
    file = IMAGES / f"{name}.png"
    if os.environ.get("TURBOSMS_PICTURES") == "renew":
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(taken)
    assert distance(browser, taken, file.read_bytes()) < ALIKE, "`make pictures` renews docs/images"


@pytest.mark.thorough_only
@pytest.mark.usefixtures("control")
def test_pictures_of_other_views_are_not_alike(browser: Any, opened: Open) -> None:
    """So that a picture which shows something else is noticed: another scheme, no message."""
    light, dark = ((IMAGES / f"inbox-{scheme}.png").read_bytes() for scheme in ("light", "dark"))
    empty = opened(viewport=DESKTOP, color_scheme="light").screenshot()
    assert distance(browser, light, light) == 0
    assert distance(browser, light, dark) > ALIKE
    assert distance(browser, light, empty) > ALIKE


def test_every_picture_is_shown() -> None:
    docs = IMAGES.parent
    shown = (docs.parent / "README.md").read_text("utf-8") + (docs / "inbox.md").read_text("utf-8")
    assert all(f"images/{file.name}" in shown for file in IMAGES.iterdir())
