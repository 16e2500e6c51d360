"""A spec is data: whatever its strings say, nothing of it runs, neither when it is generated from
nor when what was made is imported.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.generator.hostile_texts import (
    ALL,
    CANARY,
    leaves,
    texts,
    with_text,
    with_text_everywhere,
    write,
)
from tests.kit.generating import generator_here
from tests.kit.processes import PYTHON, output

if TYPE_CHECKING:
    import subprocess

    from generator.spec.document import Location

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

_SMALL: Final = yaml.safe_load(
    (Path(__file__).parents[1] / "fixtures" / "small.yaml").read_text("utf-8")
)
_LEAVES: Final = leaves(_SMALL)
_IMPORT_ALL: Final = """
import importlib, pkgutil, turbosms_api
names = [each.name for each in pkgutil.walk_packages(turbosms_api.__path__, "turbosms_api.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def generate(data: Any, place: Path) -> subprocess.CompletedProcess[str]:
    write(data, place / "spec.yaml")
    return generator_here("generate", "--spec", "spec.yaml", "--out", "out", cwd=place)


def import_all(place: Path) -> None:
    env = {"PYTHONPATH": str(place / "out"), "PYTHONDONTWRITEBYTECODE": "1"}
    assert int(output(PYTHON, "-c", _IMPORT_ALL, cwd=place, env=env)) > 20


def assert_refused(done: subprocess.CompletedProcess[str]) -> None:
    assert (done.returncode, done.stdout) == (2, "")
    for line in done.stderr.splitlines():
        assert re.match(r"spec\.yaml:[0-9]+: .", line), done.stderr
        assert line.isprintable()


@pytest.mark.thorough_only
@given(st.sampled_from(_LEAVES), texts())
@settings(max_examples=examples(8, 1000))
def test_no_text_runs_in_any_place(leaf: tuple[Location, bool], text: str) -> None:
    location, is_key = leaf
    with tempfile.TemporaryDirectory(prefix="hostile-") as directory:
        place = Path(directory)
        done = generate(with_text(_SMALL, location, text, is_key=is_key), place)
        if done.returncode == 0:
            import_all(place)
        else:
            assert_refused(done)
            assert not (place / "out").exists()
        assert not [*place.rglob(CANARY)]


def one_line(text: str) -> str:
    """A meaning is one line; everything else may have several."""
    return " ".join(re.sub(r"\s", " ", text).split())


def assert_that_nothing_runs(place: Path, text: str) -> None:
    done = generate(with_text_everywhere(_SMALL, text), place)
    assert done.returncode == 0, done.stderr
    import_all(place)
    assert not [*place.rglob(CANARY)]


def test_no_text_runs_in_all_places_at_once(tmp_path: Path) -> None:
    assert_that_nothing_runs(tmp_path, one_line(" ".join(ALL)))


@pytest.mark.thorough_only
@pytest.mark.parametrize("text", [pytest.param(text, id=f"{n}") for n, text in enumerate(ALL)])
def test_no_text_runs_alone(tmp_path: Path, text: str) -> None:
    assert_that_nothing_runs(tmp_path, one_line(text))


def test_a_docstring_says_what_the_spec_says(tmp_path: Path) -> None:
    """What is escaped is still there to be read."""
    text = "say \\n, 'no' and {this} → \N{RIGHT-TO-LEFT OVERRIDE}that"
    assert generate(with_text_everywhere(_SMALL, text), tmp_path).returncode == 0
    made = (tmp_path / "out/turbosms_api/results/message.py").read_text("utf-8")
    assert "say \\\\n, 'no' and {this} → \\\\u202ethat" in made


@pytest.mark.one_case_in(3)
@pytest.mark.parametrize(
    ("location", "text", "problem"),
    [
        (
            ("components", "schemas", "SendRow", "properties", "phone"),
            'x = open("y")',
            "cannot be a name",
        ),
        (
            ("components", "schemas", "SendRow", "properties", "phone"),
            "__class__",
            "cannot be a name",
        ),
        (
            ("components", "schemas", "SendRow", "properties", "phone"),
            "\N{CYRILLIC SMALL LETTER TE}ext",
            "cannot be a name",
        ),
        (
            ("components", "schemas", "SendRow", "properties", "phone"),
            "rest",
            "cannot be the name of a field",
        ),
        (
            ("components", "schemas", "SmsParameters", "properties", "is_flash"),
            "class",
            "name of a parameter",
        ),
        (
            ("components", "schemas", "SmsParameters", "properties", "is_flash"),
            "9lives",
            "name of a parameter",
        ),
        (("components", "schemas", "SendRow"), "Send-Row", "cannot be a name"),
    ],
)
def test_a_name_that_python_could_not_have_is_refused(
    tmp_path: Path, location: Location, text: str, problem: str
) -> None:
    renamed = with_text(_SMALL, location, text, is_key=True)
    # References to it lead to the new name.
    pointer = f"#/{'/'.join(map(str, location))}"
    data = json.loads(
        json.dumps(renamed).replace(json.dumps(pointer), json.dumps(f"#/components/schemas/{text}"))
    )
    done = generate(data, tmp_path)
    assert_refused(done)
    assert problem in done.stderr


@pytest.mark.one_case_in(3)
@pytest.mark.parametrize(
    ("location", "text"),
    [
        (("x-results", 0, "name"), "Money\n"),
        (("x-results", 0, "name"), "None"),
        (("x-retry-classes", "safe"), "safe\n"),
        (("x-limits", 1, "name"), "session_hours\n"),
        (("paths", "/user/balance.json", "post", "operationId"), "balance()"),
        (("paths", "/user/balance.json", "post", "operationId"), "import"),
        (("paths", "/user/balance.json", "post", "tags", 0), "../user"),
        (("tags", 0, "name"), "message message"),
        (("servers", 0, "url"), "http://127.0.0.1:1/$(touch canary)"),
        (("x-help-url",), "https://example.com/`touch`/"),
        (("components", "securitySchemes", "query", "name"), "@token"),
    ],
)
def test_a_value_that_is_a_name_is_refused_unless_it_is_one(
    tmp_path: Path, location: Location, text: str
) -> None:
    done = generate(with_text(_SMALL, location, text, is_key=location[-1] == "safe"), tmp_path)
    assert_refused(done)
    assert repr(text)[1:-1] in done.stderr.replace("\\\\", "\\")
