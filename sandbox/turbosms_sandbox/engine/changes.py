"""The commands of the control plane: which function makes which change.

A change that is not in `CONTROLS` is none.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from turbosms_sandbox.account import changes
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.php_values import read_number
from turbosms_sandbox.calls.times import on_the_wire
from turbosms_sandbox.chats.replies import reply
from turbosms_sandbox.messages import recipient_actions, search

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from turbosms_sandbox.calls.commands import Context

DELETE_MESSAGES: Final = "sandbox/messages/delete"
MAX_ADVANCED: Final = 100 * 366 * 86_400
"""How far the clock can be moved in all, in seconds: about a hundred years."""


Control: TypeAlias = "Callable[[Context], dict[str, Any]]"
"""Makes the change that `context.data.values` ask for and answers what the control plane shows."""


def clock(context: Context) -> dict[str, Any]:
    """Move time forward by `advance` seconds."""
    seconds = read_number(context.data.values.get("advance"))
    if seconds is None:
        raise ControlError("advance: a number of seconds is needed")
    if seconds < 0 or context.state.clock.advanced + seconds > MAX_ADVANCED:
        raise ControlError(f"advance: time goes forward only, and {MAX_ADVANCED} seconds at most")
    context.state.clock.advance(seconds)
    return {"now": on_the_wire(context.now + seconds)}


def account(context: Context) -> dict[str, Any]:
    """Replace what is named of the account, and answer the whole of it."""
    account = context.state.account
    try:
        changes.apply(account, dict(context.data.values), context.now)
    except changes.PatchError as problem:
        raise ControlError(str(problem)) from None
    return changes.describe(account, context.now)


def delete_messages(context: Context) -> dict[str, Any]:
    """Take the messages that a search finds from the inbox.

    The service still knows them: it never forgets any. A search that took its time says in `sends`
    and `at` when it began; what it found is `context.found`, or has to be found again.
    """
    storage = context.state.storage
    values: dict[str, Any] = dict(context.data.values)
    sends, at = values.pop("sends", None), values.pop("at", context.now)
    found = context.found
    if found is None:
        found = search.read(values, storage).find(storage, at, sends)
    return {"deleted": storage.forget_messages(found)}


CONTROLS: Final[Mapping[str, Control]] = MappingProxyType(
    {
        "sandbox/clock": clock,
        "sandbox/account": account,
        "sandbox/replies": reply,
        "sandbox/reads": recipient_actions.read,
        "sandbox/clicks": recipient_actions.click,
        "sandbox/recipients": recipient_actions.change_fate,
        DELETE_MESSAGES: delete_messages,
    }
)
"""By the names of commands.

`sandbox/reset` is not among them: it puts a new state in the place of the old one.
"""
