"""What a type checker sees of the tables and of the low-level client: checked, never run."""

from __future__ import annotations

from datetime import date
from typing import Literal, assert_type

from turbosms_api import AuthenticatedClient
from turbosms_api.api.message import message_send
from turbosms_api.models import SendRequest, SendResponse
from turbosms_api.tables.limits import LIMITS, RECIPIENTS_PER_REQUEST, Limit
from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import Outcome, ResultCode
from turbosms_api.tables.viber_kinds import VIBER_KINDS

assert_type(ResultCode(414).meaning, str)
assert_type(ResultCode(414).since, date)
assert_type(ResultCode(414).outcome, Outcome)
assert_type(RECIPIENTS_PER_REQUEST.value, int)
assert_type(LIMITS["ttl_maximum"], Limit)
assert_type(OPERATIONS["message/send"].retry, Literal["safe", "keyed", "consuming"])
assert_type(OPERATIONS["message/send"].codes, frozenset[int])
assert_type(VIBER_KINDS[0].required, tuple[str, ...])


def low_level() -> None:
    with AuthenticatedClient("http://127.0.0.1", token="t") as client:
        assert_type(client, AuthenticatedClient)
        request = SendRequest(recipients=[])
        assert_type(message_send.sync(client=client, body=request), SendResponse | None)
        assert_type(message_send.sync_detailed(client=client, body=request).status_code, int)
