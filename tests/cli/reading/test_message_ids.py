"""Ids from lists, tables, and the JSON that `turbosms send` and jq print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.running import rows
from tests.cli.workbooks import xlsx
from turbosms_cli.reading.message_ids import read
from turbosms_cli.reading.sources import Files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Run

ONE, TWO = "0fcd22f6-84e0-0a1b-9a77-7b2c5d1b7f11", "1a2b3c4d-0000-1111-2222-333344445555"
SENT = [
    {"type": "recipient", "message_id": ONE, "hybrid": True},
    {"type": "recipient", "message_id": None},
    {"type": "recipient", "message_id": TWO, "hybrid": False},
    {"type": "summary", "recipients": 3},
]
LINES = [json.dumps(row) for row in SENT]
IDS = {
    "a line each": f"\n# ours\n{ONE}\n  {TWO}  \n",
    "lines in quotes": f'"{ONE}"\n"{TWO}"\n',
    "copied from a page": f"\ufeff{ONE}\u200b\n\u202a{TWO}\u202c\n",
    "a column alone": f"message_id\n{ONE}\n{TWO}\n",
    "a table": f"phone,message_id,code\n380,{ONE},0\n381,,404\n382,{TWO},0\n",
    "a table of Excel": f"\ufeffphone;Message_ID;code\r\n380;{ONE};0\r\n382;{TWO};0\r\n",
    "a column alone, called otherwise": f"\ufeffID\r\n{ONE}\r\n{TWO}\r\n",
    "a heading in words": f"Message ID;sent\n{ONE};1\n{TWO};1\n",
    "a table that Excel is to read": f"sep=|\nphone|message_id\n380|{ONE}\n381|{TWO}\n",
    "a heading with line breaks": f'"phone\nmobile",message_id\n380,{ONE}\n381,{TWO}\n',
    "a heading of two lines": f'phone;"Message\nID"\n380;{ONE}\n381;{TWO}\n',
    "a declared heading in words": f"sep=;\nMessage ID;sent\n{ONE};1\n{TWO};1\n",
    "what jq makes with @csv": f'"message_id","phone"\n"{ONE}","380"\n"{TWO}","381"\n',
    "lines of turbosms send": "\n".join(LINES),
    "jq -s": json.dumps(SENT, indent=2),
    "jq -sc": json.dumps(SENT),
    "jq .": "\n".join(json.dumps(row, indent=2) for row in SENT),
    "jq -s 'map(.message_id)'": json.dumps([ONE, None, TWO], indent=2),
    "jq .message_id": f'"{ONE}"\nnull\n"{TWO}"\n'.replace("null\n", ""),
    "arrays in an array": json.dumps([SENT[:1], [SENT[1:]]], indent=1),
    "lines, and then JSON": f"{ONE}\n{LINES[2]}\n",
}


def found(folder: Path, content: bytes | str, **options: Any) -> list[str]:
    file = folder / "ids"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read((), Files((str(file),), **options)))


@pytest.mark.parametrize("content", IDS.values(), ids=IDS)
def test_where_ids_are_found(content: str, tmp_path: Path) -> None:
    assert found(tmp_path, content) == [ONE, TWO]
    for encoding in ("utf-16", "utf-8-sig"):
        assert found(tmp_path, content.lstrip("\ufeff").encode(encoding)) == [ONE, TWO]


def test_a_column_that_is_named(tmp_path: Path) -> None:
    table = f"phone~id\n380~{ONE}\n381~{TWO}\n"
    assert found(tmp_path, table, column="id", delimiter="~") == [ONE, TWO]
    assert found(tmp_path, table.replace("~", ";"), column="2")[-2:] == [ONE, TWO]
    assert found(tmp_path, xlsx({"Sent": [["x", "message_id"], ["y", ONE], ["z", TWO]]})) == [
        ONE,
        TWO,
    ]


def test_hybrids_are_told(tmp_path: Path) -> None:
    (tmp_path / "sent.json").write_text(json.dumps(SENT, indent=2))
    hybrids = set[str]()
    assert list(read((), Files((str(tmp_path / "sent.json"),)), hybrids)) == [ONE, TWO]
    assert hybrids == {ONE}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (f"{ONE}\n380;{TWO};0\n", 2),
        (f"{ONE}\n\nnot an id\n", 3),
        (f"{LINES[0]}\n{LINES[2][:30]}", 2),
        (f"{LINES[0]}\n{LINES[2][:30]}\n{LINES[2]}\n", 2),
        (json.dumps(SENT, indent=2)[:-40], 16),
        (f"[{LINES[0]},\n{LINES[2]},\n", 2),
        (f"{LINES[0]}\n]\n", 2),
        ("{" * 100_000, 1),
        (f"{ONE}\n" + "[" * 100_000 + "{" * 5, 2),
    ],
)
def test_what_is_neither_is_told_with_its_line(content: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(click.UsageError) as caught:
        found(tmp_path, content)
    assert f"ids, line {line}: this is neither an id nor JSON" in caught.value.message
    assert len(caught.value.message) < 400


@given(
    st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=5) | st.integers(), max_size=3)),
    st.sampled_from([None, 1, 4]),
    st.booleans(),
)
def test_all_json_is_read_whole(
    tmp_path_factory: pytest.TempPathFactory,
    facts: list[dict[str, Any]],
    indent: int | None,
    is_array: bool,
) -> None:
    sent = [{**fact, "message_id": f"id-{number}"} for number, fact in enumerate(facts)]
    text = "\n".join(json.dumps(one, indent=indent, ensure_ascii=False) for one in sent)
    if is_array:
        text = json.dumps(sent, indent=indent)
    file = tmp_path_factory.getbasetemp() / "random.json"
    file.write_text(f"{text}\nlast\n", "utf-8", newline="")
    expected = [*(f"id-{number}" for number in range(len(facts))), "last"]
    assert list(read((), Files((str(file),)))) == expected


def test_commands_take_them(run: Run, tmp_path: Path) -> None:
    sent = run("send", "380501111111", "380502222222", "--sms", "TurboSMS", "--text", "Hello")
    ids = [row["message_id"] for row in rows(sent.stdout)[:-1]]
    table = "".join(f"380;{message_id}\n" for message_id in ids)
    (tmp_path / "sent.csv").write_text(f"phone;message_id\n{table}")
    (tmp_path / "sent.json").write_text(json.dumps(rows(sent.stdout), indent=2))
    (tmp_path / "other.csv").write_text(f"phone:id\n{table.replace(';', ':')}")
    for command in ("status", "details"):
        for options in (
            ["sent.csv"],
            ["sent.json"],
            ["other.csv", "--column", "id", "--delimiter", ":"],
        ):
            done = run(command, "--from", str(tmp_path / options[0]), *options[1:])
            assert done.returncode == 0, done.stderr
            assert [row["message_id"] for row in rows(done.stdout)] == ids
