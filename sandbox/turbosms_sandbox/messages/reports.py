"""message/status and message/details: reports on messages at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account.prices import in_uah
from turbosms_sandbox.calls.answers import Refusal, ServiceAnswer
from turbosms_sandbox.calls.message_ids import read_message_id
from turbosms_sandbox.calls.php_values import echo, read_list
from turbosms_sandbox.calls.times import format_time, format_time_or_none
from turbosms_sandbox.delivery import charges, courses

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_sandbox.calls.commands import Command
    from turbosms_sandbox.delivery.courses import Course
    from turbosms_sandbox.delivery.sends import ChannelContent, StoredMessage
    from turbosms_sandbox.messages.sent_messages import SentMessages


MAX_IDS: Final = 5_000
"""Most ids of one call (A-131): as many as a send can create."""


def status(sent: SentMessages, command: Command) -> ServiceAnswer:
    """The delivery status of each id, on the channel that counts."""
    return _report(sent, command, _status_row, {})


def details(sent: SentMessages, command: Command) -> ServiceAnswer:
    """What was sent under each id, on each channel that was used."""
    return _report(sent, command, _details_row, {"sms": None, "viber": None})


def _report(
    sent: SentMessages,
    command: Command,
    describe: Callable[[StoredMessage, float], dict[str, Any]],
    row_of_unknown: dict[str, Any],
) -> ServiceAnswer:
    """A row for each id; 300 without a list of ids (A-05), or with too many (A-131).

    An id is refused in its row: 307 and 414 (A-56).
    """
    parameters = command.parameters
    message_ids = read_list(parameters.get("messages"), typed=parameters.typed)
    if not message_ids or len(message_ids) > MAX_IDS:
        raise Refusal(ResultCode.INVALID_REQUEST)
    rows = []
    for value in message_ids:
        message_id = read_message_id(value)
        message = None if message_id is None else sent.find(message_id)
        if message is not None:
            code = ResultCode.OK
            row = describe(message, command.now)
        elif message_id is None:
            code = ResultCode.INVALID_MESSAGE_ID
            row = row_of_unknown
        else:
            code = ResultCode.NOT_ALLOWED_MESSAGE_ID
            row = row_of_unknown
        rows.append(
            {
                "message_id": echo(value),
                **row,
                "response_code": int(code),
                "response_status": code.name,
            }
        )
    return ServiceAnswer(ResultCode.OK, rows)


def _status_row(message: StoredMessage, now: float) -> dict[str, Any]:
    """A-76: a hybrid shows Viber while it is pending or successful, and then the SMS."""
    channel, content, course = current_channel(message, now)
    row = {"recipient": message.recipient, **_progress(course, now), "type": channel}
    if channel == "viber":
        row["rejected_status"] = rejected_status(course, now)
        row["click_time"] = _click_time(content, course, now)
    return row


def _details_row(message: StoredMessage, now: float) -> dict[str, Any]:
    viber, sms = describe_channels(message, now)
    return {"sms": sms, "viber": viber}


class CurrentChannel(NamedTuple):
    """The channel of a message that counts at a moment."""

    channel: str
    content: ChannelContent
    course: Course


def current_channel(message: StoredMessage, now: float) -> CurrentChannel:
    """The SMS once it was added, and Viber before."""
    delivery = courses.delivery_of(message)
    send = message.send
    if delivery.sms is not None and send.sms is not None and delivery.sms.added <= now:
        return CurrentChannel("sms", send.sms, delivery.sms)
    if delivery.viber is not None and send.viber is not None:
        return CurrentChannel("viber", send.viber, delivery.viber)
    raise AssertionError("a message has a channel from the start")


def current_status(message: StoredMessage, now: float) -> str:
    """The status on the channel that counts."""
    return current_channel(message, now).course.status_at(now)


def describe_channels(
    message: StoredMessage, now: float
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The Viber message and the SMS as message/details shows them; None if there is none (yet)."""
    delivery = courses.delivery_of(message)
    send = message.send
    viber = sms = None
    if send.viber is not None and delivery.viber is not None:
        content, course = send.viber, delivery.viber
        viber = _common(message, content, course, now) | {
            "rejected_status": rejected_status(course, now),
            "price": in_uah(charges.viber_charge(content, course.status_at(now))),
            "ttl": content.ttl,
            "caption": content.caption,
            "action": content.action,
            "file_id": content.file_id,
            "click_time": _click_time(content, course, now),
            "is_transactional": int(content.is_transactional),
        }
    if send.sms is not None and delivery.sms is not None and delivery.sms.added <= now:
        sms = _common(message, send.sms, delivery.sms, now) | {
            "price": in_uah(charges.sms_charge(send.sms, delivery.sms.status_at(now))),
            "segments": send.sms.segments,
            "ttl": courses.SMS_TTL,
        }
    return viber, sms


def _common(
    message: StoredMessage, content: ChannelContent, course: Course, now: float
) -> dict[str, Any]:
    progress = _progress(course, now)
    return {
        "added": format_time(course.added),
        "start": format_time_or_none(content.start),
        "sent": progress["sent"],
        "updated": progress["updated"],
        "sender": content.sender,
        "text": content.text,
        "recipient": message.recipient,
        "status": progress["status"],
    }


def _progress(course: Course, now: float) -> dict[str, Any]:
    last = course.reached(now)[-1]
    return {
        "sent": format_time(course.sent) if course.sent <= now else None,
        "updated": format_time(last.at),
        "status": last.status,
    }


def rejected_status(course: Course, now: float) -> str:
    """Why Viber has rejected a message, or an empty string."""
    return course.rejected_status if course.status_at(now) == "Rejected" else ""


def _click_time(content: ChannelContent, course: Course, now: float) -> str | None:
    """When the button was clicked. A-146: kept only with `count_clicks`."""
    counts_clicks = getattr(content, "count_clicks", False)
    if not counts_clicks or course.clicked is None or course.clicked > now:
        return None
    return format_time(course.clicked)
