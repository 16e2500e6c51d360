"""The tables of the spec are what their schema says, complete, and as documented."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.kit.facts import JUDGEMENTS, RESULT_CODES, DocumentedCode, Judgement
from tests.openapi import ROOT, SPEC, WRITTEN, limit

pytestmark = pytest.mark.checkout

#: The limits of the documentation, written down a second time.
LIMITS = {
    "recipients_per_request": (5000, 405),
    "immediate_recipients": (5, None),
    "sms_gsm_characters": (1521, 413),
    "sms_unicode_characters": (661, 413),
    "sms_segments": (10, 413),
    "viber_text_characters": (1000, 413),
    "button_caption_characters": (30, 408),
    "file_caption_latin": (25, 423),
    "file_caption_cyrillic": (12, 423),
    "ttl_minimum": (60, 409),
    "ttl_maximum": (86400, 409),
    "ttl_default": (3600, None),
    "start_time_days": (14, 403),
    "sequence_id_characters": (32, 300),
    "sequence_id_days": (14, None),
    "repeat_window_seconds": (90, 427),
    "url_characters": (2000, 300),
    "file_bytes": (3 * 1024 * 1024, 420),
    "page_rows_default": (30, None),
    "page_rows_maximum": (500, 313),
    "session_hours": (24, 107),
    "session_outbox": (5, 422),
    "sender_characters": (20, 302),
}
#: The tables whose rows have a meaning in Ukrainian.
TRANSLATED = (
    "x-result-codes",
    "x-delivery-statuses",
    "x-rejection-reasons",
    "x-viber-kinds",
    "x-webhook-types",
)
# The lists of message/send and file/add.
DOCUMENTS = (
    "doc docx rtf dot dotx odt odf fodt txt info pdf xps pdax eps xls xlsx ods fods csv xlsm xltx"
)
UPLOADS = (
    "doc docx rtf dot dotx odt odf fodt txt pdf xps pdax eps "
    "xls xlsx ods fods csv xlsm xltx jpg jpeg png gif"
)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    path = ROOT / "generator/spec/checks/extensions.schema.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def test_the_extensions_satisfy_their_schema(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for spec in (SPEC, WRITTEN):
        errors = validator.iter_errors(spec)
        assert [(list(error.absolute_path), error.message) for error in errors] == []


def test_every_extension_is_documented(schema: dict[str, Any]) -> None:
    at_the_root = {name for name in schema["properties"] if name.startswith("x-")}
    assert set(schema["required"]) <= at_the_root
    known = {*at_the_root, *schema["$defs"]["anything"]["else"]["properties"], "x-operation"}
    known |= {*schema["$defs"]["hints"]["properties"]}
    text = (ROOT / "docs" / "spec-extensions.md").read_text(encoding="utf-8")
    headings: set[str] = set()
    for line in text.splitlines():
        if line.startswith("### "):
            headings.update(re.findall(r"`(x-.*?)`", line))
    assert headings == known
    for definition in schema["$defs"].values():
        if "required" not in definition:
            continue
        for key in definition.get("properties", {}):
            assert f"`{key}`" in text or f".{key}`" in text, key


def test_every_assumption_is_listed() -> None:
    listed = set(
        re.findall(r"\bA-\d+\b", (ROOT / "docs" / "assumptions.md").read_text(encoding="utf-8"))
    )
    named = set(re.findall(r"\bA-\d+\b", json.dumps(SPEC)))
    assert named
    assert named <= listed


def test_the_result_codes_are_those_of_the_documentation() -> None:
    rows = [
        DocumentedCode(row["code"], row["name"], date.fromisoformat(row["since"]))
        for row in SPEC["x-result-codes"]
    ]
    assert rows == RESULT_CODES


def test_who_has_to_act_and_whether_a_repeat_can_help_was_decided_once() -> None:
    """The documentation leaves these columns to the reader: they change on purpose or never."""
    rows = [
        Judgement(row["code"], row["outcome"], row["scope"], row["actor"], row["repeat"])
        for row in SPEC["x-result-codes"]
    ]
    assert rows == JUDGEMENTS


def test_outcomes_are_as_the_documentation_describes_them() -> None:
    by_outcome: dict[str, set[int]] = {}
    for row in SPEC["x-result-codes"]:
        by_outcome.setdefault(row["outcome"], set()).add(row["code"])
    assert by_outcome["success"] == {0, 1, 800, 801}
    assert by_outcome["partial"] == {802, 803}
    assert by_outcome["replay"] == {507}
    assert by_outcome["unknown"] == {500, 501, 999}
    assert sum(map(len, by_outcome.values())) == len(RESULT_CODES)


def test_meanings_are_distinct() -> None:
    meanings = [row["meaning"] for row in SPEC["x-result-codes"]]
    assert len(set(meanings)) == len(RESULT_CODES)
    translations = [row["meaning_uk"] for row in SPEC["x-result-codes"]]
    assert len(set(translations)) == len(RESULT_CODES)


def test_a_translation_names_what_the_english_names() -> None:
    for table in TRANSLATED:
        for row in SPEC[table]:
            assert names_in(row["meaning_uk"]) == names_in(row["meaning"]), row


def names_in(text: str) -> list[str]:
    """The names of parameters and the numbers of a text, which are the same in each language."""
    return sorted(re.findall(r"`[^`]+`|[0-9]+", text))


def test_every_code_can_be_answered_by_some_operation() -> None:
    answered = set(SPEC["x-common-codes"])
    for item in SPEC["paths"].values():
        answered.update(item["x-operation"]["codes"])
    assert answered == {row["code"] for row in SPEC["x-result-codes"]}


def test_only_creating_operations_need_a_key() -> None:
    for path, item in SPEC["paths"].items():
        row = item["x-operation"]
        assert (row["retry"] == "keyed") == row["creates"], path
        assert (row["timeout"] == "send") <= row["creates"], path
        # Data is asked for exactly where its absence has a code.
        assert (104 in row["codes"]) == row["takes_data"], path
        assert (1 in row["codes"]) == (row["method"] == "ping"), path
    classes = {path: item["x-operation"]["retry"] for path, item in SPEC["paths"].items()}
    assert {path for path, name in classes.items() if name == "keyed"} == {
        "/message/send.json",
        "/message/sendmulti.json",
        "/chat/send.json",
        "/file/add.json",
    }
    assert {path for path, name in classes.items() if name == "consuming"} == {
        "/chat/messages.json"
    }


def test_the_statuses_are_those_of_the_documentation() -> None:
    pending = ["Queued", "Accepted", "Sent"]
    final = [
        "Delivered",
        "Read",
        "Expired",
        "Undelivered",
        "Rejected",
        "Unknown",
        "Failed",
        "Cancelled",
    ]
    assert [row["name"] for row in SPEC["x-delivery-statuses"]] == pending + final
    assert [row["name"] for row in SPEC["x-delivery-statuses"] if row["final"]] == final
    assert [row["name"] for row in SPEC["x-delivery-statuses"] if row["delivered"]] == [
        "Delivered",
        "Read",
    ]
    reasons = [row["name"] for row in SPEC["x-rejection-reasons"]]
    assert reasons == ["SRVC_NOT_VIBER_USER", "SRVC_USER_BLOCKED", "SRVC_NO_SUITABLE_DEVICE"]


def test_the_limits_are_those_of_the_documentation() -> None:
    found = {row["name"]: (limit(row["name"]), row["code"]) for row in SPEC["x-limits"]}
    assert found == LIMITS


def test_the_kinds_of_viber_message_are_complete() -> None:
    rows = SPEC["x-viber-kinds"]
    assert [row["kind"] for row in rows] == [
        "file",
        "link",
        "image_file",
        "image",
        "button",
        "text",
    ]
    # The last row fits everything, so every message is of some kind.
    assert rows[-1]["when"] == {"all": [], "any": [], "none": []}
    # Only text may be transactional; only a document is charged at the transactional rate without
    # being so.
    assert [row["kind"] for row in rows if row["transactional"]["allowed"]] == ["text"]
    assert [row["kind"] for row in rows if row["rate"] == "transactional"] == ["file"]
    for row in rows:
        for name in {*row["required"], *row["together"]} & {"text", "caption", "action"}:
            assert name in SPEC["x-missing-codes"], f"{row['kind']}: no code for a missing {name}"
        assert (row["file"] == "none") == (
            "file_id" not in {*row["required"], *row["when"]["all"]}
        ), row["kind"]


def ends_of_blocks(alphabet: dict[str, Any]) -> list[tuple[int, int]]:
    blocks: list[tuple[int, int]] = []
    for block in alphabet["blocks"]:
        first, last = block.split("-")
        blocks.append((int(first, 16), int(last, 16)))
    return blocks


def test_the_alphabets_are_those_of_the_standards() -> None:
    rows = {row["name"]: row for row in SPEC["x-alphabets"]}
    gsm, extension = rows["gsm"]["characters"], rows["gsm_extension"]["characters"]
    # 3GPP TS 23.038: seven bits but for the escape, and ten characters behind it.
    assert (len(gsm), len({*gsm})) == (127, 127)
    assert {*extension} == {*"\f^{}\\[~]|€"}
    assert {*gsm} & {*extension} == set()
    assert {*map(chr, range(32, 127))} - {*gsm, *extension} == {"`"}
    assert {name: row["units"] for name, row in rows.items()} == {
        "gsm": 1,
        "gsm_extension": 2,
        "cyrillic": 1,
        "surrogates": 2,
    }
    assert ends_of_blocks(rows["surrogates"]) == [(0x10000, 0x10FFFF)]
    cyrillic = ends_of_blocks(rows["cyrillic"])
    for character in map(chr, range(0x3000)):
        is_cyrillic = "CYRILLIC" in unicodedata.name(character, "")
        in_block = any(first <= ord(character) <= last for first, last in cyrillic)
        assert is_cyrillic <= in_block or character in "\u1d2b\u1d78", character  # small capitals


def test_the_file_types_are_those_of_the_documentation() -> None:
    rows = SPEC["x-file-types"]
    assert [row["extension"] for row in rows if row["kind"] == "document"] == DOCUMENTS.split()
    assert [row["extension"] for row in rows if row["upload"]] == UPLOADS.split()
    assert [row["extension"] for row in rows if row["kind"] == "image"] == [
        "jpg",
        "jpeg",
        "png",
        "gif",
    ]
    assert all(row["send"] for row in rows)
