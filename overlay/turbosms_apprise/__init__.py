"""A plugin for Apprise: notifications by SMS, by Viber, or by Viber with SMS fallback.

    apprise -P "$(python -m turbosms_apprise)" -b "The disk is full" \
        "turbosms://TOKEN@SENDER/380501234567/380671234567?channel=hybrid"

In Python, `register()` makes the schema `turbosms` known to every `apprise.Apprise`. Needs
`pip install 'turbosms-client[apprise]'`; docs/apprise.md has more.
"""

from turbosms_apprise._plugin import NotifyTurboSMS, register

__all__ = ["NotifyTurboSMS", "register"]
