"""A row of each class of the results, and any value of JSON."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.kit.facts import FACTS

SAMPLES: dict[str, Any] = json.loads(
    (FACTS / "documented_samples.json").read_text("utf-8"), parse_float=Decimal
)


def documented(operation: str) -> Any:
    """The result of the answer that the documentation shows."""
    return SAMPLES[operation]["answers"][0]["response_result"]


#: A row of each, as the documentation shows one.
ROWS: dict[str, dict[str, Any]] = {
    "SendRow": {"phone": "1", "response_code": 0, "message_id": "a", "response_status": "OK"},
    "MessageStatus": documented("message/status")[1],
    "ChannelDetails": {
        "status": "Sent",
        "price": Decimal("0.34"),
        "file_id": 0,
        "is_transactional": 1,
        "caption": "",
    },
    "MessageDetails": {
        "message_id": "a",
        "response_code": 0,
        "sms": {"status": "Sent"},
        "viber": None,
    },
    "ChatSender": documented("chat/senders")[1],
    "ChatRecipient": documented("chat/recipients")[1],
    "ChatSession": documented("chat/sessions")[0],
    "ChatMessage": documented("chat/messages")[0],
    "ChatSendResult": documented("chat/send"),
    "FileDetails": documented("file/add"),
}
NAMES = sorted(ROWS)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
