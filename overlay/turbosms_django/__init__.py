"""TurboSMS in Django: a client, an outbox, webhooks, and the codes of the login packages.

    INSTALLED_APPS = [..., "turbosms_django"]
    TURBOSMS = {"TOKEN": "…", "SMS_SENDER": "Shop", "WEBHOOK_SECRET": "…"}

`get_client()` is the client of these settings. `notify` stores a message in the transaction at
hand, and `manage.py turbosms_send` delivers it once that is committed. `turbosms_django.urls` is
the webhook, whose events `manage.py turbosms_events` passes to `turbosms_django.signals`.
`turbosms_django.allauth`, `.two_factor` and `.phone_verify` send the codes of these packages.
"""

from turbosms_django._client import get_client, use_client
from turbosms_django._outbox import notify

__all__ = ["get_client", "notify", "use_client"]
