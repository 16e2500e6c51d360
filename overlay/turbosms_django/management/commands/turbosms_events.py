"""`manage.py turbosms_events`: sends the signals of the webhook's events."""

from turbosms_django._event_handling import handle_next
from turbosms_django.management.worker import Worker


class Command(Worker):
    """Sends the signals of events, in order for each message, again while a receiver raises."""

    help = "Send the signals of what the service has called back with."
    step = staticmethod(handle_next)
