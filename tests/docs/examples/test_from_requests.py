"""What docs/from-requests.md says of its ten programs.

Their lines, and what they come to when an answer is lost.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.docs.places import slug
from tests.kit.processes import ROOT
from turbosms_client import TransportError, TurboSMS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.control import Control

pytestmark = pytest.mark.checkout

PAGE = (ROOT / "docs" / "from-requests.md").read_text("utf-8")
ROW = re.compile(r"^\| \[.*?\]\(#(.+?)\) \| (\d+) \| (\d+) \|", re.MULTILINE)
FENCE = re.compile(r"^```(py|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TWO_MINUTES = 120  # after 90 seconds, an equal message is another message


class Task(NamedTuple):
    raw: str
    ours: str


def tasks() -> dict[str, Task]:
    sections = [part.partition("\n") for part in PAGE.split("\n## ")[1:]]
    blocks = {slug(heading): dict(FENCE.findall(text)) for heading, _, text in sections}
    return {name: Task(found["py"], found["python"]) for name, found in blocks.items()}


TASKS = tasks()
SENDS = {"login-code": 1, "hybrid-campaign": 2, "file": 1}


@pytest.fixture
def run(sandbox: str, furnished: Control, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a program here. Sleeping moves the sandbox's clock instead."""
    monkeypatch.setattr(time, "sleep", furnished.advance)

    def run(code: str) -> None:
        exec(
            compile(code.replace("https://api.turbosms.ua", sandbox), "page", "exec"),
            {"__name__": "__main__"},
        )

    return run


def sent(furnished: Control) -> int:
    return len(furnished.messages())


def answers() -> list[int]:
    with TurboSMS() as client:
        return sorted(
            message.chat_id or 0 for message in client.chat.messages() if message.type == "Outbox"
        )


def test_there_are_five_tasks() -> None:
    assert [name for name, *_ in ROW.findall(PAGE)] == [*TASKS]
    assert len(TASKS) == 5


@pytest.mark.parametrize("name", TASKS)
def test_the_lines_are_counted(name: str) -> None:
    counted: list[str] = []
    for code in TASKS[name]:
        lines = re.findall(r"^\s*[^\s#]", code, re.MULTILINE)
        counted.append(str(len(lines)))
    said = {row[0]: list(row[1:]) for row in ROW.findall(PAGE)}
    assert counted == said[name]


@pytest.mark.parametrize("name", TASKS)
def test_both_do_the_same_when_all_goes_well(
    name: str, furnished: Control, run: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    done = []
    for code in TASKS[name]:
        run(code)
        done.append((sent(furnished), len(answers())))
        furnished.advance(TWO_MINUTES)
    assert done[0] != (0, 0)
    # What is read counts as read to the raw program; what is answered is answered once by ours.
    assert done[1] == (
        (0, 4) if name == "reply-in-a-chat" else tuple(2 * number for number in done[0])
    )
    assert len(capsys.readouterr().out.splitlines()) >= 2


@pytest.mark.parametrize("name", SENDS)
def test_a_send_whose_answer_is_lost(name: str, furnished: Control, run: Any) -> None:
    raw, ours = TASKS[name]
    furnished.fault("message/send", "drop_after")
    with pytest.raises(OSError, match="Connection"):
        run(raw)
    assert sent(furnished) == SENDS[name]
    furnished.advance(TWO_MINUTES)
    run(raw)
    assert sent(furnished) == 2 * SENDS[name]  # everybody a second time
    furnished.advance(TWO_MINUTES)
    furnished.fault("message/send", "drop_after")
    run(ours)
    assert sent(furnished) == 3 * SENDS[name]


def test_the_same_code_again_is_refused_and_gives_no_id(furnished: Control, run: Any) -> None:
    furnished.fault("message/send", "drop_after")
    with pytest.raises(OSError, match="Connection"):
        run(TASKS["login-code"].raw)
    with pytest.raises(RuntimeError, match="NOT_ALLOWED_MESSAGE_DUPLICATE"):
        run(TASKS["login-code"].raw)
    run(TASKS["login-code"].raw.replace("1234", "5678"))
    assert sent(furnished) == 2


def test_an_upload_whose_answer_is_lost_does_no_harm(furnished: Control, run: Any) -> None:
    raw, ours = TASKS["file"]
    furnished.fault("file/add", "drop_after")
    with pytest.raises(OSError, match="Connection"):
        run(raw)
    run(raw)
    assert sent(furnished) == 1
    furnished.advance(TWO_MINUTES)
    furnished.fault("file/add", "drop_after")
    run(ours)
    assert sent(furnished) == 2


@pytest.mark.parametrize(("lost", "answered"), [("chat/messages", 0), ("chat/send", 1)])
def test_raw_messages_of_a_chat_are_never_answered(
    lost: str, answered: int, furnished: Control, run: Any
) -> None:
    furnished.fault(lost, "drop_after")
    with pytest.raises(OSError, match="Connection"):
        run(TASKS["reply-in-a-chat"].raw)
    run(TASKS["reply-in-a-chat"].raw)
    assert len(answers()) == answered


@pytest.mark.parametrize("lost", ["chat/messages", "chat/send"])
def test_ours_are_answered_once(lost: str, furnished: Control, run: Any) -> None:
    furnished.fault(lost, "drop_after")
    if lost == "chat/messages":
        with pytest.raises(TransportError):
            run(TASKS["reply-in-a-chat"].ours)
        assert answers() == []
    for _ in range(2):
        run(TASKS["reply-in-a-chat"].ours)
        assert len(answers()) == len({*answers()}) == 2


@pytest.mark.parametrize(
    ("fault", "error"),
    [({"kind": "drop_after"}, OSError), ({"kind": "http", "status": 502}, ValueError)],
)
def test_a_status_that_is_lost(
    fault: dict[str, Any], error: type[Exception], furnished: Control, run: Any
) -> None:
    raw, ours = TASKS["delivery-status"]
    furnished.fault("message/status", **fault)
    with pytest.raises(error):
        run(raw)
    assert sent(furnished) == 2
    furnished.advance(TWO_MINUTES)
    furnished.fault("message/details", **fault)
    run(ours)
    assert sent(furnished) == 4


def test_a_new_message_is_answered_once_whatever_is_lost(
    furnished: Control, run: Any, tmp_path: Path
) -> None:
    """The program of docs/chats.md."""
    page = (ROOT / "docs" / "chats.md").read_text("utf-8")
    (code,) = [code for _, code in FENCE.findall(page) if "bookmark" in code]
    furnished.fault("chat/messages", "drop_after")
    with pytest.raises(TransportError):
        run(code)
    run(code)
    assert len(answers()) == len({*answers()}) == 2
    (tmp_path / "last-message-id").unlink()
    run(code)  # as if it had died before the number was written
    assert len(answers()) == 2
    run(code)
    assert len(answers()) == 2
