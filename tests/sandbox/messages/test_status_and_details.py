"""message/status and message/details: lists of ids and the rows of those that are none."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.on_both

UNKNOWN = "2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba"


@pytest.mark.parametrize("operation", ["message/status", "message/details"])
@pytest.mark.parametrize("messages", [None, [], {}, "", UNKNOWN, 5, True, {"0": UNKNOWN}])
def test_a_list_of_ids_is_needed(api: Any, operation: str, messages: Any) -> None:
    assert api.code(operation, {"messages": messages}) == 300


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "x",
        UNKNOWN[:-1],
        UNKNOWN + "0",
        UNKNOWN.replace("-", ""),
        UNKNOWN.replace("2", "g"),
        UNKNOWN + "\n",
    ],
)
def test_malformed_ids_are_refused_in_their_rows(api: Any, wrong: str) -> None:
    name = {"response_code": 307, "response_status": "INVALID_MESSAGE_ID"}
    assert api.status(wrong) == [{"message_id": wrong} | name]
    assert api.details(wrong) == [{"message_id": wrong, "sms": None, "viber": None} | name]


@pytest.mark.parametrize("wrong", [5, None, True, [], {}])
def test_ids_of_another_type(api: Any, wrong: Any) -> None:
    answer = api.call("message/status", {"messages": [wrong]})
    assert answer["response_code"] == 0
    [row] = answer["response_result"]
    assert row["response_code"] == 307
    assert isinstance(row["message_id"], str)


def test_rows_come_in_the_order_of_the_ids(api: Any, ids: Any) -> None:
    first, second = ids(api.sms("380678998668", "380503288668"))
    rows = api.status(second, UNKNOWN, first.upper(), second)
    assert [row["message_id"] for row in rows] == [second, UNKNOWN, first.upper(), second]
    assert [row["response_code"] for row in rows] == [0, 414, 0, 0]
    assert rows[2]["recipient"] == "380678998668"


@pytest.mark.parametrize("operation", ["message/status", "message/details"])
def test_ids_by_query_and_form(api: Any, ids: Any, operation: str) -> None:
    [message_id] = ids(api.sms())
    expected = api.call(operation, {"messages": [message_id, UNKNOWN]})
    data = {"messages[0]": message_id, "messages[1]": UNKNOWN}
    assert api.request("GET", f"/{operation}.json", params=data).json() == expected
    assert api.request("POST", f"/{operation}.json", data=data).json() == expected
    assert (
        api.request("GET", f"/{operation}.json", params={"messages": message_id}).json()[
            "response_code"
        ]
        == 300
    )
