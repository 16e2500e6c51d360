"""Every operation of the spec can be called, by either client and in the same way."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import envelope
from turbosms_api.tables.operations import OPERATIONS
from turbosms_client import TurboSMSError

if TYPE_CHECKING:
    from tests.kit.clients import AnyClient
    from tests.kit.service import Service

A = "380501111111"
CALLS: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "message/send": (([A],), {"text": "x"}),
    "message/sendmulti": (({"a": {"recipients": [A], "text": "x"}},), {}),
    "message/status": (("a",), {}),
    "message/details": (("a",), {}),
    "chat/recipients": ((), {"sender_id": 1}),
    "chat/sessions": ((), {"chat_id": 1}),
    "chat/send": ((1,), {"text": "x"}),
    "file/add": ((b"x",), {"name": "x.txt"}),
    "file/details": ((1,), {}),
}
NAMES = {"sendmulti": "send_multi"}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_can_be_called(ask: AnyClient, service: Service, operation: str) -> None:
    service.answers(envelope(105, None, "REQUIRED_AUTH"))
    module, method = operation.split("/")
    args, kwargs = CALLS.get(operation, ((), {}))
    call = attrgetter(f"{module}.{NAMES.get(method, method)}")(ask)
    with pytest.raises(TurboSMSError) as caught:
        list(call(*args, **kwargs))
    assert getattr(caught.value, "code", None) == 105
    assert [request.line for request in service.requests] == [
        f"POST {OPERATIONS[operation].path} HTTP/1.1"
    ]
