"""Puts messages into the outbox: one for each phone, which is also its `sequence_id`."""

from __future__ import annotations

import sys

import django

django.setup()

from turbosms_django import notify  # noqa: E402

for phone in sys.argv[1:]:
    notify(phone, text="Paid", sequence_id=phone)
