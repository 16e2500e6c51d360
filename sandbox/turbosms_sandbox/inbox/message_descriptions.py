"""What a developer wants to see of a message: everything, with the course of each channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turbosms_sandbox.calls.times import on_the_wire
from turbosms_sandbox.delivery import courses
from turbosms_sandbox.messages.reports import current, describe_channels

if TYPE_CHECKING:
    from turbosms_sandbox.delivery.campaigns import Message
    from turbosms_sandbox.delivery.courses import Course, Delivery


def describe(message: Message, now: float) -> dict[str, Any]:
    """A message as the control plane shows it.

    The fields of message/details, and behind them what really happened.
    """
    delivery = courses.delivery_of(message)
    campaign = message.campaign
    channel, _, _ = current(message, now)
    viber, sms = describe_channels(message, now)
    channels: list[dict[str, Any]] = []
    if viber is not None and campaign.viber is not None and delivery.viber is not None:
        extra = {
            "kind": campaign.viber.kind,
            "rate": campaign.viber.rate,
            "image_url": campaign.viber.image_url,
            "count_clicks": int(campaign.viber.count_clicks),
        }
        channels.append(
            {"type": "viber", **viber, **extra, "statuses": statuses(delivery.viber, now)}
        )
    if sms is not None and campaign.sms is not None and delivery.sms is not None:
        extra = {"is_flash": int(campaign.sms.is_flash)}
        channels.append({"type": "sms", **sms, **extra, "statuses": statuses(delivery.sms, now)})
    return {
        "message_id": message.id,
        "recipient": message.recipient,
        "created": on_the_wire(campaign.created),
        "type": channel,
        "status": status_of(message, now),
        "hybrid": campaign.viber is not None and campaign.sms is not None,
        "channels": channels,
        "fallback": fallback_of(delivery, now),
    }


def status_of(message: Message, now: float) -> str:
    """The status on the channel that counts."""
    _, _, course = current(message, now)
    return course.until(now)[-1].status


def fallback_of(delivery: Delivery, now: float) -> dict[str, str] | None:
    """When and why a hybrid went over to SMS: the reason of Viber's rejection, or `Expired`.

    None if it has not.
    """
    if delivery.viber is None or delivery.fallback is None or delivery.fallback > now:
        return None
    reason = delivery.viber.rejected_status or delivery.viber.steps[-1].status
    return {"at": on_the_wire(delivery.fallback), "reason": reason}


def statuses(course: Course, now: float) -> list[dict[str, str]]:
    """The course so far."""
    return [{"status": step.status, "at": on_the_wire(step.at)} for step in course.until(now)]
