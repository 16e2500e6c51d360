"""The changes that the control plane can make: which function makes each.

A change that is not in `CHANGES` does not exist.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from turbosms_sandbox.account import changes as account_changes
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.php_values import read_number
from turbosms_sandbox.calls.times import format_time
from turbosms_sandbox.chats import replies
from turbosms_sandbox.delivery import courses
from turbosms_sandbox.delivery.behaviours import change_behaviour
from turbosms_sandbox.messages import recipient_actions, search
from turbosms_sandbox.webhooks import changes as webhook_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from turbosms_sandbox.delivery.sends import StoredMessage
    from turbosms_sandbox.engine.context import Context

DELETE_MESSAGES: Final = "sandbox/messages/delete"
NOTE_ATTEMPTS: Final = "sandbox/webhooks/attempts"
MAX_ADVANCED: Final = 100 * 366 * 86_400
"""How far the clock can be moved in all, in seconds: about a hundred years."""


Change: TypeAlias = "Callable[[Context], dict[str, Any]]"
"""Makes the change that the command asks for; returns what the control plane answers."""


def advance_clock(context: Context) -> dict[str, Any]:
    """`POST /sandbox/clock`: move time forward by `advance` seconds."""
    clock = context.state.clock
    seconds = read_number(context.command.parameters.get("advance"))
    if seconds is None:
        raise ControlError("advance: a number of seconds is needed")
    if seconds < 0 or clock.advanced + seconds > MAX_ADVANCED:
        raise ControlError(f"advance: time goes forward only, and {MAX_ADVANCED} seconds at most")
    clock.advance(seconds)
    context.state.webhooks.notice_jump(context.command.now, context.command.now + seconds)
    return {"now": format_time(context.command.now + seconds)}


def change_account(context: Context) -> dict[str, Any]:
    return account_changes.change(context.state.account, context.command)


def reply(context: Context) -> dict[str, Any]:
    state = context.state
    return replies.reply(state.chats, state.files, context.command)


def read(context: Context) -> dict[str, Any]:
    return _act(context, recipient_actions.read)


def click(context: Context) -> dict[str, Any]:
    return _act(context, recipient_actions.click)


def _act(context: Context, act: Callable[[StoredMessage, float], None]) -> dict[str, Any]:
    """Have a recipient act on a message, and the webhooks notice it."""
    state, command = context.state, context.command
    message = recipient_actions.find_delivered(state.sent, command)
    course_before = courses.delivery_of(message).viber
    act(message, command.now)
    state.webhooks.notice_action(message, course_before, command.now)
    course_after = courses.delivery_of(message).viber
    reading = recipient_actions.describe_reading(course_after, command.now)
    return {"message_id": message.id, **reading}


def change_recipient(context: Context) -> dict[str, Any]:
    return change_behaviour(context.state.behaviours, context.command)


def delete_messages(context: Context) -> dict[str, Any]:
    return search.delete_messages(context.state.sent, context.command, context.matching)


def set_webhooks(context: Context) -> dict[str, Any]:
    return webhook_changes.set_webhooks(context.state.webhooks, context.command)


def resend_event(context: Context) -> dict[str, Any]:
    return webhook_changes.resend(context.state.webhooks, context.command)


def note_attempts(context: Context) -> dict[str, Any]:
    return webhook_changes.note_attempts(context.state.webhooks, context.command)


CHANGES: Final[Mapping[str, Change]] = MappingProxyType(
    {
        "sandbox/clock": advance_clock,
        "sandbox/account": change_account,
        "sandbox/replies": reply,
        "sandbox/reads": read,
        "sandbox/clicks": click,
        "sandbox/recipients": change_recipient,
        DELETE_MESSAGES: delete_messages,
        "sandbox/webhooks": set_webhooks,
        "sandbox/webhooks/resend": resend_event,
        NOTE_ATTEMPTS: note_attempts,
    }
)
"""By the names of commands.

`sandbox/reset` is not among them, because it replaces the state.
"""
