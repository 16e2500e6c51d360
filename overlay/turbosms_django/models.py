"""The tables: calls of the service, what is known of messages, and the outbox."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils import timezone

from turbosms_client import SendOptions, Sms, Viber

if TYPE_CHECKING:
    # What the fields hold; at run time they take no parameters.
    BooleanField = models.BooleanField[bool, bool]
    CharField = models.CharField[str, str]
    DateTimeField = models.DateTimeField[datetime, datetime]
    PositiveIntegerField = models.PositiveIntegerField[int, int]
    TextField = models.TextField[str, str]
else:
    from django.db.models import (
        BooleanField,
        CharField,
        DateTimeField,
        PositiveIntegerField,
        TextField,
    )


class WebhookCall(models.Model):
    """A call of the service, which counts once however often it comes."""

    key = CharField(max_length=255, primary_key=True)
    digest = CharField(max_length=64)
    stored_at = DateTimeField(default=timezone.now, db_index=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()


class WaitingEvent(models.Model):
    """An event that has not been handled yet. The order of the ids is that of arrival."""

    subject = CharField(max_length=255)
    """What the order is kept for, such as a message on a channel."""
    content = TextField()
    failures = PositiveIntegerField(default=0)
    try_at = DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        indexes = (
            models.Index(fields=["subject", "id"], name="turbosms_event_subject"),
            models.Index(fields=["failures", "id"], name="turbosms_event_order"),
        )


class MessageStatus(models.Model):
    """The last status of a message on a channel, as the service has reported it."""

    message_id = CharField(max_length=64)
    """In lower case."""
    channel = CharField(max_length=64)
    """`sms` or `viber`."""
    status = CharField(max_length=64)
    """In the words of message/status, such as `Delivered`."""
    final = BooleanField()
    changed_at = DateTimeField(default=timezone.now, db_index=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["message_id", "channel"], name="turbosms_message_and_channel"
            ),
        )


class OutgoingMessage(models.Model):
    """A message in the outbox."""

    class State(models.TextChoices):
        """What has become of it."""

        WAITING = "waiting"
        SENT = "sent"
        REFUSED = "refused"
        EXPIRED = "expired"

    sequence_id = CharField(max_length=32, unique=True)
    content = TextField()
    """Recipients and parameters, as JSON."""
    state = CharField(max_length=8, choices=State.choices, default=State.WAITING)
    failures = PositiveIntegerField(default=0)
    """How many attempts have failed that may succeed later."""
    created_at = DateTimeField(default=timezone.now, db_index=True)
    try_at = DateTimeField(default=timezone.now)
    result = TextField(default="")
    """What came of the last attempt: a report as JSON, or the text of an error."""

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        indexes = (models.Index(fields=["state", "try_at"], name="turbosms_outbox_due"),)

    def __str__(self) -> str:
        return f"{self.sequence_id} ({self.state})"

    @property
    def recipients(self) -> list[str]:
        """The recipients, as they were passed to `notify`."""
        recipients: list[str] = json.loads(self.content)["recipients"]
        return recipients

    @property
    def options(self) -> SendOptions:
        """The parameters of the send."""
        options: SendOptions = json.loads(self.content)["options"]
        sms: Any = options.get("sms")
        viber: Any = options.get("viber")
        if sms is not None:
            options["sms"] = Sms(**sms)
        if viber is not None:
            options["viber"] = Viber(**viber)
        options["sequence_id"] = self.sequence_id
        return options

    @property
    def message_ids(self) -> list[str]:
        """The ids of the messages that were sent; empty before that."""
        if self.state != self.State.SENT:
            return []
        rows: list[dict[str, Any]] = json.loads(self.result)["accepted"]
        return [row["message_id"] for row in rows if row["message_id"]]
