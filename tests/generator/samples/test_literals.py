"""Values as literals of Python: read back, they are what they were; nothing ends them early."""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.lint.linters import PACKAGES
from generator.samples.literals import PHP, PYTHON, TYPESCRIPT, literal
from tests.kit.debian import find
from tests.kit.processes import output

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

TEXTS = st.text(
    st.one_of(
        st.characters(codec="utf-8"), st.sampled_from("'\"\\$`{}\n\r\t\x00\u2028\u202e\U000e0001")
    )
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=10,
)
HOSTILE: list[Any] = [
    *["it's", 'say "hi"', "$token {$token} ${token}", "\\", "\\'", "\u202etxt", "\U000e0001"],
    *["a\nb\r\tc\x00d", "?> <?php", "`${1}`", "</script>", "\u2028", {"__proto__": {"a": 1}}],
    *[{}, [], {"a": {}}, [[]], {"1": "list?", "0": 2}, {"a-b": 1, "ok": None, "": [True, False]}],
    {"key": ["a long text that does not stand on one line with the others"] * 3},
    *[0, -1, 0.5, None, True, "ґї№😀"],
]


@given(JSON)
def test_python_reads_what_was_written(value: Any) -> None:
    text = literal(value, PYTHON, indent="    ", before=7)
    assert ast.literal_eval(text) == value
    assert re.sub(r"\n *", "", text).isprintable()


def test_typescript_reads_what_was_written(tmp_path: Path) -> None:
    script = tmp_path / "values.mts"
    shown = [f"  {literal(value, TYPESCRIPT, indent='  ')}," for value in HOSTILE]
    assert all(re.sub(r"\n *", "", text).isprintable() for text in shown)
    lines = ["const values: unknown[] = [", *shown, "];", "console.log(JSON.stringify(values));"]
    script.write_text("\n".join(lines), "utf-8")
    done = PACKAGES.node(script)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == HOSTILE


def test_php_reads_what_was_written(tmp_path: Path) -> None:
    php = find("php")
    script = tmp_path / "values.php"
    shown = [f"    {literal(value, PHP, indent='    ')}," for value in HOSTILE]
    assert all(re.sub(r"\n *", "", text).isprintable() for text in shown)
    flags = "JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR"
    lines = ["<?php", "$values = [", *shown, "];", f"echo json_encode($values, {flags});"]
    script.write_text("\n".join(lines), "utf-8")
    assert json.loads(output(php, script)) == HOSTILE


@pytest.mark.parametrize("language", [PYTHON, PHP, TYPESCRIPT])
def test_a_long_value_has_a_line_for_each_item(language: Any) -> None:
    value = {"recipients": ["380678998668"] * 3, "text": "Your order has been shipped." * 2}
    lines = literal(value, language, indent="  ").splitlines()
    assert len(lines) == 4
    assert all(len(line) <= 88 for line in lines)
    assert all(line.endswith(",") for line in lines[1:-1])
    assert literal({"a": [1]}, language).count("\n") == 0
