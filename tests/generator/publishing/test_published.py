"""What `python -m generator publish` makes: whole, always the same, and what the wheel prints."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from generator.output.file_tree import read_tree
from generator.publishing.message_schemas import message_schemas
from tests.kit.facts import without_assumption
from tests.kit.generating import generator_here, generator_process
from tests.kit.processes import output
from tests.openapi import ROOT, SPEC, read_yaml
from tests.unchecked_models import model_of
from turbosms_cli.root import turbosms

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("published") / "spec"
    done = generator_here("publish", "--out", out)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def codes() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = SPEC["x-result-codes"]
    return rows


# Every run makes a package, and the page of the documentation, under two seeds.
@pytest.mark.thorough_only
def test_it_is_the_same_every_time(published: Path, tmp_path: Path) -> None:
    other = tmp_path / "a place with blanks" / "other"
    # The other was made here, under whichever seed this process has.
    done = generator_process(
        "publish",
        "--out",
        other,
        PYTHONHASHSEED="4242",
        LC_ALL="C",
        TZ="Asia/Tokyo",
        HOME=str(tmp_path),
    )
    assert done.returncode == 0, done.stderr
    assert read_tree(other) == read_tree(published)


def test_the_checksums_are_those_of_all_files(published: Path) -> None:
    lines = (published / "SHA256SUMS").read_text("ascii").splitlines()
    listed: dict[str, str] = {}
    for line in lines:
        digest, path = line.split("  ", 1)
        listed[path] = digest
    files = read_tree(published)
    assert listed == {
        path: hashlib.sha256(files[path]).hexdigest() for path in files if path != "SHA256SUMS"
    }
    manifest = json.loads(files["manifest.json"])
    # The index shows what the manifest lists, and these three show each other.
    assert manifest["files"].keys() == files.keys() - {"SHA256SUMS", "manifest.json", "index.html"}
    assert all(
        row["sha256"] == listed[path] and row["about"] for path, row in manifest["files"].items()
    )
    output("sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS", cwd=published)


def test_nothing_tells_of_the_machine(published: Path) -> None:
    for path, content in read_tree(published).items():
        text = content.decode("utf-8")
        assert str(ROOT) not in text, path
        assert "\r" not in text or path == "result-codes.csv", path


@pytest.mark.thorough_only
def test_yaml_and_json_are_the_same_data(published: Path) -> None:
    pairs = [file for file in published.glob("*.yaml") if file.with_suffix(".json").exists()]
    assert len(pairs) == 5
    for file in pairs:
        data = json.loads(file.with_suffix(".json").read_text("utf-8"))
        if file.name == "openapi.yaml":  # without what `reading_aids` adds
            data = SPEC
        # Readers of YAML 1.1 and of 1.2.
        assert read_yaml(file.read_text("utf-8")) == data, file.name
        assert YAML(typ="safe", pure=True).load(file.read_text("utf-8")) == data, file.name


@pytest.mark.parametrize("form", ["json", "yaml"])
@pytest.mark.parametrize("openapi", ["3.1", "3.0"])
@pytest.mark.parametrize("view", ["full", "json"])
def test_the_command_prints_what_is_published(
    published: Path, form: str, openapi: str, view: str
) -> None:
    arguments = ["spec", "--format", form, "--openapi", openapi, "--view", view]
    result = CliRunner().invoke(turbosms, arguments)
    assert result.exit_code == 0
    assert result.stdout_bytes in [file.read_bytes() for file in published.glob(f"openapi*.{form}")]
    data = json.loads(result.stdout) if form == "json" else read_yaml(result.stdout)
    assert data["openapi"].startswith(openapi)
    assert ("x-result-codes" in data) == (view == "full")
    assert any("get" in item for item in data["paths"].values()) == (view == "full")


@pytest.mark.thorough_only
def test_without_options_it_prints_the_whole_as_json(published: Path) -> None:
    result = CliRunner().invoke(turbosms, ["spec"])
    assert result.stdout_bytes == (published / "openapi.json").read_bytes()


def in_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def cells_of(line: str) -> list[str]:
    """The cells of a row in Markdown; a bar after a backslash is none of its own."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def test_the_code_tables_have_every_row(published: Path, codes: list[dict[str, Any]]) -> None:
    table = json.loads((published / "result-codes.json").read_text("utf-8"))
    for row, code in zip(table, codes, strict=True):
        assert {**row, "url": ""} == {**without_assumption(code), "url": ""}
    assert all(row["url"].endswith(f"#code-{row['code']}") for row in table)
    rows = list(
        csv.DictReader(io.StringIO((published / "result-codes.csv").read_text("utf-8"), newline=""))
    )
    for shown, row in zip(rows, table, strict=True):
        assert shown == {key: in_words(value) for key, value in row.items()}
    lines = (published / "result-codes.md").read_text("utf-8").splitlines()
    cells = [cells_of(line) for line in lines if line.startswith("| [")]
    assert [cell[1:5] for cell in cells] == [
        [row["name"], row["meaning"], row["since"], row["outcome"]] for row in codes
    ]
    assert [cell[0] for cell in cells] == [f"[{row['code']}]({row['url']})" for row in table]


