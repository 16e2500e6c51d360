"""Reads the lists of the module `chat` page by page, while new messages may arrive."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from turbosms_api.reading import read_rows
from turbosms_api.tables.operations import OPERATIONS

from .._answers.envelopes import Answer
from .._answers.single_answers import ReadRow, raise_for_code
from .._flows.instructions import CannotSendError, Flow
from .._flows.method import FlowsOfItems
from .._flows.runtime import Runtime
from .._requests.building import build_request
from .._results.base_error import TurboSMSError
from .._results.errors import ProtocolError, TransportError
from .read_only_calls import ask

Item = TypeVar("Item")
# The fields that change when a chat moves to the front.
_POSITION_FIELDS: Final = ("last_message_date", "total_messages")
# However many messages arrive, a page does not equal the one before it this many times in a row.
_MOST_REPETITIONS: Final = 3


class _Pass(NamedTuple):
    """One pass through all pages of a list."""

    page_count: int
    has_new_items: bool


_Passing: TypeAlias = Generator[Flow[list[Item]], None, _Pass]


class ChatList(Generic[Item]):
    """A list from the service. It yields each item once, even if it is on several pages."""

    def __init__(
        self, runtime: Runtime, operation: str, read_item: ReadRow[Item], key: str = "id"
    ) -> None:
        self._runtime = runtime
        self._operation = operation
        self._read_item = read_item
        self._key = key
        self._positions: dict[Any, list[Any]] = {}
        """The positions of the items seen so far, by key."""
        self._page: list[Item | None] | None = None
        """The last page; None if there was no usable response."""
        self._new_items: list[Item] = []
        """The items of the page that were not seen before."""
        self._has_unmoved_item = False
        """Whether the page has an item whose position has not changed."""
        self._was_interrupted = False
        """Whether the last request was interrupted before it had a response or an error."""

    def page(self, body: dict[str, Any]) -> FlowsOfItems[Item]:
        """Request a page, and again if the caller continues after an interruption."""
        yield self.ask_for_page(body)
        while self._was_interrupted:
            if OPERATIONS[self._operation].retry == "consuming":
                raise TransportError(
                    f"{self._operation}: the last page was interrupted. It is not requested again, "
                    "since its messages no longer count as new: go on with last_message_id.",
                    operation=self._operation,
                )
            yield self.ask_for_page(body)

    def ask_for_page(self, body: dict[str, Any]) -> Flow[list[Item]]:
        """Request a page, and return its items that were not seen before.

        A page without a usable response is the last one.
        """
        self._page = None
        self._new_items = []
        self._has_unmoved_item = False
        self._was_interrupted = True
        request = build_request(self._operation, body)
        try:
            self._page = yield from ask(self._runtime, request, self.read)
        except (TurboSMSError, CannotSendError):
            self._was_interrupted = False
            raise
        self._was_interrupted = False
        for item in self._page:
            if item is not None:
                self._note(item)
        return self._new_items

    def read(self, answer: Answer) -> list[Item | None]:
        """The items of an answer, with None for each that cannot be read."""
        raise_for_code(self._operation, answer)
        items = read_rows(self._read_item, answer.result)
        if answer.result and not any(items):
            raise ProtocolError("the response has no readable row.", operation=self._operation)
        return items

    def oldest_first(self, body: dict[str, Any]) -> FlowsOfItems[Item]:
        """Read a list in which each page starts after the last item of the previous one."""
        yield from self.page(body)
        while self._new_items and not self._is_last_page(body):
            last_item: Any = self._new_items[-1]
            yield from self.page({**body, "last_message_id": last_item.id})

    def newest_first(self, body: dict[str, Any]) -> FlowsOfItems[Item]:
        """Read a list in which new items move the others to later pages, and drop repeated ones."""
        yield from self._read_through(body, is_repeat=False)

    def moving_to_the_front(self, body: dict[str, Any]) -> FlowsOfItems[Item]:
        """Like `newest_first`, for chats: they move to the front, and drop out of `new_only` lists.

        So there are further passes, until one has a single page, which is a consistent snapshot, or
        with `new_only` until one finds nothing new.
        """
        is_new_only = "new_only" in body
        finished = yield from self._read_through(body, is_repeat=False)
        while finished.page_count > 1:
            if is_new_only and not finished.has_new_items:
                return
            finished = yield from self._read_through(body, is_repeat=True)

    def _read_through(self, body: dict[str, Any], *, is_repeat: bool) -> _Passing[Item]:
        page_number = 0
        repetitions = 0
        has_new_items = False
        page_before = None
        while True:
            page_number += 1
            yield from self.page({**body, "page": page_number})
            if self._page is None:
                return _Pass(0, has_new_items=False)
            if self._page == page_before:
                repetitions += 1
            else:
                repetitions = 0
            page_before = self._page
            if self._new_items:
                has_new_items = True
            if self._is_last_page(body) or self._is_known_from_here(body, repetitions, is_repeat):
                return _Pass(page_number, has_new_items)
            if repetitions == _MOST_REPETITIONS:
                problem = "the list has no end: the same page keeps coming back."
                raise ProtocolError(problem, operation=self._operation)

    def _note(self, item: Item) -> None:
        key = getattr(item, self._key)
        position = [getattr(item, name, None) for name in _POSITION_FIELDS]
        if key not in self._positions:
            self._new_items.append(item)
        elif self._positions[key] == position:
            self._has_unmoved_item = True
        self._positions[key] = position

    def _is_last_page(self, body: dict[str, Any]) -> bool:
        return self._page is None or len(self._page) < body["rows"]

    def _is_known_from_here(self, body: dict[str, Any], repetitions: int, is_repeat: bool) -> bool:
        """Whether the following pages cannot have anything new."""
        if "new_only" in body:
            # By "up to 30", the documentation may mean that there is only one page.
            return repetitions > 0
        # Chats that have moved since the last pass come before any that has not.
        return is_repeat and self._has_unmoved_item
