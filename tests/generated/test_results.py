"""The classes of the results: their shape, what they read, and that nothing odd loses a row."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import pickle
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.generated.rows import JSON, NAMES, ROWS
from tests.kit.processes import PYTHON, output
from turbosms_api import results
from turbosms_api.tables.result_codes import ResultCode

KYIV = ZoneInfo("Europe/Kyiv")
EXAMPLES = examples(25, 100)


def class_of(name: str) -> Any:
    return getattr(results, name)


def test_the_row_of_a_send_is_a_tuple() -> None:
    row = results.SendRow.from_row({**ROWS["SendRow"], "cost": 1})
    assert row == ("1", 0, "OK", "a", {"cost": 1})
    assert repr(row) == "SendRow(code=<ResultCode.OK: 0>, name='OK', message_id='a')"
    assert results.SendRow.from_row({"phone": "1", "response_code": 0}) == ("1", 0, "", None, {})


@pytest.mark.parametrize("name", NAMES)
def test_what_a_row_says_is_there(name: str) -> None:
    row, kind = ROWS[name], class_of(name)
    read = kind.from_row({**row, "colour": "red"})
    assert row == ROWS[name], "the row itself is left as it is"
    assert read.extra == {"colour": "red"}
    assert pickle.loads(pickle.dumps(read)) == read == copy.deepcopy(read)
    told: dict[str, dict[str, Any]] = {
        "ChatSender": {
            "start_date": dt.date(2020, 1, 1),
            "paid_date": dt.date(2099, 1, 1),
            "is_2way": False,
            "last_message_date": None,
            "reserve": Decimal(8400),
            "recipients": 0,
        },
        "ChatRecipient": {
            "contact_id": None,
            "name": None,
            "unread_messages": 0,
            "last_message_date": dt.datetime(2022, 10, 2, 16, 14, 41, tzinfo=KYIV),
        },
        "ChatSession": {
            "started": dt.datetime(2022, 10, 4, 11, 51, 29, tzinfo=KYIV),
            "ended": None,
        },
        "ChatMessage": {
            "file_id": None,
            "session_id": 123456,
            "file_name": None,
            "button_caption": None,
            "delivered": True,
            "final": True,
            "added": dt.datetime(2022, 10, 3, 9, 18, 52, tzinfo=KYIV),
        },
        "FileDetails": {"created": dt.datetime(2021, 1, 21, 18, 0, 9, tzinfo=KYIV), "size": 12555},
        "MessageStatus": {
            "rejected_status": None,
            "delivered": True,
            "final": True,
            "code": ResultCode.OK,
        },
        "ChannelDetails": {
            "file_id": None,
            "is_transactional": True,
            "caption": None,
            "final": False,
        },
        "MessageDetails": {"sms": results.ChannelDetails(status="Sent"), "viber": None},
    }
    for field, value in told.get(name, {}).items():
        assert getattr(read, field) == value, field


def test_people_and_texts_are_not_in_the_reprs() -> None:
    row = {"id": 1, "chat_id": 1, "message_id": "7", "response_code": 0}
    secret = dict.fromkeys(("number", "recipient", "phone", "text", "message"), "s3cret")
    for name in NAMES:
        hidden = {**secret, "name": "s3cret"} if name == "ChatRecipient" else secret
        read = class_of(name).from_row({**row, **hidden})
        assert read is not None
        assert "s3cret" not in repr(read), name


def test_a_message_that_the_service_does_not_know_is_final() -> None:
    made = results.MessageStatus(message_id="a", code=ResultCode(414))
    assert (made.final, made.delivered) == (True, False)
    assert not results.MessageStatus(message_id="a", code=888).final


@pytest.mark.parametrize("status", [None, "Teleported", "Queued"])
def test_an_unknown_status_says_nothing(status: str | None) -> None:
    made = results.ChannelDetails(status=status)
    assert (made.final, made.delivered) == (False, False)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("odd", [None, 5, "x", [], True])
def test_what_is_no_row(name: str, odd: Any) -> None:
    assert class_of(name).from_row(odd) is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("SendRow", "phone"),
        ("SendRow", "response_code"),
        ("MessageStatus", "message_id"),
        ("MessageStatus", "response_code"),
        ("MessageDetails", "message_id"),
        ("MessageDetails", "response_code"),
        ("ChatSender", "id"),
        ("ChatRecipient", "chat_id"),
        ("ChatSession", "id"),
        ("ChatMessage", "id"),
        ("ChatSendResult", "message_id"),
        ("FileDetails", "id"),
    ],
)
@pytest.mark.parametrize("odd", [None, "", [], {}, True, 1.5])
def test_a_row_without_its_key_is_none(name: str, key: str, odd: Any) -> None:
    row, kind = ROWS[name], class_of(name)
    assert kind.from_row({**row, key: odd}) is None
    assert kind.from_row({field: value for field, value in row.items() if field != key}) is None


def test_a_half_that_cannot_be_read_loses_the_row_and_an_empty_one_is_none() -> None:
    row = ROWS["MessageDetails"]
    for odd in ("x", 5, [1], True):
        assert results.MessageDetails.from_row({**row, "viber": odd}) is None
        assert results.MessageDetails.from_row({**row, "sms": odd}) is None
    empties: tuple[Any, ...] = (None, [], {}, "", 0)
    for empty in empties:
        made = results.MessageDetails.from_row({**row, "viber": empty, "sms": empty})
        assert made
        assert (made.viber, made.sms) == (None, None)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "MessageDetails"])
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_an_odd_value_loses_neither_the_row_nor_another_field(
    name: str, data: st.DataObject
) -> None:
    row, kind = ROWS[name], class_of(name)
    keys = {"phone", "response_code", "message_id", "id", "chat_id"}
    field = data.draw(st.sampled_from([*sorted(set(row) - keys), "colour"]))
    odd = data.draw(JSON)
    before, after = kind.from_row(row), kind.from_row({**row, field: odd})
    assert after is not None
    ours = {"2way": "is_2way", "response_status": "name", "colour": "extra"}.get(field, field)
    names = kind._fields if name == "SendRow" else [own.name for own in dataclasses.fields(kind)]
    for other in set(names) - {ours}:
        assert getattr(after, other) == getattr(before, other)
    repr(after)


@settings(max_examples=EXAMPLES)
@given(
    st.sampled_from(NAMES),
    st.dictionaries(st.sampled_from(sorted({k for r in ROWS.values() for k in r})), JSON),
)
def test_no_row_raises(name: str, row: dict[str, Any]) -> None:
    read = class_of(name).from_row(row)
    assert read is None or isinstance(read, class_of(name))


def test_a_class_of_an_application_reads_itself() -> None:
    class Mine(results.MessageStatus):
        __slots__ = ()

    assert type(Mine.from_row(ROWS["MessageStatus"])) is Mine


def test_a_module_is_imported_when_one_of_its_classes_is_used() -> None:
    code = (
        "import sys, turbosms_api.parameters, turbosms_api.results as results\n"
        "results.MessageStatus\n"
        "assert 'turbosms_api.results.message' in sys.modules\n"
        "assert not {'turbosms_api.results.chat', 'turbosms_api.results.file'} & set(sys.modules)\n"
        "unwanted = {'httpx2', 'attr', 'turbosms_api.client', 'turbosms_api.models'}\n"
        "assert not unwanted & set(sys.modules)\n"
        "for name in results.__all__:\n"
        "    assert getattr(results, name).__name__ == name\n"
    )
    output(PYTHON, "-c", code)
