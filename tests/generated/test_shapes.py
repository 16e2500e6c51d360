"""The classes that applications use.

Their fields, in which order, of which types, and with which docstrings.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import itertools
import pickle
import re
from importlib import import_module
from typing import Any

import pytest

from tests.generated.rows import NAMES, ROWS
from turbosms_api import parameters, results

COURSE = (
    "status: str?, rejected_status: str?, recipient: str? hidden, sent: dt.datetime?, "
    "updated: dt.datetime?, click_time: dt.datetime?"
)
#: Every class with its fields, in the order of its repr. `?`: or None, which is the default;
#: `hidden`: not in its repr.
SHAPES = {
    "MessageStatus": f"{COURSE}, message_id: str, code: ResultCode | int, type: str?",
    "ChannelDetails": (
        f"{COURSE}, sender: str?, text: str? hidden, added: dt.datetime?, start: dt.datetime?, "
        "price: Decimal?, ttl: int?, segments: int?, caption: str?, action: str?, file_id: int?, "
        "is_transactional: bool?"
    ),
    "MessageDetails": (
        "message_id: str, code: ResultCode | int, viber: ChannelDetails?, sms: ChannelDetails?"
    ),
    "ChatSender": (
        "id: int, name: str?, status: str?, logo_url: str?, start_date: dt.date?, "
        "reserve: Decimal?, spent: Decimal?, balance: Decimal?, paid_date: dt.date?, "
        "is_2way: bool?, recipients: int?, unread_messages: int?, last_message_date: dt.datetime?"
    ),
    "ChatRecipient": (
        "chat_id: int, number: str? hidden, contact_id: int?, name: str? hidden, "
        "total_messages: int?, unread_messages: int?, last_message_date: dt.datetime?"
    ),
    "ChatSession": (
        "id: int, price: Decimal?, started: dt.datetime?, ended: dt.datetime?, "
        "sent_messages: int?, unreplied_messages: int?"
    ),
    "ChatMessage": (
        "id: int, chat_id: int?, added: dt.datetime?, type: str?, message: str? hidden, "
        "status: str?, file_id: int?, file_url: str?, file_name: str?, file_source: str?, "
        "button_caption: str?, button_action: str?, session_id: int?"
    ),
    "ChatSendResult": "message_id: int",
    "FileDetails": "id: int, link: str?, source: str?, size: int?, created: dt.datetime?",
}


def class_of(name: str) -> Any:
    return getattr(results, name)


def written(annotation: Any) -> str:
    """An annotation without the modules of its names."""
    return re.sub(r"(?:\w+\.)+(\w+)", r"\1", inspect.formatannotation(annotation))


def shape(kind: Any) -> str:
    told = []
    for field in dataclasses.fields(kind):
        text = f"{field.name}: {written(field.type).replace(' | None', '?')}"
        assert (field.default is None) == text.endswith("?"), text
        if not field.repr:
            text += " hidden"
        told.append(text)
    assert told.pop() == "extra: Mapping[str, Any] hidden"
    return ", ".join(told)


def test_there_are_these_classes_and_no_others() -> None:
    assert list(results.__all__) == NAMES
    assert set(results.__all__) <= set(dir(results))
    assert set(SHAPES) == set(NAMES) - {"SendRow"}
    with pytest.raises(
        AttributeError, match=r"module 'turbosms_api\.results' has no attribute 'Nothing'"
    ):
        _ = results.Nothing  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", SHAPES)
def test_the_shape(name: str) -> None:
    kind = class_of(name)
    assert shape(kind) == SHAPES[name].replace("dt.", "")
    assert not hasattr(kind.from_row(ROWS[name]), "__dict__")
    with pytest.raises(TypeError):
        kind("1")
    with pytest.raises(dataclasses.FrozenInstanceError):
        kind.from_row(ROWS[name]).extra = {}


def fields_of(module: Any) -> list[tuple[str, str, str]]:
    """Each field of the classes of a module, with the docstring below it."""
    found = []
    for made in ast.parse(inspect.getsource(module)).body:
        if not isinstance(made, ast.ClassDef):
            continue
        for statement, following in itertools.pairwise(made.body):
            if isinstance(statement, ast.AnnAssign):
                text = getattr(getattr(following, "value", None), "value", "")
                found.append(
                    (
                        f"{made.name}.{ast.unparse(statement.target)}",
                        ast.unparse(statement.annotation),
                        text,
                    )
                )
    return found


@pytest.mark.parametrize("module", ["message", "chat", "file", "parameters"])
def test_every_field_is_documented_in_words_of_python(module: str) -> None:
    home = parameters if module == "parameters" else import_module(f"turbosms_api.results.{module}")
    fields = fields_of(home)
    assert len(fields) >= 5
    for name, _, text in fields:
        assert text[:1].isupper() or text[:1] == "`" or text[:1].isdigit(), name
        assert text.endswith("."), name
        for word in ("null", "empty string", "0 for none", "1 for ", "x-"):
            assert word not in text, name


def test_the_parameters_of_a_send() -> None:
    both = {"sender": "str | None", "text": "str | None", "start_time": "dt.datetime | str | None"}
    flags = {"count_clicks": "bool | None", "is_transactional": "bool | None"}
    texts = dict.fromkeys(("image_url", "caption", "action"), "str | None")
    numbers = dict.fromkeys(("ttl", "file_id"), "int | None")
    shapes = {
        "Sms": {**both, "is_flash": "bool | None"},
        "Viber": {**both, **texts, **numbers, **flags},
        "SendParameters": {"recipients": "Iterable[str]"},
        "SendOptions": {
            "sms": "Sms | None",
            "viber": "Viber | None",
            "sequence_id": "str | None",
            "is_flash": "bool | None",
            **both,
            **texts,
            **numbers,
            **flags,
        },
    }
    found: dict[str, dict[str, str]] = {}
    for name, kind, _ in fields_of(parameters):
        found.setdefault(name.split(".")[0], {})[name.split(".")[1]] = kind
    assert found == shapes
    assert parameters.SendParameters.__required_keys__ == {"recipients"}
    for channel in (parameters.Sms, parameters.Viber):
        made = channel(sender="Shop", text="Hi")
        assert pickle.loads(pickle.dumps(made)) == made
        assert repr(made).startswith(
            f"{channel.__name__}(sender='Shop', text='Hi', start_time=None, "
        )
        assert not hasattr(made, "__dict__")
        with pytest.raises(TypeError):
            channel("Shop")  # type: ignore[call-arg]
        with pytest.raises(dataclasses.FrozenInstanceError):
            made.text = "Ho"  # type: ignore[misc]


def test_limits_stand_in_the_docstrings() -> None:
    told = {name: text for name, _, text in fields_of(parameters)}
    assert "20 characters at most" in told["Sms.sender"]
    assert "1000 characters at most" in told["Viber.text"]
    assert "60 to 86400" in told["Viber.ttl"]
    assert "32 characters at most" in told["SendOptions.sequence_id"]
