"""The catalogue has every text of the source, translated, and nothing else."""

from __future__ import annotations

import ast

import pytest

from tests.translations import catalogues
from tests.translations.extraction import OVERLAY
from turbosms_languages.catalogues import compiled_file

pytestmark = [pytest.mark.checkout, pytest.mark.rules]


def test_every_text_is_translated_and_every_translation_used() -> None:
    assert list(catalogues.problems()) == [], "make translations"


def test_the_files_are_as_they_are_written() -> None:
    """So that an update shows nothing but what has changed."""
    assert catalogues.written(catalogues.updated()) == catalogues.FILE.read_bytes()
    made = catalogues.compiled(catalogues.read())
    assert made == compiled_file(catalogues.LANGUAGE).read_bytes(), "make translations"


@pytest.mark.parametrize(
    ("english", "ukrainian", "agrees"),
    [
        ("{rows:,} of {name}", "{name}: {rows:,}", True),
        ("{rows:,} of {name}", "{назва}: {rows:,}", False),
        ("{rows:,} of {name}", "{rows:,}", False),
        ("such as {name|friend}", "наприклад {name|друже}", True),
        ("such as {name|friend}", "наприклад {імʼя|друже}", False),
        ("%s: %d", "%s, %d", True),
        ("%s: %d", "%d: %s", False),
    ],
)
def test_both_languages_have_the_same_placeholders(
    english: str, ukrainian: str, agrees: bool
) -> None:
    assert (catalogues.placeholders(english) == catalogues.placeholders(ukrainian)) is agrees


def test_no_function_takes_the_name_of_gettext_for_something_else() -> None:
    """`_, name = …` would make `_("…")` in the same function an error, when it is called."""
    wrong = []
    for file in sorted(OVERLAY.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            is_wrong = isinstance(node, ast.FunctionDef) and _assigns(node) and _calls(node)
            if is_wrong:
                wrong.append((file, node))
    assert wrong == []


def _assigns(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == "_" and isinstance(node.ctx, ast.Store)
        for node in ast.walk(function)
    )


def _calls(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
        for node in ast.walk(function)
    )
