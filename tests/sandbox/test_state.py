"""The state file: which files are turned away as they are, what a killed sandbox leaves in one."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from turbosms_sandbox import StateFileError, create_app
from turbosms_sandbox.journal import FORMAT

if TYPE_CHECKING:
    from pathlib import Path


def fill(path: Path) -> None:
    """Leave a state file as a killed sandbox does: the last commits in its write-ahead log."""
    program = f"""
import asyncio, os
from turbosms_sandbox import create_app
from turbosms_sandbox.transport import Call, Data
service = create_app(state_file={str(path)!r}).state.service
for i in range(40):
    sms = {{"sender": "TurboSMS", "text": f"Hello {{i}}"}}
    data = Data({{"recipients": ["380678998668"] * 40, "sms": sms}}, True)
    answer = asyncio.run(service.answer(Call("POST", "message/send", "sandbox", data, None, "")))
    assert answer.code == 803
os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9


def everything_in(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def refusal(path: Path) -> str:
    """Why the file is turned away; it and whatever stands beside it must stay as they are."""
    before = everything_in(path.parent)
    with pytest.raises(StateFileError) as refused:
        create_app(state_file=path)
    assert everything_in(path.parent) == before
    message = str(refused.value)
    assert str(path) in message
    assert message.endswith(".")
    assert "\n" not in message
    return message


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The state file of a killed sandbox, and its write-ahead log, by the ends of their names."""
    path = tmp_path_factory.mktemp("filled") / "state"
    fill(path)
    return {"": path.read_bytes(), "-wal": path.with_name("state-wal").read_bytes()}


@pytest.fixture
def copied(filled: dict[str, bytes], tmp_path: Path) -> Path:
    folder = tmp_path / "copied"
    folder.mkdir()
    for end, content in filled.items():
        (folder / f"state{end}").write_bytes(content)
    return folder / "state"


def count_messages(path: Path) -> int:
    service = create_app(state_file=path).state.service
    try:
        return len(list(service.state.storage.newest_messages()))
    finally:
        service.close()


def test_a_killed_sandbox_left_everything(copied: Path, filled: dict[str, bytes]) -> None:
    assert len(filled["-wal"]) > 32
    assert count_messages(copied) == 40
    assert [path.name for path in copied.parent.iterdir()] == ["state"]


def test_a_commit_that_was_not_written_to_its_end_has_not_happened(
    copied: Path, filled: dict[str, bytes]
) -> None:
    copied.with_name("state-wal").write_bytes(filled["-wal"][:-100])
    assert count_messages(copied) == 39


def test_an_empty_file_is_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "state"
    path.touch()
    path.with_name("state-wal").write_bytes(b"of another life")
    assert count_messages(path) == 0
    assert count_messages(path) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["state"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "state")
    assert count_messages(link) == 0
    assert link.is_symlink()
    assert (tmp_path / "state").stat().st_size


@pytest.mark.parametrize("content", [b"x", b"Hello\n" * 1000, b"\0" * 8192, b"SQLite format 3\0"])
def test_foreign_files(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state"
    path.write_bytes(content)
    assert "is no state file" in refusal(path)


def test_foreign_databases(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE commands (id)")
    connection.close()
    assert "is no state file" in refusal(path)


def test_what_is_no_file_at_all(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("folder", "none/state", "loop", "folder/\0"):
        with pytest.raises((StateFileError, ValueError)):
            create_app(state_file=tmp_path / name)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "loop"]


@pytest.mark.skipif(sys.platform == "win32", reason="a device of Unix")
def test_devices_are_left_alone() -> None:
    with pytest.raises(StateFileError, match="is no state file"):
        create_app(state_file="/dev/null")


def test_a_newer_format(copied: Path, filled: dict[str, bytes]) -> None:
    content = bytearray(filled[""])
    content[60:64] = struct.pack(">I", FORMAT + 1)
    copied.write_bytes(content)
    assert f"has format {FORMAT + 1}, which is newer" in refusal(copied)


def test_another_sandbox_has_it(tmp_path: Path) -> None:
    service = create_app(state_file=tmp_path / "state").state.service
    assert "in use by another sandbox" in refusal(tmp_path / "state")
    service.control("sandbox/account", {"balance": 1})
    assert "in use by another sandbox" in refusal(tmp_path / "state")
    service.close()
    assert create_app(state_file=tmp_path / "state").state.service.close() is None


def test_another_program_has_it(tmp_path: Path) -> None:
    path = tmp_path / "state"
    create_app(state_file=path).state.service.close()
    program = f"""
import sqlite3
connection = sqlite3.connect({str(path)!r}, isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
input()
"""
    command = [sys.executable, "-c", program]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        content = path.read_bytes()
        with pytest.raises(StateFileError, match="locked"):
            create_app(state_file=path)
        assert path.read_bytes() == content
        other.communicate("\n")
    assert count_messages(path) == 0


@pytest.mark.parametrize("part", [0.9, 0.5, 0.1])
def test_a_file_that_was_cut_off(copied: Path, part: float) -> None:
    create_app(state_file=copied).state.service.close()
    content = copied.read_bytes()
    copied.write_bytes(content[: int(len(content) * part)])
    assert "is damaged" in refusal(copied)


def test_a_log_that_was_damaged_before_its_end(copied: Path, filled: dict[str, bytes]) -> None:
    for at in (0, 10, 20, 30, 32 + 24 + 100, len(filled["-wal"]) // 2):
        content = bytearray(filled["-wal"])
        content[at] ^= 0x55
        copied.with_name("state-wal").write_bytes(content)
        assert "is damaged" in refusal(copied)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.floats(0, 1, exclude_max=True), garbage=st.binary(min_size=1, max_size=50))
@example(at=0.5, garbage=b"\0" * 50)
@example(at=0.999, garbage=b"\xff" * 50)
def test_damage_is_found_or_harmless(
    filled: dict[str, bytes], tmp_path: Path, at: float, garbage: bytes
) -> None:
    """Some bytes of a database mean nothing.

    Whatever else is changed, nothing is lost in silence.
    """
    path = tmp_path / "state"
    path.with_name("state-wal").write_bytes(filled["-wal"])
    path.write_bytes(filled[""])
    assert count_messages(path) == 40
    content = bytearray(path.read_bytes())
    begin = 100 + int(at * (len(content) - 100 - len(garbage)))
    content[begin : begin + len(garbage)] = garbage
    path.write_bytes(content)
    try:
        assert count_messages(path) == 40
    except StateFileError as problem:
        assert "is damaged" in str(problem)  # noqa: PT017 - the other outcome is good too
        assert path.read_bytes() == bytes(content)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM commands WHERE id = 5",
        "DELETE FROM commands WHERE id = 1",
        "UPDATE commands SET input = replace(input, 'Hello 7', 'Hello 8')",
        "UPDATE commands SET now = now + 1 WHERE id = 7",
        "UPDATE commands SET now = 'soon' WHERE id = 7",
        "UPDATE commands SET name = 'file/add' WHERE id = 7",
        "UPDATE commands SET input = '{' WHERE id = 7",
        "UPDATE commands SET content = x'00' WHERE id = 7",
        "UPDATE commands SET id = 100 WHERE id = 7",
        "DROP TABLE commands",
    ],
)
def test_rows_that_somebody_changed(copied: Path, change: str) -> None:
    connection = sqlite3.connect(copied)
    connection.execute(change)
    connection.commit()
    connection.close()
    assert "is damaged" in refusal(copied)


def test_a_version_that_answers_differently(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("turbosms_sandbox.prices.SMS_SEGMENT", 35)
    assert count_messages(copied) == 40  # the price is in no answer of a send
    monkeypatch.setattr(
        "turbosms_sandbox.messages.send.new_message_ids", lambda _, count: ["other"] * count
    )
    assert "by a version of the sandbox that behaves differently" in refusal(copied)
    monkeypatch.setattr("turbosms_sandbox.execution.HANDLERS", {})
    assert "by a version of the sandbox that behaves differently" in refusal(copied)
