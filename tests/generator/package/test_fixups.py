"""Changes to openapi-python-client's output have reason and effect, its warnings are errors."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.checkout

ROOT = Path(__file__).resolve().parents[3]


def test_every_fixup_has_a_reason() -> None:
    from generator.package.fixups import FIXUPS  # noqa: PLC0415

    for fixup in FIXUPS:
        assert fixup.count is None or fixup.count >= 1
        assert fixup.reason.endswith(".")


@pytest.mark.parametrize(
    ("text", "count", "everywhere", "found"),
    [
        ("nothing", 1, True, "found: 0 in client.py"),
        ("old old", 1, True, "found: 2 in client.py"),
        ("nothing", 1, False, "found: none"),
        ("old old", 1, False, "found: 2 in client.py"),
    ],
)
def test_a_fixup_that_does_not_match_as_it_says_fails(
    tmp_path: Path, text: str, count: int, everywhere: bool, found: str
) -> None:
    from generator.output.errors import GeneratorError  # noqa: PLC0415
    from generator.package.fixups import Fixup, apply_fixups  # noqa: PLC0415

    (tmp_path / "client.py").write_text(text)
    fixup = Fixup("*.py", "old", "new", count, "Old is not new.", everywhere=everywhere)
    with pytest.raises(GeneratorError, match=found):
        apply_fixups(tmp_path, (fixup,))


def test_a_fixup_without_a_file_fails(tmp_path: Path) -> None:
    from generator.output.errors import GeneratorError  # noqa: PLC0415
    from generator.package.fixups import Fixup, apply_fixups  # noqa: PLC0415

    with pytest.raises(
        GeneratorError, match=r"should match 1 times in \*\.py, found: none \(Because\.\)"
    ):
        apply_fixups(tmp_path, (Fixup("*.py", "old", "new", 1, "Because."),))


def test_a_warning_of_the_client_generator_is_an_error(tmp_path: Path, small_spec: Path) -> None:
    from generator.output.errors import GeneratorError  # noqa: PLC0415
    from generator.package.build import build  # noqa: PLC0415
    from generator.spec.validation import read_spec  # noqa: PLC0415

    # openapi-python-client drops a list of any type with a warning, and all that refers to it.
    text = small_spec.read_text(encoding="utf-8")
    piece = "caption: {type: string, x-assumption: A-01}"
    assert piece in text
    small_spec.write_text(text.replace(piece, "caption: {type: array}"), encoding="utf-8")
    with pytest.raises(GeneratorError, match="openapi-python-client complains:"):
        build(read_spec(small_spec, "small.yaml"), tmp_path)


def test_output_with_an_unknown_name_is_refused(tmp_path: Path) -> None:
    from generator.output.errors import GeneratorError  # noqa: PLC0415
    from generator.package.formatting import self_check  # noqa: PLC0415

    # What openapi-python-client itself emits for a required body of several content types (its
    # issue 1451).
    (tmp_path / "endpoint.py").write_text("def f(body: str | Unset = UNSET) -> None: ...\n")
    with pytest.raises(GeneratorError, match="Undefined name `Unset`"):
        self_check(tmp_path)
    (tmp_path / "endpoint.py").write_text("def f(:\n")
    with pytest.raises(GeneratorError, match=r"the output does not compile: .*endpoint\.py"):
        self_check(tmp_path)


def test_no_trap_is_left_in_the_output() -> None:
    for file in (ROOT / "generated" / "turbosms_api").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        for trap in (
            "HTTPStatus",
            "response.json())",
            "pass\n",
            "from typing import Self",
            "KeyError):\n            pass",
        ):
            if (file.name, trap) != ("answers.py", "response.json())"):
                assert trap not in text, f"{file}: {trap}"
