"""`manage.py turbosms_forget`: deletes what is old, so that the tables stop growing."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from turbosms_django.models import MessageStatus, OutgoingMessage, WebhookCall

_FEWEST_DAYS: Final = 14
"""For as long, the service knows a sequence_id and may repeat a call."""


class Command(BaseCommand):
    """Deletes old calls, statuses and messages, but nothing that waits."""

    help = "Delete calls, statuses and sent messages that are older than some days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--days", type=int, default=90, help="90 by default, at least 14")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        if options["days"] < _FEWEST_DAYS:
            raise CommandError(f"--days is less than {_FEWEST_DAYS}.")
        before = timezone.now() - timedelta(days=options["days"])
        ended = OutgoingMessage.objects.exclude(state=OutgoingMessage.State.WAITING)
        for rows in (
            WebhookCall.objects.filter(stored_at__lt=before),
            MessageStatus.objects.filter(changed_at__lt=before),
            ended.filter(created_at__lt=before),
        ):
            rows.delete()
