"""Calls that are not of the sandbox: unsigned ones, and replays of what somebody has seen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode

from tests.guarantees.webhooks.line import call, sign, status_of
from tests.kit.server import HEAD_END

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from tests.guarantees.webhooks.line import PassedCall

FORGED: Final = "forged"
"""The id of the message that forged reports are about."""


class Forgery(NamedTuple):
    """A call, and what the shop has to answer."""

    reason: str
    status: int
    body: bytes

    def check(self, port: int) -> None:
        head = f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(self.body)}\r\n"
        request = f"{head}Connection: close".encode() + HEAD_END + self.body
        assert status_of(call(port, request)) == self.status, self


def forgeries(chance: Random, taken: Sequence[PassedCall]) -> list[Forgery]:
    """Calls of every kind; replays only if there is something to replay."""
    report = {"message_id": FORGED, "status": "DELIVRD", "dlr_date": "2026-02-25 08:13:20"}
    event = f"{chance.randrange(2**64):x}"
    fields = {"id": event, "type": "DLR_SMS_API", "try": 1, "data": report}
    forged = [
        Forgery("no signature", 401, _body(chance, fields)),
        Forgery("wrong signature", 401, _body(chance, {**fields, "signature": sign(event[1:])})),
        Forgery("no id", 400, _body(chance, {**fields, "id": "", "signature": sign("")})),
        Forgery("malformed", 400, json.dumps(fields).encode()[:-1]),
    ]
    if taken:
        seen = chance.choice(taken)
        other = {**fields, "id": seen.id, "signature": sign(seen.id)}
        forged.append(Forgery("other data", 400, _body(chance, other)))
        forged.append(Forgery("nothing, the same again", 200, seen.body))
    return forged


def _body(chance: Random, fields: dict[str, Any]) -> bytes:
    if chance.random() < 0.5:
        return json.dumps(fields).encode()
    pairs: list[tuple[str, str]] = []
    for name, value in fields.items():
        if isinstance(value, dict):
            pairs += [(f"{name}[{key}]", inner) for key, inner in value.items()]
        else:
            pairs.append((name, str(value)))
    return urlencode(pairs).encode()
