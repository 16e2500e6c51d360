"""What is no spec, and wrong usage, are told with the file and the line; nothing is generated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.spec.problems import BrokenSpecError
from generator.spec.validation import read_spec
from tests.kit.generating import generator_here

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = [pytest.mark.checkout, pytest.mark.one_case_in(3)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "small.yaml:1: is not a mapping"),
        (b"- openapi\n", "small.yaml:1: is not a mapping"),
        (b"openapi: 3.1.0\ninfo: \xff\n", "small.yaml:2: is not UTF-8: invalid start byte"),
        (b"openapi: 3.1.0\n---\nopenapi: 3.1.0\n", "small.yaml:2: is not YAML: "),
        (b"openapi: 3.1.0\n", "small.yaml:1: "),
        (b"{}\n", "small.yaml:1: openapi: must be 3.1.x"),
        (None, "small.yaml:1: cannot be read: No such file or directory"),
    ],
)
def test_what_is_no_spec_at_all_is_refused(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "small.yaml").write_bytes(content)
    for command in ("generate", "check"):
        done = generator_here(command, "--spec", "small.yaml", "--out", "out", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(message), done.stderr
        assert not (tmp_path / "out").exists()


def test_every_problem_of_a_kind_is_told_at_once_in_order(small_spec: Path) -> None:
    text = (
        small_spec.read_text(encoding="utf-8")
        .replace("302", "303")
        .replace("code: 303", "code: 302")
    )
    small_spec.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenSpecError) as caught:
        read_spec(small_spec, "small.yaml")
    lines = [problem.line for problem in caught.value.problems]
    assert len(lines) == 4
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    "arguments", [[], ["publsh"], ["generate", "--spex", "x"], ["generate", "more"]]
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    done = generator_here(*arguments)
    assert done.returncode == 2
    assert "Usage: python -m generator" in done.stdout + done.stderr


def test_a_spec_without_our_keys_is_told_so_once(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.yaml"
    foreign.write_text("openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n", "utf-8")
    done = generator_here("generate", "--spec", foreign, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert (
        "foreign.yaml:1: has none of the keys that the tables are made from (x-result-codes, "
        in done.stderr
    )
    assert "docs/spec-extensions.md" in done.stderr
