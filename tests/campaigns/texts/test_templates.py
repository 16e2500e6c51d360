# ruff: noqa: RUF001 - the letters of Ukrainian
"""Texts with columns in them: how they are written, and what a row makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from turbosms_campaigns import InvalidCampaignError
from turbosms_campaigns._model.settings import Message
from turbosms_campaigns._texts.rendering import MissingColumn, RenderedMessage, parse_message
from turbosms_campaigns._texts.templates import Field, TemplateError, parse_text
from turbosms_client import Sms, Viber
from turbosms_spreadsheets.columns import folded

TEXTS = st.text(max_size=20)
COLUMNS = st.text("abc ім'я-_.#", min_size=1, max_size=8).filter(folded)


def escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


@pytest.mark.parametrize(
    ("text", "values", "filled"),
    [
        ("Hi {name}", {"name": "Оксано"}, "Hi Оксано"),
        ("Hi { name }!", {"name": "Оксано"}, "Hi Оксано!"),
        ("Hi {name|friend}", {"name": ""}, "Hi friend"),
        ("Hi {name|friend}", {"name": " "}, "Hi friend"),
        ("Hi {name|friend}", {}, "Hi friend"),
        ("Hi {name|friend}", {"name": "Іване"}, "Hi Іване"),
        ("Hi{name|}!", {}, "Hi!"),
        ("{a|b|c}", {}, "b|c"),
        ("{{name}} is {name}", {"name": "{x}"}, "{name} is {x}"),
        ("a } b", {}, "a } b"),
        ("}}}", {}, "}}"),
        ("{x}}", {"x": "1"}, "1}"),
        ("", {}, ""),
    ],
)
def test_a_text_is_filled(text: str, values: dict[str, str], filled: str) -> None:
    assert parse_text(text).fill(values) == filled


@pytest.mark.parametrize("value", ["", " ", "\u00a0"])
@pytest.mark.parametrize("text", ["Hi {name}", "{name}", "{name|}"])
def test_an_empty_value_without_a_default_is_told(text: str, value: str) -> None:
    """So is a text of which nothing remains."""
    missing = parse_text(text).fill({"name": value})
    assert isinstance(missing, Field)
    assert missing.column == "name"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Hi {name", "character 4 is not closed"),
        ("Hi {na{me}", "character 4 is not closed"),
        ("{", "character 1 is not closed"),
        ("{{{", "character 3 is not closed"),
        ("Hi {}", "character 4 names no column"),
        ("Hi { |friend}", "character 4 names no column"),
        ("Hi {'}", "character 4 names no column"),
        ("Hi {=|friend}", "character 4 names no column"),
        ("Hi {\u200b}", "character 4 names no column"),
        ("Hi {na\0me}", "character 4 names no column"),
        ("Hi {na\ud800me}", "character 4 names no column"),
        ("{name:{width}}", "character 1 is not closed"),
    ],
)
def test_a_brace_that_is_none_of_a_column_is_refused(text: str, problem: str) -> None:
    with pytest.raises(TemplateError, match=problem):
        parse_text(text)


@pytest.mark.parametrize(
    "column",
    ["0", "name.__class__", "name[0]", "name!r", "name:>1000000", "%s", "$name", "self", "\\x7b"],
)
def test_a_column_is_nothing_but_a_name(column: str) -> None:
    """Nothing of what Python's own templates do is done."""
    template = parse_text(f"Hi {{{column}}}")
    assert template.fields == (Field(column, None),)
    assert template.fill({column: "{name} %s {0.__class__}"}) == "Hi {name} %s {0.__class__}"
    assert template.fill({"name": "x"}) == Field(column, None)


@given(TEXTS)
@settings(max_examples=examples(50, 1_000))
def test_every_text_can_be_written(text: str) -> None:
    template = parse_text(escaped(text))
    assert template.fill({}) == text
    assert template.fields == ()


