"""Sets Django up in this process, with the shop on a SQLite file that ends with the process."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

import django

_FOLDER: Final = Path(tempfile.mkdtemp(prefix="turbosms-django-"))


def set_up() -> None:
    """Once, before any table is imported; the environment stays as it was."""
    atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
    before = dict(os.environ)
    os.environ["SHOP_DATABASE"] = str(_FOLDER / "shop.db")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.django.shop.settings"
    try:
        django.setup()
    finally:
        # Django has also set the time zone of the process.
        os.environ.clear()
        os.environ.update(before)
        time.tzset()
