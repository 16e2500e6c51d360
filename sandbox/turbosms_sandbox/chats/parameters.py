"""The parameters that the methods of the chat module share.

Numbers of things, pages, and whose chat it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.calls.php_values import read_integer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbosms_sandbox.calls.commands import Context
    from turbosms_sandbox.chats.chat import Chat

T = TypeVar("T")


class Page(NamedTuple):
    """Which part of a list is wanted."""

    number: int
    rows: int

    def of(self, items: Sequence[T]) -> list[T]:
        """The rows of this page, in the order of `items`."""
        first = (self.number - 1) * self.rows
        return list(items[first : first + self.rows])

    def of_newest(self, items: Sequence[T]) -> list[T]:
        """The rows of this page of a list that is told from its end."""
        end = len(items) - (self.number - 1) * self.rows
        return list(items[max(end - self.rows, 0) : max(end, 0)][::-1])


def given(context: Context, name: str) -> bool:
    """Whether a parameter is there at all.

    `null` is not given; an empty string is given, and empty.
    """
    return context.data.values.get(name) is not None


def positive(context: Context, name: str, code: ResultCode) -> int:
    """A whole number from 1, or a refusal with `code`.

    A-90: JSON has numbers, so a string is none there.
    """
    number = read_integer(context.data.values.get(name), typed=context.data.typed)
    if number is None or number < 1:
        raise Refusal(code)
    return number


def page(context: Context, most: int = limits.PAGE_ROWS_MAXIMUM.value) -> Page:
    """The page: the first one of 30 rows unless said otherwise; 312 or 313 if none can be like it.

    Documentation: chat/recipients. Of more rows than `most` the first are answered.
    """
    number = positive(context, "page", ResultCode.INVALID_PAGE) if given(context, "page") else 1
    rows = limits.PAGE_ROWS_DEFAULT.value
    if given(context, "rows"):
        rows = positive(context, "rows", ResultCode.INVALID_ROWS)
        if rows > limits.PAGE_ROWS_MAXIMUM.value:
            raise Refusal(ResultCode.INVALID_ROWS)
    return Page(number, min(rows, most))


def own_chat(context: Context, chat: Chat | None) -> Chat:
    """The chat, if it is one of the account's; 424 if not (A-91)."""
    if chat is None or chat.sender_id not in context.state.account.two_way_senders():
        raise Refusal(ResultCode.NOT_ALLOWED_PERMISSION)
    return chat


def chat_of(context: Context) -> Chat:
    """The chat that `chat_id` names.

    310 if it is no number of one, 424 if it is nobody's or somebody else's.
    """
    return own_chat(
        context, context.state.chats.chat(positive(context, "chat_id", ResultCode.INVALID_CHAT_ID))
    )
