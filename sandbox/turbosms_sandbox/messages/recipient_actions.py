"""What a tester lets a recipient do.

Read a Viber message, click its button, and be within reach or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turbosms_sandbox.calls import phones
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.message_ids import read_message_id
from turbosms_sandbox.calls.times import on_the_wire_or_null
from turbosms_sandbox.delivery import courses
from turbosms_sandbox.delivery.behaviours import ORDINARY, SCRIPTS, SMS_FATES, VIBER_FATES, Script
from turbosms_sandbox.delivery.campaigns import Opened

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from turbosms_sandbox.calls.commands import Context
    from turbosms_sandbox.delivery.campaigns import Message
    from turbosms_sandbox.delivery.courses import Course
    from turbosms_sandbox.messages.sent_messages import Storage

ARRIVED = frozenset({"Delivered", "Read"})


def read(context: Context) -> dict[str, Any]:
    """The recipient reads a Viber message that was delivered."""
    message = _arrived(context)
    message.opened = message.opened or Opened(context.now)
    return _opened(message, context.now)


def click(context: Context) -> dict[str, Any]:
    """The recipient clicks the button of a Viber message that was delivered, and so has read it.

    The first click counts. The service tells of it only if the message was sent with
    `count_clicks`.
    """
    message = _arrived(context)
    if not can_click(message):
        raise ControlError("message_id: this message has no button")
    opened = message.opened or Opened(context.now)
    message.opened = opened._replace(
        clicked=context.now if opened.clicked is None else opened.clicked
    )
    return _opened(message, context.now)


def change_fate(context: Context) -> dict[str, Any]:
    """Decide what becomes of messages to a number from now on: `viber`, `sms`, or both.

    `null` for the number's own.

    What was sent before keeps its fate.
    """
    values = context.data.values
    _only(values, ("number", "viber", "sms"))
    number = phones.normalise(values.get("number"))
    if number is None:
        raise ControlError(f"number: {values.get('number')!r} is no international phone number")
    fates = context.state.fates
    own = SCRIPTS.get(number, ORDINARY)
    script = fates.of(number)
    if "viber" in values:
        fate = _choice(values, "viber", VIBER_FATES, own.viber_fate)
        script = (
            own._replace(sms=script.sms) if fate == own.viber_fate else _with_viber(script, fate)
        )
    if "sms" in values:
        script = script._replace(sms=_choice(values, "sms", SMS_FATES, own.sms))
    fates.choose(number, script)
    return describe_fate(number, script)


def describe_fate(number: str, script: Script) -> dict[str, Any]:
    return {"number": number, "viber": script.viber_fate, "sms": script.sms}


def can_click(message: Message) -> bool:
    """Whether the message has a button."""
    return message.campaign.viber is not None and message.campaign.viber.has_button


def has_arrived(course: Course | None, now: float) -> bool:
    """Whether a Viber message is on the recipient's phone."""
    return course is not None and course.until(now)[-1].status in ARRIVED


def find(message_id: object, storage: Storage) -> Message:
    """The message with this id; ControlError if there is none."""
    known = read_message_id(message_id)
    message = storage.message(known) if known is not None else None
    if message is None:
        raise ControlError(f"message_id: {message_id!r} is the id of no message")
    return message


def _arrived(context: Context) -> Message:
    _only(context.data.values, ("message_id",))
    message = find(context.data.values.get("message_id"), context.state.storage)
    if not has_arrived(courses.delivery_of(message).viber, context.now):
        raise ControlError("message_id: no Viber message was delivered under this id")
    return message


def _opened(message: Message, now: float) -> dict[str, Any]:
    return {"message_id": message.id, **describe_opening(courses.delivery_of(message).viber, now)}


def describe_opening(course: Course | None, now: float) -> dict[str, str | None]:
    """When a Viber message was read and when its button was clicked, as the clock stands."""
    read = clicked = None
    if course is not None:
        read = next((step.at for step in course.until(now) if step.status == "Read"), None)
        clicked = course.clicked if course.clicked is not None and course.clicked <= now else None
    return {"read": on_the_wire_or_null(read), "clicked": on_the_wire_or_null(clicked)}


def _with_viber(script: Script, fate: str) -> Script:
    """A fate that a tester decides is all: such a number neither clicks nor answers by itself."""
    return script._replace(**VIBER_FATES[fate], clicks=False, answers=False)


def _choice(values: Mapping[str, object], key: str, known: Collection[str], own: str) -> str:
    value = values[key]
    if value is None:
        return own
    if not isinstance(value, str) or value not in known:
        raise ControlError(
            f"{key}: one of {', '.join(known)} is needed, or null for the number's own"
        )
    return value


def _only(values: Mapping[str, object], known: Collection[str]) -> None:
    for key in values:
        if key not in known:
            raise ControlError(f"unknown key {key!r}; known are {', '.join(known)}")
