"""Everything that a developer wants to know about a message, with the course of each channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turbosms_sandbox.calls.times import format_time
from turbosms_sandbox.delivery import courses
from turbosms_sandbox.messages.reports import current_channel, describe_channels

if TYPE_CHECKING:
    from turbosms_sandbox.delivery.courses import Course, Delivery
    from turbosms_sandbox.delivery.sends import StoredMessage


def describe_message(message: StoredMessage, now: float) -> dict[str, Any]:
    """A message as the control plane shows it: the fields of message/details, and more."""
    delivery = courses.delivery_of(message)
    send = message.send
    current = current_channel(message, now)
    viber, sms = describe_channels(message, now)
    channels: list[dict[str, Any]] = []
    if viber is not None and send.viber is not None and delivery.viber is not None:
        more = {
            "kind": send.viber.kind,
            "rate": send.viber.rate,
            "image_url": send.viber.image_url,
            "count_clicks": int(send.viber.count_clicks),
            "statuses": describe_statuses(delivery.viber, now),
        }
        channels.append({"type": "viber", **viber, **more})
    if sms is not None and send.sms is not None and delivery.sms is not None:
        more = {
            "is_flash": int(send.sms.is_flash),
            "statuses": describe_statuses(delivery.sms, now),
        }
        channels.append({"type": "sms", **sms, **more})
    return {
        "message_id": message.id,
        "recipient": message.recipient,
        "created": format_time(send.created),
        "type": current.channel,
        "status": current.course.status_at(now),
        "hybrid": send.viber is not None and send.sms is not None,
        "channels": channels,
        "fallback": describe_fallback(delivery, now),
    }


def describe_fallback(delivery: Delivery, now: float) -> dict[str, str] | None:
    """When and why a hybrid fell back to SMS: Viber's reason of rejection, or `Expired`.

    None if it has not.
    """
    if delivery.viber is None or delivery.fallback is None or delivery.fallback > now:
        return None
    reason = delivery.viber.rejected_status or delivery.viber.statuses[-1].status
    return {"at": format_time(delivery.fallback), "reason": reason}


def describe_statuses(course: Course, now: float) -> list[dict[str, str]]:
    """The statuses so far."""
    return [{"status": timed.status, "at": format_time(timed.at)} for timed in course.reached(now)]
