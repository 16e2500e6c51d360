"""The state file: which files are turned away as they are, what a killed sandbox leaves in one."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.kit.processes import PYTHON, run
from turbosms_sandbox import StateFileError, create_app
from turbosms_sandbox.journal.journal import FORMAT, HEADER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SENDS = 40
on_unix = pytest.mark.skipif(sys.platform == "win32", reason="rights of Unix")


def fill(path: Path) -> None:
    """Leave a state file as a killed sandbox does."""
    program = f"""
import asyncio, os
from turbosms_sandbox import create_app
from turbosms_sandbox.calls.call import Call
from turbosms_sandbox.calls.parameters import Parameters
service = create_app(state_file={str(path)!r}).state.service
for i in range({SENDS}):
    sms = {{"sender": "TurboSMS", "text": f"Hello {{i}}"}}
    data = Parameters({{"recipients": ["380678998668"] * 40, "sms": sms}}, True)
    answer = asyncio.run(service.answer(Call("POST", "message/send", "sandbox", data, None, "")))
    assert answer.code == 803
os._exit(9)
"""
    assert run(PYTHON, "-c", program).returncode == 9


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
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the state file of a killed sandbox holds."""
    path = tmp_path_factory.mktemp("filled") / "state"
    fill(path)
    return path.read_bytes()


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o600)


@pytest.fixture
def copied(filled: bytes, tmp_path: Path) -> Path:
    folder = tmp_path / "copied"
    folder.mkdir()
    write(folder / "state", filled)
    return folder / "state"


def count_messages(path: Path) -> int:
    service = create_app(state_file=path).state.service
    try:
        return len(list(service.state.sent.newest_first()))
    finally:
        service.close()


def test_a_killed_sandbox_left_everything(copied: Path) -> None:
    assert count_messages(copied) == SENDS
    assert [path.name for path in copied.parent.iterdir()] == ["state"]


def test_what_was_not_written_to_its_end_has_not_happened(copied: Path, filled: bytes) -> None:
    """Wherever the writing ended, every line before it counts, and the sandbox goes on there."""
    lines = filled.splitlines(keepends=True)
    commands = sum(b'"message/send"' in line for line in lines)
    assert commands == SENDS
    for missing in (1, 40, len(lines[-1]), len(lines[-1]) + 1, len(lines[-1]) + len(lines[-2])):
        write(copied, filled[:-missing])
        left = SENDS if missing <= len(lines[-1]) else SENDS - 1
        assert count_messages(copied) == left
        assert count_messages(copied) == left
        assert copied.read_bytes().startswith(filled[: -len(lines[-1] + lines[-2])])


def test_what_was_written_and_not_answered_happens_at_the_next_start(
    copied: Path, filled: bytes
) -> None:
    """Its answer is then in the file too, as if it had been given in time."""
    last = filled.splitlines(keepends=True)[-1]
    write(copied, filled[: -len(last)])
    assert count_messages(copied) == SENDS
    assert copied.read_bytes() == filled


def test_an_empty_file_is_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "state"
    for content in (b"", HEADER[:1], HEADER[:-1]):
        path.write_bytes(content)
        assert count_messages(path) == 0
        assert count_messages(path) == 0
        assert [path.name for path in tmp_path.iterdir()] == ["state"]


@on_unix
def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    earlier = os.umask(0)
    try:
        assert count_messages(tmp_path / "state") == 0
        (tmp_path / "empty").touch(0o666)
        assert count_messages(tmp_path / "empty") == 0
    finally:
        os.umask(earlier)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


@on_unix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_one_that_others_can_read_or_write(copied: Path, mode: int) -> None:
    copied.chmod(mode)
    assert "by others" in refusal(copied)
    assert copied.stat().st_mode & 0o777 == mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "state")
    assert count_messages(link) == 0
    assert link.is_symlink()
    assert (tmp_path / "state").stat().st_size


