"""What a tester has a recipient do with a Viber message: read it, or click its button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.control_values import check_keys
from turbosms_sandbox.calls.message_ids import read_message_id
from turbosms_sandbox.calls.times import format_time_or_none
from turbosms_sandbox.delivery import courses
from turbosms_sandbox.delivery.sends import ReadReceipt

if TYPE_CHECKING:
    from turbosms_sandbox.calls.commands import Command
    from turbosms_sandbox.delivery.courses import Course
    from turbosms_sandbox.delivery.sends import StoredMessage
    from turbosms_sandbox.messages.sent_messages import SentMessages


def read(message: StoredMessage, now: float) -> None:
    """`POST /sandbox/reads`: the recipient reads a Viber message that was delivered."""
    if message.read_receipt is None:
        message.read_receipt = ReadReceipt(now)


def click(message: StoredMessage, now: float) -> None:
    """`POST /sandbox/clicks`: the recipient clicks the button, and so has read the message.

    The first click counts. It is reported only if the message was sent with `count_clicks` (A-146).
    """
    if not has_button(message):
        raise ControlError("message_id: this message has no button")
    receipt = message.read_receipt or ReadReceipt(now)
    if receipt.clicked is None:
        receipt = receipt._replace(clicked=now)
    message.read_receipt = receipt


def has_button(message: StoredMessage) -> bool:
    viber = message.send.viber
    return viber is not None and viber.has_button


def find_message(sent: SentMessages, value: object) -> StoredMessage:
    """The message with this id; ControlError if there is none."""
    message_id = read_message_id(value)
    message = None if message_id is None else sent.find(message_id)
    if message is None:
        raise ControlError(f"message_id: {value!r} is the id of no message")
    return message


def find_delivered(sent: SentMessages, command: Command) -> StoredMessage:
    """The Viber message that a command names and that has arrived; ControlError otherwise."""
    check_keys(command.parameters.values, ("message_id",))
    message = find_message(sent, command.parameters.get("message_id"))
    viber = courses.delivery_of(message).viber
    if viber is None or not viber.is_on_the_phone(command.now):
        raise ControlError("message_id: no Viber message was delivered under this id")
    return message


def describe_reading(course: Course | None, now: float) -> dict[str, str | None]:
    """When a Viber message was read, and when its button was clicked, as of now."""
    read = clicked = None
    if course is not None:
        times = (timed.at for timed in course.reached(now) if timed.status == "Read")
        read = next(times, None)
        if course.clicked is not None and course.clicked <= now:
            clicked = course.clicked
    return {"read": format_time_or_none(read), "clicked": format_time_or_none(clicked)}