@given(st.lists(st.tuples(TEXTS, COLUMNS, TEXTS.filter(str.strip)), min_size=1, max_size=4))
@settings(max_examples=examples(50, 1_000))
def test_a_text_is_its_literals_and_its_values(pieces: list[tuple[str, str, str]]) -> None:
    values: dict[str, str] = {}
    for _, column, value in pieces:
        values.setdefault(column.strip(), value)
    text = "".join(f"{escaped(literal)}{{{column}}}" for literal, column, _ in pieces)
    expected = "".join(literal + values[column.strip()] for literal, column, _ in pieces)
    template = parse_text(text)
    assert template.fill(values) == expected
    assert template.literals == "".join(literal for literal, _, _ in pieces)


def test_a_message_is_filled_on_all_its_channels() -> None:
    message = Message(
        text="Hi {name}",
        viber=Viber(
            sender="Shop", caption="{city}", action="https://a.ua/{id}", image_url="https://b.ua"
        ),
        sms=Sms(sender="Shop", text="{name}, {city|Kyiv}"),
    )
    template = parse_message(message)
    assert template.columns == {"name", "city", "id"}
    assert template.is_personal
    assert template.fill({"name": "Iv", "city": "Lviv", "id": "7"}) == RenderedMessage(
        Viber(
            sender="Shop",
            text="Hi Iv",
            caption="Lviv",
            action="https://a.ua/7",
            image_url="https://b.ua",
        ),
        Sms(sender="Shop", text="Iv, Lviv"),
    )
    # Viber has the first place, where the city has no default.
    assert template.fill({"name": "Iv", "id": "7"}) == MissingColumn("city", "viber.caption")


def test_the_text_for_all_channels_is_not_that_of_a_channel_with_its_own() -> None:
    message = Message(text="{a}", viber=Viber(sender="S", text="{b}"), sms=Sms(sender="S"))
    rendered = parse_message(message).fill({"a": "1", "b": "2"})
    assert isinstance(rendered, RenderedMessage)
    assert rendered.viber is not None
    assert rendered.viber.text == "2"
    assert rendered.sms is not None
    assert rendered.sms.text == "1"
    unused = Message(text="{a}", sms=Sms(sender="S", text="{b}"))
    assert parse_message(unused).columns == {"b"}


def test_equal_messages_are_equal_and_a_message_without_columns_is_the_same_for_all() -> None:
    message = Message(text="Hi {{name}}", viber=Viber(sender="Shop"), sms=Sms(sender="Shop"))
    template = parse_message(message)
    assert not template.is_personal
    first, second = template.fill({"name": "A"}), template.fill({})
    assert {first, second} == {
        RenderedMessage(
            Viber(sender="Shop", text="Hi {name}"), Sms(sender="Shop", text="Hi {name}")
        )
    }


def test_a_column_is_one_however_it_is_written() -> None:
    message = Message(text="{Ім’я} {ім’я} {ІМ’Я|x}", sms=Sms(sender="Shop"))
    template = parse_message(message, ["phone", " ІМ’Я "])
    assert template.columns == {"Ім’я"}
    rendered = template.fill({"Ім’я": "Оля"})
    assert isinstance(rendered, RenderedMessage)
    assert rendered.sms == Sms(sender="Shop", text="Оля Оля Оля")


@pytest.mark.parametrize(
    ("message", "parameter"),
    [
        (Message(text="Hi {nam}", sms=Sms(sender="S")), "sms.text"),
        (Message(viber=Viber(sender="S", text="x", caption="{nam}")), "viber.caption"),
        (Message(viber=Viber(sender="S", text="x", action="{nam|x}")), "viber.action"),
    ],
)
def test_a_column_that_the_table_has_not_is_refused_with_those_that_it_has(
    message: Message, parameter: str
) -> None:
    with pytest.raises(InvalidCampaignError) as caught:
        parse_message(message, ["phone", "name"])
    assert caught.value.parameter == parameter
    assert str(caught.value) == "There is no column 'nam' in the table. Its columns: phone, name."


def test_a_text_that_is_no_template_is_refused_with_its_place() -> None:
    message = Message(viber=Viber(sender="S", text="x", action="https://a.ua/{id"))
    with pytest.raises(InvalidCampaignError, match=r"^viber.action: The { at character 14 "):
        parse_message(message)