@pytest.mark.parametrize(
    "content",
    [
        b"x",
        b"Hello\n" * 1000,
        b"\0" * 8192,
        b"SQLite format 3\0",
        HEADER[:-2] + b"x\n",
        HEADER[:-1],
    ],
)
def test_foreign_files(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state"
    path.write_bytes(content + b"and more")
    assert "is no state file" in refusal(path)


def test_foreign_databases(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE commands (id)")
    connection.close()
    assert "is no state file" in refusal(path)


def test_the_format_before(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA application_id = {int.from_bytes(b'TSMS', 'big')}")
        connection.execute("CREATE TABLE commands (id)")
    connection.close()
    assert "has format 1, which this sandbox no longer reads" in refusal(path)


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


def test_a_newer_format(copied: Path, filled: bytes) -> None:
    newer = HEADER.replace(b"%d" % FORMAT, b"%d" % (FORMAT + 1))
    write(copied, newer + filled.removeprefix(HEADER))
    assert f"has format {FORMAT + 1}, which is newer" in refusal(copied)


def test_another_sandbox_has_it(tmp_path: Path) -> None:
    service = create_app(state_file=tmp_path / "state").state.service
    assert "in use by another sandbox" in refusal(tmp_path / "state")
    service.control("sandbox/account", {"balance": 1})
    assert "in use by another sandbox" in refusal(tmp_path / "state")
    service.close()
    assert create_app(state_file=tmp_path / "state").state.service.close() is None


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.floats(0, 1, exclude_max=True), garbage=st.binary(min_size=1, max_size=50))
@example(at=0.5, garbage=b"\0" * 50)
@example(at=0.5, garbage=b"\n")
@example(at=0.999, garbage=b"\xff" * 50)
@example(at=1, garbage=b" ")
def test_damage_is_found_or_harmless(
    filled: bytes, tmp_path: Path, at: float, garbage: bytes
) -> None:
    """Whatever is changed in the file, nothing is lost in silence."""
    path = tmp_path / "state"
    content = bytearray(filled)
    begin = len(HEADER) + int(at * (len(content) - len(HEADER) - len(garbage)))
    content[begin : begin + len(garbage)] = garbage
    write(path, bytes(content))
    try:
        assert count_messages(path) == SENDS
    except StateFileError as problem:
        assert "is damaged" in str(problem)  # noqa: PT017 - the other outcome is good too
        assert path.read_bytes() == bytes(content)


def without(*numbers: int) -> Callable[[list[bytes]], list[bytes]]:
    return lambda lines: [line for number, line in enumerate(lines) if number not in numbers]


@pytest.mark.parametrize(
    "change",
    [
        without(3, 4),  # a command and its answer; 0 is the name of the file, 1 and 2 the reset
        without(1, 2),
        without(4),
        without(5),
        lambda lines: [*lines[:3], *lines[5:7], *lines[3:5], *lines[7:]],
        lambda lines: [*lines, *lines[-2:]],
        lambda lines: [*lines, b"\n"],
        lambda lines: [line.replace(b"Hello 7", b"Hello 8") for line in lines],
        lambda lines: [line.replace(b"message/send", b"file/add") for line in lines],
        lambda lines: [*lines[:5], lines[5].upper(), *lines[6:]],
    ],
)
def test_lines_that_somebody_changed(
    copied: Path, filled: bytes, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    write(copied, b"".join(change(filled.splitlines(keepends=True))))
    assert "is damaged" in refusal(copied)


def test_a_version_that_answers_differently(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("turbosms_sandbox.account.prices.SMS_SEGMENT", 35)
    assert count_messages(copied) == 40  # the price is in no answer of a send
    monkeypatch.setattr(
        "turbosms_sandbox.messages.sending.new_message_ids", lambda _, count: ["other"] * count
    )
    assert "by a version of the sandbox that behaves differently" in refusal(copied)
    monkeypatch.setattr("turbosms_sandbox.engine.execution.METHODS", {})
    assert "by a version of the sandbox that behaves differently" in refusal(copied)
