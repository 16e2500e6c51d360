"""message/status and message/details: what became of messages, as the clock stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account.prices import in_uah
from turbosms_sandbox.calls.answers import Answer, Refusal
from turbosms_sandbox.calls.message_ids import read_message_id
from turbosms_sandbox.calls.php_values import read_list, shown
from turbosms_sandbox.calls.times import on_the_wire, on_the_wire_or_null
from turbosms_sandbox.delivery import courses

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_sandbox.calls.commands import Context
    from turbosms_sandbox.delivery.campaigns import Content, Message
    from turbosms_sandbox.delivery.courses import Course


MAX_IDS: Final = 5_000
"""Most ids of one look-up (A-131): as many as a send can have created."""


def status(context: Context) -> Answer:
    """The delivery status of each id, on the channel that counts."""
    return _report(context, _status_row, {})


def details(context: Context) -> Answer:
    """What was sent under each id, on each channel that was used."""
    return _report(context, _details_row, {"sms": None, "viber": None})


def _report(
    context: Context, describe: Callable[[Message, float], dict[str, Any]], unknown: dict[str, Any]
) -> Answer:
    """A row for each id; 300 without a list of them (A-05), or with too many (A-131).

    Ids are refused in their rows: 307 and 414 (A-56).
    """
    given = read_list(context.data.values.get("messages"), typed=context.data.typed)
    if not given or len(given) > MAX_IDS:
        raise Refusal(ResultCode.INVALID_REQUEST)
    rows = []
    for written in given:
        message_id = read_message_id(written)
        message = None if message_id is None else context.state.storage.message(message_id)
        if message is not None:
            row = describe(message, context.now)
            code = ResultCode.OK
        else:
            row = unknown
            code = (
                ResultCode.INVALID_MESSAGE_ID
                if message_id is None
                else ResultCode.NOT_ALLOWED_MESSAGE_ID
            )
        rows.append(
            {
                "message_id": shown(written),
                **row,
                "response_code": int(code),
                "response_status": code.name,
            }
        )
    return Answer(ResultCode.OK, rows)


def _status_row(message: Message, now: float) -> dict[str, Any]:
    """A-76: a hybrid shows Viber while pending or successful, and the SMS once that took over."""
    channel, content, course = current(message, now)
    row = {"recipient": message.recipient, **_progress(course, now), "type": channel}
    if channel == "viber":
        row["rejected_status"] = rejected_status(course, now)
        row["click_time"] = _click_time(content, course, now)
    return row


def _details_row(message: Message, now: float) -> dict[str, Any]:
    viber, sms = describe_channels(message, now)
    return {"sms": sms, "viber": viber}


def current(message: Message, now: float) -> tuple[str, Content, Course]:
    """The channel that counts at this moment, what goes by it and how."""
    delivery = courses.delivery_of(message)
    campaign = message.campaign
    if delivery.sms is not None and campaign.sms is not None and delivery.sms.added <= now:
        return "sms", campaign.sms, delivery.sms
    if delivery.viber is not None and campaign.viber is not None:
        return "viber", campaign.viber, delivery.viber
    raise AssertionError("a message has a channel from the start")


def describe_channels(
    message: Message, now: float
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The Viber message and the SMS as message/details shows them.

    None for one that is not there (yet).
    """
    delivery = courses.delivery_of(message)
    campaign = message.campaign
    viber = sms = None
    if campaign.viber is not None and delivery.viber is not None:
        content, course = campaign.viber, delivery.viber
        viber = _common(message, content, course, now) | {
            "rejected_status": rejected_status(course, now),
            "price": in_uah(courses.viber_price(content, course.until(now)[-1].status)),
            "ttl": content.ttl,
            "caption": content.caption,
            "action": content.action,
            "file_id": content.file_id,
            "click_time": _click_time(content, course, now),
            "is_transactional": int(content.is_transactional),
        }
    if campaign.sms is not None and delivery.sms is not None and delivery.sms.added <= now:
        sms = _common(message, campaign.sms, delivery.sms, now) | {
            "price": in_uah(courses.sms_price(campaign.sms, delivery.sms.until(now)[-1].status)),
            "segments": campaign.sms.segments,
            "ttl": courses.SMS_TTL,
        }
    return viber, sms


def _common(message: Message, content: Content, course: Course, now: float) -> dict[str, Any]:
    progress = _progress(course, now)
    return {
        "added": on_the_wire(course.added),
        "start": on_the_wire_or_null(content.start),
        "sent": progress["sent"],
        "updated": progress["updated"],
        "sender": content.sender,
        "text": content.text,
        "recipient": message.recipient,
        "status": progress["status"],
    }


def _progress(course: Course, now: float) -> dict[str, Any]:
    last = course.until(now)[-1]
    return {
        "sent": on_the_wire(course.sent) if course.sent <= now else None,
        "updated": on_the_wire(last.at),
        "status": last.status,
    }


def rejected_status(course: Course, now: float) -> str:
    """Why Viber has rejected a message, or an empty string."""
    return course.rejected_status if course.until(now)[-1].status == "Rejected" else ""


def _click_time(content: Content, course: Course, now: float) -> str | None:
    """When the button was clicked. Documentation: only with `count_clicks` is that kept."""
    counted = getattr(content, "count_clicks", False)
    clicked = course.clicked if counted else None
    return on_the_wire(clicked) if clicked is not None and clicked <= now else None
