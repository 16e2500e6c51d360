"""A shop, whose database and sandbox the environment names."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from tests.webhooks.calls import SECRET as WEBHOOK_SECRET


def database(address: str) -> dict[str, Any]:
    """The path of a SQLite file, or the address of a database of PostgreSQL."""
    if "://" not in address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": address,
            "OPTIONS": {"timeout": 120},
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": parts.hostname,
        "PORT": parts.port,
        "USER": parts.username,
        "NAME": parts.path.removeprefix("/"),
    }


SECRET_KEY = "of the shop"
ALLOWED_HOSTS = ["*"]
TIME_ZONE = "UTC"
ROOT_URLCONF = "tests.django.shop.urls"
INSTALLED_APPS = ["turbosms_django", "tests.django.shop.apps.ShopConfig"]
MIDDLEWARE = [
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
DATABASES = {"default": {**database(os.environ["SHOP_DATABASE"]), "ATOMIC_REQUESTS": True}}
# What logs, the tests look at.
LOGGING_CONFIG = None
TURBOSMS = {"SANDBOX": True, "WEBHOOK_SECRET": WEBHOOK_SECRET}
