"""The parameters that the methods of the chat module share: ids, pages, and whose chat it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.calls.php_values import read_integer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbosms_sandbox.calls.parameters import Parameters
    from turbosms_sandbox.chats.all_chats import Chats
    from turbosms_sandbox.chats.chat import Chat

T = TypeVar("T")

MAX_ROWS = limits.PAGE_ROWS_MAXIMUM.value
DEFAULT_ROWS = limits.PAGE_ROWS_DEFAULT.value


class Page(NamedTuple):
    """Which part of a list is requested. Pages are counted from 1."""

    page: int
    rows: int

    def of(self, items: Sequence[T]) -> list[T]:
        """The items on this page."""
        first = (self.page - 1) * self.rows
        return list(items[first : first + self.rows])

    def of_newest(self, items: Sequence[T]) -> list[T]:
        """The items on this page, if the list is paged from its end."""
        end = len(items) - (self.page - 1) * self.rows
        return list(items[max(end - self.rows, 0) : max(end, 0)][::-1])


def is_passed(parameters: Parameters, name: str) -> bool:
    """Whether a parameter was passed at all. `null` was not; an empty string was."""
    return parameters.get(name) is not None


def read_positive(parameters: Parameters, name: str, code: ResultCode) -> int:
    """A whole number from 1, or a refusal with `code`.

    A-90: JSON has numbers, so a string does not count as one there.
    """
    value = read_integer(parameters.get(name), typed=parameters.typed)
    if value is None or value < 1:
        raise Refusal(code)
    return value


def read_page(parameters: Parameters, most: int = MAX_ROWS) -> Page:
    """The page, by default the first one of 30 rows; 312 or 313 if there can be no such page.

    Documentation: chat/recipients. If more than `most` rows are requested, there are `most`.
    """
    page = 1
    if is_passed(parameters, "page"):
        page = read_positive(parameters, "page", ResultCode.INVALID_PAGE)
    rows = DEFAULT_ROWS
    if is_passed(parameters, "rows"):
        rows = read_positive(parameters, "rows", ResultCode.INVALID_ROWS)
        if rows > MAX_ROWS:
            raise Refusal(ResultCode.INVALID_ROWS)
    return Page(page, min(rows, most))


def own_chat(chats: Chats, chat: Chat | None) -> Chat:
    """The chat, if it belongs to the account; 424 if not (A-91)."""
    if chat is None or chat.sender_id not in chats.account.two_way_senders():
        raise Refusal(ResultCode.NOT_ALLOWED_PERMISSION)
    return chat


def read_chat(chats: Chats, parameters: Parameters) -> Chat:
    """The chat with the id `chat_id`.

    310 if it cannot be an id, 424 if there is no such chat or it is somebody else's.
    """
    chat_id = read_positive(parameters, "chat_id", ResultCode.INVALID_CHAT_ID)
    return own_chat(chats, chats.chat(chat_id))
