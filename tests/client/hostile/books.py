"""What a service keeps: which number was executed, for whom, and the answer.

Written from the documentation alone.

"Request Numbering": a request whose `sequence_id` was executed before is not executed again; the
answer is code 507 with the first result. Two requests with one number at the same time: the second
waits for the first (A-52). Nothing is remembered of a request that created nothing (A-50).
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

from tests.kit.answers import envelope, recipient_row, refused

REFUSED = "9"
"""The last digit of a number that the service refuses (404)."""
STRANGER = "380997777777"


class Books:
    """One method of an account.

    All is counted that is really carried out, however often and whatever is told of it.
    """

    def __init__(self, first: int = 1) -> None:
        self.executed: dict[str, Counter[str]] = {}
        """How often each recipient was sent to, by sequence_id."""
        self.ids: dict[str, tuple[str, str]] = {}
        """The number and the recipient behind each message id."""
        self._results: dict[str, dict[str, Any]] = {}
        self._count = itertools.count(first)

    def knows(self, number: str) -> bool:
        """Whether a request of this number was executed."""
        return number in self._results

    def take(self, body: dict[str, Any]) -> dict[str, Any]:
        """Execute a request, or replay the result of the first one."""
        number = body.get("sequence_id") or f"unnumbered {next(self._count)}"
        if first := self._results.get(number):
            return {**first, "response_code": 507, "response_status": "FAILED_DUPLICATE_REQUEST"}
        done = self.executed.setdefault(number, Counter())
        rows = [self._row(number, str(phone), done) for phone in body["recipients"]]
        good = sum(row["response_code"] == 0 for row in rows)
        if not good:
            return envelope(rows[0]["response_code"], rows, rows[0]["response_status"])
        code, name = (
            (801, "SUCCESS_MESSAGE_SENT")
            if good == len(rows)
            else (803, "SUCCESS_MESSAGE_PARTIAL_SENT")
        )
        self._results[number] = envelope(code, rows, name)
        return self._results[number]

    def _row(self, number: str, phone: str, done: Counter[str]) -> dict[str, Any]:
        if phone.endswith(REFUSED):
            return recipient_row(phone, 404, None, response_status="NOT_ALLOWED_RECIPIENT_COUNTRY")
        if phone in done:
            return recipient_row(
                phone, 407, None, response_status="NOT_ALLOWED_RECIPIENT_DUPLICATE"
            )
        done[phone] += 1
        identity = f"00000000-0000-0000-0000-{next(self._count):012}"
        self.ids[identity] = number, phone
        return recipient_row(phone, 0, identity)

    def again(self, body: dict[str, Any]) -> dict[str, Any]:
        """What a service says that forgot the number, but not the same send a moment ago (427)."""
        number = body.get("sequence_id", "")
        if not self.knows(number):
            return self.take(body)
        phones = [str(phone) for phone in body["recipients"]]
        return refused(427, "NOT_ALLOWED_MESSAGE_DUPLICATE", *phones)
