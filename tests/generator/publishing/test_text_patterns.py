"""Patterns for texts read alike everywhere, take no time, and never refuse what fits."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.publishing.text_patterns import at_most, none_of, one_of
from tests.kit.json_values import objects_in
from tests.openapi import SPEC, limit
from tests.unchecked_models import model_of, schemas_of_messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.model.alphabets import Alphabet

pytestmark = pytest.mark.checkout

ALPHABETS = {each.name: each for each in model_of(SPEC).alphabets}
GSM, EXTENSION, CYRILLIC, SURROGATES = (
    ALPHABETS[name] for name in ("gsm", "gsm_extension", "cyrillic", "surrogates")
)
#: What is written otherwise in some engine: look-around, named groups, classes, Unicode, atoms.
FOREIGN = re.compile(r"\(\?[^:]|\\[dDwWsSbBpPkxcAZz0-9]|\[\[|&&|--|~~|[*+?}][+]")


def patterns(value: Any) -> Iterator[str]:
    for schema in objects_in(value):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]


PATTERNS = sorted({*patterns(schemas_of_messages())} - {*patterns(SPEC["components"]["schemas"])})


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_engine_reads_a_pattern_alike(pattern: str) -> None:
    assert not FOREIGN.search(pattern)
    assert all(character <= "\uffff" for character in pattern)
    re.compile(pattern)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_takes_long(pattern: str) -> None:
    compiled = re.compile(pattern)
    started = time.process_time()
    for text in ("a" * 4000, "€" * 4000, "€a" * 2000, "😀я" * 2000, "https://a/" + "a." * 2000):
        compiled.search(text)
    assert time.process_time() - started < 1


def has(alphabet: Alphabet, character: str) -> bool:
    in_a_block = any(first <= ord(character) <= last for first, last in alphabet.blocks)
    return in_a_block or character in alphabet.characters


@given(st.characters(exclude_categories=["Cs"]))
def test_a_class_has_the_characters_of_its_alphabets(character: str) -> None:
    for alphabets in ((GSM, EXTENSION), (CYRILLIC,), (SURROGATES,)):
        is_in = any(has(alphabet, character) for alphabet in alphabets)
        for pattern, expected in ((one_of(*alphabets), is_in), (none_of(*alphabets), not is_in)):
            assert (re.search(pattern, character) is not None) is expected
            validator = jsonschema_rs.Draft202012Validator({"pattern": pattern})
            assert validator.is_valid(character) is expected


SMS = [
    ("a", "€", limit("sms_gsm_characters"), EXTENSION),
    ("я", "😀", limit("sms_unicode_characters"), SURROGATES),
]


@pytest.mark.parametrize(("narrow", "wide", "most", "alphabet"), SMS)
def test_what_fits_is_accepted_and_little_more(
    narrow: str, wide: str, most: int, alphabet: Any
) -> None:
    schema = at_most(most, alphabet)
    validators = (Draft202012Validator(schema), jsonschema_rs.Draft202012Validator(schema))
    for count in (*range(12), *range(12, most // 2, 37), most // 2 - 1, most // 2):
        rest = most - 2 * count
        fitting = wide * count + narrow * rest
        others = (narrow + wide) * min(count, rest) + wide * (count - min(count, rest))
        too_long = 1 if count <= 8 or count == most // 2 else most // 16
        for validator in validators:
            assert validator.is_valid(fitting), count
            assert validator.is_valid(others), count
            assert not validator.is_valid(fitting + narrow * too_long), count
    for validator in validators:
        assert not validator.is_valid(wide * (most // 2 + 1))
