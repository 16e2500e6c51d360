"""A row of each class of the results, and any value of JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

#: A row of each, as the documentation shows one, with a field that it does not know.
ROWS: dict[str, dict[str, Any]] = {
    "SendRow": {"phone": "1", "response_code": 0, "message_id": "a", "response_status": "OK"},
    "MessageStatus": {
        "message_id": "a",
        "response_code": 0,
        "response_status": "OK",
        "recipient": "1",
        "sent": "2020-01-29 10:19:21",
        "updated": None,
        "status": "Read",
        "type": "viber",
        "rejected_status": "",
        "click_time": None,
    },
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
    "ChatSender": {
        "id": 2,
        "name": "Mobibon",
        "status": "OK",
        "logo_url": "/user-files/x.png",
        "start_date": "2020-01-01",
        "reserve": 8400,
        "spent": Decimal("2345.67"),
        "balance": Decimal("6054.33"),
        "paid_date": "2099-01-01",
        "2way": 0,
        "recipients": 0,
        "unread_messages": 0,
        "last_message_date": "",
    },
    "ChatRecipient": {
        "chat_id": 2345,
        "number": "380672345678",
        "contact_id": 0,
        "name": "",
        "total_messages": 7,
        "unread_messages": 0,
        "last_message_date": "2022-10-02 16:14:41",
    },
    "ChatSession": {
        "id": 123456,
        "price": Decimal("0.88"),
        "started": "2022-10-04 11:51:29",
        "ended": None,
        "sent_messages": 16,
        "unreplied_messages": 2,
    },
    "ChatMessage": {
        "id": 1391,
        "chat_id": 1234,
        "added": "2022-10-03 09:18:52",
        "type": "Outbox",
        "message": "Shipped",
        "status": "Delivered",
        "file_id": 0,
        "file_url": "https://x/123456.pdf",
        "file_source": "",
        "button_caption": "",
        "button_action": "",
        "session_id": 123456,
    },
    "ChatSendResult": {"message_id": 17693},
    "FileDetails": {
        "id": 32895,
        "link": "https://x/32895.jpg",
        "source": "https://x/http-api.png",
        "size": 12555,
        "created": "2021-01-21 18:00:09",
    },
}
NAMES = sorted(ROWS)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
