"""`manage.py turbosms_send`: delivers what `notify` has stored."""

from turbosms_django._delivery import deliver_next
from turbosms_django.management.worker import Worker


class Command(Worker):
    """Delivers the messages of the outbox, each once, and retries what fails for a while."""

    help = "Deliver the messages that notify() has stored."
    step = staticmethod(deliver_next)
