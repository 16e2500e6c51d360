"""How the operations of chats and files are called, and how one knows what the service has done."""

from __future__ import annotations

import base64
import uuid
from typing import TYPE_CHECKING, Any, Final

from tests.guarantees.operation_call import OperationCall
from tests.kit.control import RICH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.guarantees.operation_call import World
    from tests.kit.control import Control
    from turbosms_testing import Reply

NUMBER: Final = "380501111111"


def _chat(control: Control) -> Reply:
    """The only chat, with one unread message, in an open session."""
    control.reset(balance=RICH)
    return control.reply(NUMBER, "Where is it?")


def _rows(control: Control, operation: str, **data: Any) -> list[Any]:
    rows: list[Any] = control.result(operation, data or None)
    return rows


def _check_ids(operation: str, name: str, **data: str) -> Any:
    def check(result: Any, world: World) -> None:
        asked: dict[str, Any] = dict(data)
        if "chat_id" in asked:
            asked["chat_id"] = world.known.chat_id
        expected = [row[name] for row in _rows(world.control, operation, **asked)]
        assert [getattr(row, name) for row in result] == expected
        assert result

    return check


def _send(client: Any, world: World, **options: Any) -> Any:
    return client.chat.send(world.known.chat_id, text=world.mark, sequence_id=world.mark, **options)


def _written(world: World) -> list[int]:
    rows = _rows(world.control, "chat/messages", chat_id=world.known.chat_id)
    return [row["id"] for row in rows if row["message"] == world.mark]


def _check_sent(result: Any, world: World) -> None:
    assert [result.message_id] == _written(world)


def _check_messages(result: Any, world: World) -> None:
    assert [(row.id, row.message) for row in result] == [(world.known.message_id, "Where is it?")]


def _is_read(world: World) -> bool:
    return not _rows(world.control, "chat/recipients", sender="TurboSMS", new_only=1)


def _content(mark: str) -> bytes:
    return b"%%PDF-1.4\n%% %s\n%%%%EOF\n" % mark.encode()


def _uploaded(control: Control) -> int:
    """The id of the newest file."""
    control.reset(balance=RICH)
    data = base64.b64encode(_content(uuid.uuid4().hex)).decode()
    file_id: int = control.result("file/add", {"data": f"data:application/pdf;base64,{data}"})["id"]
    return file_id


def _add(client: Any, world: World) -> Any:
    return client.file.add(_content(world.mark), name="a.pdf", sequence_id=world.mark)


def _added(world: World) -> int:
    answers = [world.control.call("file/details", {"id": world.known + place}) for place in (1, 2)]
    return sum(answer["response_code"] == 0 for answer in answers)


def _check_added(result: Any, world: World) -> None:
    assert (result.id, result.size) == (world.known + 1, len(_content(world.mark)))


def _check_details(result: Any, world: World) -> None:
    assert result.id == world.known


CHAT_AND_FILE_CALLS: Final[Mapping[str, OperationCall]] = {
    "chat/senders": OperationCall(
        lambda client, world: client.chat.senders(), _check_ids("chat/senders", "id"), blank=[]
    ),
    "chat/recipients": OperationCall(
        lambda client, world: list(client.chat.recipients(sender="TurboSMS")),
        _check_ids("chat/recipients", "chat_id", sender="TurboSMS"),
        blank=[],
        prepare=_chat,
    ),
    "chat/sessions": OperationCall(
        lambda client, world: list(client.chat.sessions(chat_id=world.known.chat_id)),
        _check_ids("chat/sessions", "id", chat_id="chat_id"),
        blank=[],
        prepare=_chat,
    ),
    "chat/messages": OperationCall(
        lambda client, world: list(client.chat.messages(new_only=True)),
        _check_messages,
        consumed=_is_read,
        blank=[],
        prepare=_chat,
    ),
    "chat/send": OperationCall(
        _send, _check_sent, executed=lambda world: len(_written(world)), prepare=_chat
    ),
    "file/add": OperationCall(
        _add, _check_added, executed=_added, prepare=_uploaded, deadline=False
    ),
    "file/details": OperationCall(
        lambda client, world: client.file.details(world.known), _check_details, prepare=_uploaded
    ),
}
