"""The one table of the shop."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

if TYPE_CHECKING:
    CharField = models.CharField[str, str]
else:
    from django.db.models import CharField


class Note(models.Model):
    """What a signal has told."""

    subject = CharField(max_length=100)
    text = CharField(max_length=100)

    objects: ClassVar[models.Manager[Self]] = models.Manager()
