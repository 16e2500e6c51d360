"""The lists of the module `chat`, page after page, while messages arrive in between."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from turbosms_api.reading import read_rows
from turbosms_api.tables.operations import OPERATIONS

from ._answers import Answer
from ._base_error import TurboSMSError
from ._errors import ProtocolError, TransportError
from ._flow import CannotSendError, Flow
from ._method import Pages
from ._questions import ReadRow, ask, raise_for_code
from ._requests import build_request
from ._runtime import Runtime

Item = TypeVar("Item")
# What changes when a chat moves to the front.
_POSITION_FIELDS: Final = ("last_message_date", "total_messages")
# No flood of arrivals makes a page the same as the one before it so often in a row.
_MOST_REPETITIONS: Final = 3


class _Pass(NamedTuple):
    """One way through all pages of a list."""

    page_count: int
    has_new_items: bool


_Passing: TypeAlias = Generator[Flow[list[Item]], None, _Pass]


class ChatList(Generic[Item]):
    """A list of the service. It gives each item once, on whatever pages it stands."""

    def __init__(
        self, runtime: Runtime, operation: str, read_item: ReadRow[Item], key: str = "id"
    ) -> None:
        self._runtime = runtime
        self._operation = operation
        self._read_item = read_item
        self._key = key
        self._positions: dict[Any, list[Any]] = {}
        """Of the items met so far, by key."""
        self._page: list[Item | None] | None = None
        """The page asked for last; None if that came to no usable answer."""
        self._new_items: list[Item] = []
        """Those of the page that were not met before."""
        self._has_unmoved_item = False
        """Whether the page has an item that stands where it stood before."""
        self._was_cut_off = False
        """Whether an interruption came before the page had an answer or an error."""

    def page(self, body: dict[str, Any]) -> Pages[Item]:
        """One page; again, if the caller goes on after an interruption."""
        yield self.ask_for_page(body)
        while self._was_cut_off:
            if OPERATIONS[self._operation].retry == "consuming":
                raise TransportError(
                    f"{self._operation}: the page before was cut off. It is not asked for again, "
                    "since what it held no longer counts as new: go on with last_message_id.",
                    operation=self._operation,
                )
            yield self.ask_for_page(body)

    def ask_for_page(self, body: dict[str, Any]) -> Flow[list[Item]]:
        """The items of a page that were not met before.

        A page without a usable answer is the last.
        """
        self._page = None
        self._new_items = []
        self._has_unmoved_item = False
        self._was_cut_off = True
        request = build_request(self._operation, body)
        try:
            self._page = yield from ask(self._runtime, request, self.read)
        except (TurboSMSError, CannotSendError):
            self._was_cut_off = False
            raise
        self._was_cut_off = False
        for item in self._page:
            if item is not None:
                self._note(item)
        return self._new_items

    def read(self, answer: Answer) -> list[Item | None]:
        """The items of an answer, None for each that cannot be read."""
        raise_for_code(self._operation, answer)
        items = read_rows(self._read_item, answer.result)
        if answer.result and not any(items):
            raise ProtocolError("the answer has no readable row.", operation=self._operation)
        return items

    def oldest_first(self, body: dict[str, Any]) -> Pages[Item]:
        """Each page begins behind the last item of the one before."""
        yield from self.page(body)
        while self._new_items and not self._is_last_page(body):
            last_item: Any = self._new_items[-1]
            yield from self.page({**body, "last_message_id": last_item.id})

    def newest_first(self, body: dict[str, Any]) -> Pages[Item]:
        """What arrives moves the other items to later pages, where those met before are dropped."""
        yield from self._read_through(body, is_repeat=False)

    def moving_to_the_front(self, body: dict[str, Any]) -> Pages[Item]:
        """As `newest_first`, for chats, which move to the front and leave a list of `new_only`.

        So there are more passes, until one has a single page, which is of one moment, or finds
        nothing in `new_only`.
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
                problem = "the list has no end: a page comes again and again."
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
        """Whether further pages have nothing that was not met before."""
        if "new_only" in body:
            # The service may take "up to 30" to say that there is a single page.
            return repetitions > 0
        # Chats that have moved since the last pass stand in front of one that has not.
        return is_repeat and self._has_unmoved_item
