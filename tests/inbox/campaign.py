"""A campaign of a shop, with everything that the page can show."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from tests.inbox.conftest import NUMBER, OTHER
from turbosms_client import Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from tests.kit.control import Control

FALLBACK = "380001000001"
SHOP = "https://shop.example/12345"
LONG = "Шановний клієнте! " + "Повідомляємо про зміни в роботі нашого магазину. " * 12
RIGHT_TO_LEFT = f"שלום! ההזמנה שלך יצאה לדרך: {SHOP} תודה"
WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 8
# Ten by ten pixels of one colour.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"
)


def run(application: TurboSMS, control: Control) -> dict[str, str]:
    """Send it all; answers the id of the first message to each number."""
    message = application.message
    report = message.send(
        [NUMBER, OTHER, FALLBACK, "380003000002", "380002000001"],
        viber=Viber(
            text="Замовлення №12345 вже їде.", caption="Відстежити", action=SHOP, count_clicks=True
        ),
        sms=Sms(text=f"Замовлення №12345 відправлено: {SHOP}"),
    )
    control.advance(3_600)
    document = application.file.add(b"%PDF-1.7 an invoice", name="invoice.pdf")
    image = application.file.add(PICTURE, name="parcel.png")
    for viber in (
        Viber(text="Ваша посилка", file_id=image.id, caption="Де вона?", action=SHOP),
        Viber(
            text="Нова колекція",
            image_url="https://cdn.shop.example/new.jpg",
            caption="Глянути",
            action=SHOP,
        ),
        Viber(file_id=document.id, caption="Рахунок.pdf"),
    ):
        message.send([NUMBER], viber=viber)
        control.advance(60)
    reply = control.reply(NUMBER, "Дякую! Коли доставка?", sender="TurboSMS")
    control.advance(60)
    application.chat.send(reply.chat_id, text="Завтра з 10 до 12.")
    control.advance(60)
    return {row.phone or "": row.message_id or "" for row in report.accepted}


def run_extremes(application: TurboSMS) -> None:
    """Texts that are long, have no end, or go from right to left."""
    for text in (LONG, WORD, RIGHT_TO_LEFT, "a\n" * 20):
        application.message.send([NUMBER, FALLBACK], text=text, sms=Sms(), viber=Viber())
