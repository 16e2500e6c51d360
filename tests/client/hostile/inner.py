"""What is answered to many sends in one request.

`message/sendmulti`, an envelope with an envelope for each key.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.client.hostile.acts import ANSWERS, OF_ROWS, SAID, HostileAct
from tests.kit.service import http

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.service import Request

MULTI = "/message/sendmulti.json"
MIXED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "keys are missing": lambda result: dict([*result.items()][1:]),
    "keys are strange": lambda result: {f" {key.upper()}": one for key, one in result.items()},
    "and a strange key": lambda result: {"stranger": next(iter(result.values())), **result},
    "list of envelopes": lambda result: [*result.values()],
    "reversed": lambda result: dict([*result.items()][::-1]),
    "no envelopes": lambda result: dict.fromkeys(result, ()),
    "rows without envelopes": lambda result: {
        key: one["response_result"] for key, one in result.items()
    },
    "codes alone": lambda result: {
        key: {"response_code": one["response_code"]} for key, one in result.items()
    },
}
"""What can happen to the result of the whole, in addition to `ANSWERS`."""


def meant(act: HostileAct, place: int) -> bool:
    """Whether an act means the request at this place."""
    return not act.which or act.which[place % len(act.which)]


def refused_inside(act: HostileAct, asked: Request) -> bool:
    """Whether requests are refused one by one, and not the whole."""
    return asked.path == MULTI and bool(act.which)


def together(told: dict[str, Any], act: HostileAct) -> bytes:
    """The answer as the act says it.

    The whole is changed, or what stands in it for those that are meant.
    """
    result = told["response_result"]
    if act.answer in MIXED:
        return http(
            json.dumps({**told, "response_result": result and MIXED[act.answer](result)}).encode()
        )
    if not result or act.answer not in SAID or not (act.which or act.answer in OF_ROWS):
        return ANSWERS["plain" if act.answer in OF_ROWS else act.answer](told, act)
    changed = dict(result)
    for place, key in enumerate(result):
        if meant(act, place):
            changed[key] = _said(result[key], act)
    return http(json.dumps({**told, "response_result": changed}).encode())


def _said(inner: dict[str, Any], act: HostileAct) -> Any:
    _, _, body = ANSWERS[act.answer](inner, act).partition(b"\r\n\r\n")
    return json.loads(body)
