"""The app of the shop, which writes down what the signals tell."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "tests.django.shop"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from turbosms_django.signals import delivery_report, message_sent  # noqa: PLC0415

        delivery_report.connect(note_report)
        message_sent.connect(note_sent)


def note_report(event: Any, **_: Any) -> None:
    from tests.django.shop.models import Note  # noqa: PLC0415

    Note.objects.create(subject=event.message_id, text=event.status)
    mark = os.environ.get("SHOP_HANGS")
    if mark is not None:
        Path(mark).touch()
        time.sleep(600)  # until it is killed


def note_sent(message: Any, **_: Any) -> None:
    from tests.django.shop.models import Note  # noqa: PLC0415

    Note.objects.create(subject=message.sequence_id, text="sent")
