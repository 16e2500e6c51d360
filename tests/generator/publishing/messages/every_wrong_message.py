"""Wrong messages, made of good ones by one change each.

Which changes make a message wrong is read from the tables of openapi.yaml, not from the generator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.generator.publishing.messages.good_messages import METHODS, answers, requests
from tests.generator.publishing.messages.wrong_answers import (
    wrong_codes,
    wrong_reports,
    wrong_send_rows,
)
from tests.generator.publishing.messages.wrong_requests import (
    wrong_chats_and_files,
    wrong_sends,
)
from tests.generator.publishing.messages.wrong_values import wrong_at_one_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.generator.publishing.messages.wrong_message import Wrong


def wrong_messages() -> Iterator[Wrong]:
    """All of them, method by method."""
    for method in METHODS:
        yield from wrong_at_one_place(method, "request", requests(method))
        yield from wrong_at_one_place(method, "answer", answers(method))
        yield from wrong_codes(method)
    yield from wrong_send_rows()
    yield from wrong_reports()
    yield from wrong_sends()
    yield from wrong_chats_and_files()
