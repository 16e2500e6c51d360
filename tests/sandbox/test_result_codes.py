"""docs/sandbox-codes.md names every result code and how to get it here.

This walks the table over HTTP.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import pytest

from tests.kit.control import Control
from tests.kit.facts import RESULT_CODES
from turbosms_api.tables.result_codes import ResultCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.kit.processes import SandboxProcess


pytestmark = pytest.mark.rules

PAGE = Path(__file__).parents[2] / "docs/sandbox-codes.md"
ROW = re.compile(r"^\| (\d+) \| (\w+) \| (rule|magic|fault) \| (.+) \|$", re.MULTILINE)
TABLE = [(int(code), name, by) for code, name, by, _ in ROW.findall(PAGE.read_text("utf-8"))]

PHONE = "380678998668"
UNKNOWN_ID = "2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba"


class World(Control):
    """The sandbox as these recipes speak to it: they need the codes of an envelope only."""

    def codes(self, operation: str, data: Any = None, **options: Any) -> set[int]:
        """The overall code and those of the rows."""
        envelope = self.call(operation, data, **options)
        rows = envelope["response_result"] if isinstance(envelope["response_result"], list) else []
        inner = {row["response_code"] for row in rows if "response_code" in row}
        return {envelope["response_code"], *inner}

    def sms(self, *recipients: str, **parameters: Any) -> set[int]:
        body = {"sender": "TurboSMS", "text": "Hello"} | parameters
        return self.codes("message/send", {"recipients": recipients or [PHONE], "sms": body})

    def viber(self, *recipients: str, **parameters: Any) -> set[int]:
        body = {"sender": "TurboSMS", "text": "Hello"} | parameters
        return self.codes("message/send", {"recipients": recipients or [PHONE], "viber": body})

    def after(self, **changes: Any) -> Self:
        """The same, once its account has been changed."""
        self.account(**changes)
        return self

    def sender(self, **values: Any) -> Self:
        return self.after(senders={"TurboSMS": values})

    def forced(self, method: str, code: int) -> set[int]:
        self.fault(method, "code", code=code)
        return self.codes(method, {"any": "thing"})

    def chat(self) -> int:
        """The id of a chat in which the recipient has just written."""
        self.viber()
        self.advance(60)
        return self.reply(PHONE, "Hi").chat_id

    def silent_chat(self) -> int:
        """The id of a chat in which the recipient has not written for more than a day."""
        chat_id = self.chat()
        self.advance(86_401)
        return chat_id

    def session_messages(self, count: int) -> set[int]:
        chat_id = self.chat()
        codes = [
            self.codes("chat/send", {"chat_id": chat_id, "message": f"Hello {i}"})
            for i in range(count)
        ]
        return codes[-1]


def many(count: int) -> list[str]:
    return [f"38067{i:07}" for i in range(count)]


def twice(request: Callable[[], set[int]]) -> set[int]:
    request()
    return request()


BUTTON: Final = {"caption": "Go", "action": "https://example.com/"}
RECIPES: Final[dict[int, Callable[[World], set[int]]]] = {
    0: lambda world: world.codes("user/balance"),
    1: lambda world: world.codes("file/ping"),
    103: lambda world: world.codes("user/balance", authorization=""),
    104: lambda world: world.codes("message/send"),
    105: lambda world: world.codes("user/balance", authorization="Bearer other"),
    106: lambda world: world.after(blocked=True).codes("user/balance"),
    107: lambda world: world.codes(
        "chat/send", {"chat_id": world.silent_chat(), "message": "Hello"}
    ),
    200: lambda world: world.sms(sender=""),
    201: lambda world: world.sms(text=""),
    202: lambda world: world.codes("message/send", {"recipients": [], "sms": {}}),
    203: lambda world: world.after(balance=0).sms(),
    204: lambda world: world.viber(image_url="https://example.com/a.png"),
    205: lambda world: world.viber(action="https://example.com/"),
    206: lambda world: world.viber(caption="Go"),
    300: lambda world: world.codes("message/send", {"recipients": [PHONE]}),
    301: lambda world: world.codes("user/balance", authorization="Bearer a b"),
    302: lambda world: world.sms(sender=["TurboSMS"]),
    303: lambda world: world.sms(start_time="tomorrow"),
    304: lambda world: world.sms(text=1),
    305: lambda world: world.sms("12"),
    306: lambda world: world.viber(ttl="60"),
    307: lambda world: world.codes("message/status", {"messages": ["1"]}),
    308: lambda world: world.codes("file/details", {"id": "one"}),
    309: lambda world: world.codes("chat/recipients", {"sender_id": "one"}),
    310: lambda world: world.codes("chat/messages", {"chat_id": "one"}),
    311: lambda world: world.codes("chat/sessions", {"session_id": "one"}),
    312: lambda world: world.codes("chat/messages", {"page": 0}),
    313: lambda world: world.codes("chat/messages", {"rows": 501}),
    400: lambda world: world.sms(sender="Nobody"),
    401: lambda world: world.sms(sender="Frozen"),
    402: lambda world: world.viber(image_url="https://example.com/a.svg", **BUTTON),
    403: lambda world: world.sms(start_time="2001-01-01 10:00"),
    404: lambda world: world.after(stop_list=[PHONE]).sms(),
    405: lambda world: world.sms(*many(5001)),
    406: lambda world: world.sms("48501234567"),
    407: lambda world: world.sms(PHONE, PHONE),
    408: lambda world: world.viber(**BUTTON | {"caption": "x" * 31}),
    409: lambda world: world.viber(ttl=59),
    410: lambda world: world.viber(is_transactional=1, **BUTTON),
    411: lambda world: world.viber(**BUTTON | {"caption": 1}),
    412: lambda world: world.after(forbidden_fragments=["casino"]).sms(text="The Casino"),
    413: lambda world: world.sms(text="x" * 1522),
    414: lambda world: world.codes("message/status", {"messages": [UNKNOWN_ID]}),
    415: lambda world: world.viber(sender="Mobibon", is_transactional=1),
    416: lambda world: world.viber(is_transactional=1),
    417: lambda world: world.codes("file/details", {"id": 999}),
    418: lambda world: world.codes("file/add", {"data": ""}),
    419: lambda world: world.codes("file/add", {"data": "data:image/svg+xml,x"}),
    420: lambda world: world.codes("file/add", {"data": "data:," + "x" * (3 * 1024 * 1024 + 1)}),
    421: lambda world: world.sender(traffic_types=["transactional"]).viber(),
    422: lambda world: world.session_messages(6),
    423: lambda world: world.viber(text="", file_id=12345, caption="x" * 26),
    424: lambda world: world.codes("chat/send", {"chat_id": 987_654, "message": "Hello"}),
    425: lambda world: world.sender(test_number="380503288668").viber(),
    426: lambda world: world.sender(test_number=PHONE, test_limit=0).viber(),
    427: lambda world: twice(world.sms),
    500: lambda world: world.forced("user/balance", 500),
    501: lambda world: world.forced("user/balance", 501),
    502: lambda world: world.codes("message/send", [1]),
    503: lambda world: world.sms("380000000503"),
    504: lambda world: world.viber("380000000504"),
    505: lambda world: world.forced("message/send", 505),
    506: lambda world: world.forced("file/add", 506),
    507: lambda world: twice(
        lambda: world.codes("file/add", {"data": "data:,x", "sequence_id": "1"})
    ),
    800: lambda world: world.sms(*many(6)),
    801: lambda world: world.sms(*many(5)),
    802: lambda world: world.sms(*many(6), "12"),
    803: lambda world: world.sms(*many(5), "12"),
    999: lambda world: world.forced("chat/senders", 999),
}
BY: Final = dict.fromkeys(RECIPES, "rule") | dict.fromkeys((503, 504), "magic")
BY.update(dict.fromkeys((500, 501, 505, 506, 999), "fault"))


@pytest.fixture
def world(process: SandboxProcess) -> Iterator[World]:
    with World(process.url) as made:
        made.reset()
        yield made


def test_the_table_is_whole() -> None:
    assert [(code, name) for code, name, _ in TABLE] == [
        (int(code), code.name) for code in sorted(ResultCode)
    ]
    assert len(TABLE) == len(RESULT_CODES)
    assert {code: by for code, _, by in TABLE} == BY


@pytest.mark.parametrize("code", [code for code, _, _ in TABLE])
def test_every_row_is_provoked(world: World, code: int) -> None:
    assert code in RECIPES[code](world)


@pytest.mark.parametrize("code", [305, 404, 406, 425, 426, 427, 503, 504])
def test_magic_recipients(world: World, code: int) -> None:
    assert world.sms(f"380000000{code}") == {code}
    assert world.viber(f"380000000{code}") == {code}


@pytest.mark.parametrize("code", [code for code, _, _ in TABLE])
def test_every_code_can_be_asked_for(world: World, code: int) -> None:
    assert world.forced("message/send", code) == {code}
    assert world.shown() == []