def test_the_table_of_codes_in_ukrainian_has_every_row(
    published: Path, codes: list[dict[str, Any]]
) -> None:
    lines = (published / "result-codes.uk.md").read_text("utf-8").splitlines()
    assert lines[0] == "# Коди результатів TurboSMS"
    cells = [cells_of(line) for line in lines if line.startswith("| [")]
    assert [cell[1:] for cell in cells] == [
        [
            row["name"],
            row["meaning_uk"],
            *(row[key] for key in ("since", "outcome", "scope", "actor")),
            "так" if row["repeat"] else "ні",
        ]
        for row in codes
    ]


def test_the_brief_names_every_method_code_and_file(
    published: Path, codes: list[dict[str, Any]]
) -> None:
    text = (published / "llms.txt").read_text("utf-8")
    title, _, quote = text.splitlines()[:3]
    assert title.startswith("# ")
    assert quote.startswith("> ")
    assert all(f"`POST {path}`" in text for path in SPEC["paths"])
    assert all(
        f"- {row['code']} {row['name']} ({row['outcome']}): {row['meaning']}\n" in text
        for row in codes
    )
    assert all(f"- {row['name']} (" in text for row in SPEC["x-delivery-statuses"])
    assert all(f"- {row['kind']} (needs " in text for row in SPEC["x-viber-kinds"])
    links = re.findall(r"\]\(([^)]+)\)", text.rpartition("## Files")[2])
    assert {*links} == {*read_tree(published)} - {
        "SHA256SUMS",
        "manifest.json",
        "index.html",
        "llms.txt",
    }


def test_the_brief_has_the_fields_and_an_example_of_every_webhook(published: Path) -> None:
    text = (published / "llms.txt").read_text("utf-8")
    for name in SPEC["webhooks"]:
        section = text.partition(f"### {name}: ")[2].partition("\n##")[0]
        (example,) = [
            json.loads(line) for line in re.findall(r"^For example: `(.*)`$", section, re.MULTILINE)
        ]
        assert example["type"] == name
        assert {*re.findall(r"^- `(\S+)` \(", section, re.MULTILINE)} == {*example}
        data = example["data"]
        nested = {*re.findall(r"^  - `(\S+)` \(", section, re.MULTILINE)}
        assert {*data} <= nested or "Its fields are above." in section, name
    others = [row["name"] for row in SPEC["x-webhook-types"] if row["event"] is None]
    assert all(f"- {name}: " in text for name in others)
    assert all(f"- {row['word']}: {row['status']}\n" in text for row in SPEC["x-webhook-statuses"])
    assert "1, 3, 5, 10, 15, 20, 30, 60, 120 minutes" in text


def test_the_brief_has_the_fields_and_an_example_of_every_method(published: Path) -> None:
    text = (published / "llms.txt").read_text("utf-8")
    for path, item in SPEC["paths"].items():
        section = text.partition(f"`POST {path}`")[2].partition("\n##")[0]
        names = {*re.findall(r"^ *- `(\S+)` \(", section, re.MULTILINE)}
        request, *answers = [
            json.loads(line) for line in re.findall(r"^For example: `(.*)`$", section, re.MULTILINE)
        ]
        if item["x-operation"]["takes_data"]:
            own_keys = {*request} - {*names}
            assert not own_keys or "…" in names, path
            assert ("…" in names) == (path == "/message/sendmulti.json")
        if item["x-operation"]["method"] == "ping":
            assert answers == []
            continue
        (result,) = [answer["response_result"] for answer in answers]
        row = result[0] if isinstance(result, list) else result
        assert {*row} <= names or "Its fields are above." in section, path


@pytest.mark.parametrize("name", ["docs.html", "llms.txt"])
def test_what_an_example_says_of_itself_is_shown(published: Path, name: str) -> None:
    text = (published / name).read_text("utf-8")
    assert text.count("has the chat 1234 once somebody has written") == 3
    assert text.count("A sandbox knows the messages that were sent to it") == 2


def test_the_schemas_are_published(published: Path) -> None:
    files = sorted((published / "schemas").iterdir())
    assert len(files) == 2 * len(SPEC["paths"]) + len(SPEC["webhooks"])
    base = f"{SPEC['x-help-url']}spec/schemas/"
    made = message_schemas(model_of(SPEC), base)
    for file in files:
        schema = json.loads(file.read_text("utf-8"))
        assert schema["$id"] == f"{base}{file.name}"
        # That these are schemas is for test_messages to prove.
        assert schema == made[file.name]


def test_a_directory_of_somebody_else_stays(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = generator_here("publish", "--out", tmp_path)
    assert done.returncode == 2
    assert "stays as it is" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
