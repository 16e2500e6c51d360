"""How to get each result code from the sandbox, over HTTP.

`python -m tests.docs.tables` makes the table in docs/sandbox-codes.md of these recipes.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Self

import pytest

from tests.kit.control import Control
from turbosms_api.tables.result_codes import ResultCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.kit.processes import SandboxProcess


pytestmark = pytest.mark.rules

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


class Recipe(NamedTuple):
    """What a code comes from (docs/sandbox-codes.md), how to get it in words, and in requests."""

    by: Literal["rule", "magic", "fault"]
    how: str
    provoke: Callable[[World], set[int]]


rule = partial(Recipe, "rule")
magic = partial(Recipe, "magic")
fault = partial(Recipe, "fault")

BUTTON: Final = {"caption": "Go", "action": "https://example.com/"}
RECIPES: Final[dict[int, Recipe]] = {
    0: rule("`user/balance`", lambda world: world.codes("user/balance")),
    1: rule("any `ping`", lambda world: world.codes("file/ping")),
    103: rule(
        "no token in any of its places", lambda world: world.codes("user/balance", authorization="")
    ),
    104: rule("`message/send` without data", lambda world: world.codes("message/send")),
    105: rule(
        "a token other than `sandbox`, or other than that of `--token`",
        lambda world: world.codes("user/balance", authorization="Bearer other"),
    ),
    106: rule(
        '`PATCH /sandbox/account` `{"blocked": true}`, then any method',
        lambda world: world.after(blocked=True).codes("user/balance"),
    ),
    107: rule(
        "`chat/send` to a chat in which the recipient has not written, or not within 24 hours",
        lambda world: world.codes(
            "chat/send", {"chat_id": world.silent_chat(), "message": "Hello"}
        ),
    ),
    200: rule(
        "a message without `sender`; `chat/recipients` without `sender` or `sender_id`",
        lambda world: world.sms(sender=""),
    ),
    201: rule(
        "a message without `text`; `chat/send` without a `message` or a file",
        lambda world: world.sms(text=""),
    ),
    202: rule(
        "`recipients` missing or empty",
        lambda world: world.codes("message/send", {"recipients": [], "sms": {}}),
    ),
    203: rule(
        '`PATCH /sandbox/account` `{"balance": 0}`, then a send',
        lambda world: world.after(balance=0).sms(),
    ),
    204: rule(
        "Viber: `text` and `image_url` without a button",
        lambda world: world.viber(image_url="https://example.com/a.png"),
    ),
    205: rule(
        "Viber: `action` without `caption`",
        lambda world: world.viber(action="https://example.com/"),
    ),
    206: rule(
        "Viber: `caption` without `action` or `file_id`", lambda world: world.viber(caption="Go")
    ),
    300: rule(
        "neither `sms` nor `viber`; an unknown method",
        lambda world: world.codes("message/send", {"recipients": [PHONE]}),
    ),
    301: rule(
        "a token with characters that a token cannot have, such as `a b`",
        lambda world: world.codes("user/balance", authorization="Bearer a b"),
    ),
    302: rule(
        "a sender that is not a string, or longer than 20 characters",
        lambda world: world.sms(sender=["TurboSMS"]),
    ),
    303: rule(
        "a `start_time` that is not a date, such as `tomorrow`",
        lambda world: world.sms(start_time="tomorrow"),
    ),
    304: rule("a `text` that is not a string, or not UTF-8", lambda world: world.sms(text=1)),
    305: rule("a recipient such as `12`, in its row", lambda world: world.sms("12")),
    306: rule("Viber: a `ttl` that is a JSON string", lambda world: world.viber(ttl="60")),
    307: rule(
        "`message/status` with a malformed id, in its row",
        lambda world: world.codes("message/status", {"messages": ["1"]}),
    ),
    308: rule(
        "`file/details` with an `id` that is not a number",
        lambda world: world.codes("file/details", {"id": "one"}),
    ),
    309: rule(
        "`chat/recipients` with a `sender_id` that is not a number",
        lambda world: world.codes("chat/recipients", {"sender_id": "one"}),
    ),
    310: rule(
        "`chat/messages` with a `chat_id` that is not a number",
        lambda world: world.codes("chat/messages", {"chat_id": "one"}),
    ),
    311: rule(
        "`chat/sessions` with a `session_id` that is not a number",
        lambda world: world.codes("chat/sessions", {"session_id": "one"}),
    ),
    312: rule(
        "`chat/messages` with a `page` below 1",
        lambda world: world.codes("chat/messages", {"page": 0}),
    ),
    313: rule(
        "`chat/messages` with `rows` outside 1 to 500",
        lambda world: world.codes("chat/messages", {"rows": 501}),
    ),
    400: rule("a sender that the account does not have", lambda world: world.sms(sender="Nobody")),
    401: rule("the sender `Frozen`", lambda world: world.sms(sender="Frozen")),
    402: rule(
        "Viber: an `image_url` that ends in `.svg`",
        lambda world: world.viber(image_url="https://example.com/a.svg", **BUTTON),
    ),
    403: rule(
        "a `start_time` more than 14 days ahead, or in the past",
        lambda world: world.sms(start_time="2001-01-01 10:00"),
    ),
    404: rule(
        "a recipient on the `stop_list` (SMS) or `ignore_list` (Viber) of `PATCH "
        "/sandbox/account`, in its row",
        lambda world: world.after(stop_list=[PHONE]).sms(),
    ),
    405: rule("more than 5000 recipients", lambda world: world.sms(*many(5001))),
    406: rule(
        "a recipient in a country that is not enabled, such as `48501234567`, in its row",
        lambda world: world.sms("48501234567"),
    ),
    407: rule(
        "a recipient that occurs a second time, in its row", lambda world: world.sms(PHONE, PHONE)
    ),
    408: rule(
        "Viber: a button's `caption` of more than 30 characters",
        lambda world: world.viber(**BUTTON | {"caption": "x" * 31}),
    ),
    409: rule("Viber: a `ttl` below 60 or above 86400", lambda world: world.viber(ttl=59)),
    410: rule(
        "Viber: `is_transactional` with a button or an image",
        lambda world: world.viber(is_transactional=1, **BUTTON),
    ),
    411: rule(
        "Viber: a `caption` that is not a string, an `action` that is not a link",
        lambda world: world.viber(**BUTTON | {"caption": 1}),
    ),
    412: rule(
        '`PATCH /sandbox/account` `{"forbidden_fragments": ["casino"]}`, then a text that '
        "contains it",
        lambda world: world.after(forbidden_fragments=["casino"]).sms(text="The Casino"),
    ),
    413: rule(
        "a `text` of more than 1521, 661 or, in Viber, 1000 characters",
        lambda world: world.sms(text="x" * 1522),
    ),
    414: rule(
        "`message/status` with an id that is not the account's, in its row",
        lambda world: world.codes("message/status", {"messages": [UNKNOWN_ID]}),
    ),
    415: rule(
        "Viber: `is_transactional` from the shared sender `Mobibon`",
        lambda world: world.viber(sender="Mobibon", is_transactional=1),
    ),
    416: rule(
        "Viber: `is_transactional` to a Ukrainian number without a matching template",
        lambda world: world.viber(is_transactional=1),
    ),
    417: rule(
        "`file/details` with an `id` that is not the account's",
        lambda world: world.codes("file/details", {"id": 999}),
    ),
    418: rule(
        "`file/add` with empty `data`, or a `url` whose host was not allowed",
        lambda world: world.codes("file/add", {"data": ""}),
    ),
    419: rule(
        "`file/add` of `data:image/svg+xml,…`",
        lambda world: world.codes("file/add", {"data": "data:image/svg+xml,x"}),
    ),
    420: rule(
        "`file/add` of more than 3 MiB",
        lambda world: world.codes("file/add", {"data": "data:," + "x" * (3 * 1024 * 1024 + 1)}),
    ),
    421: rule(
        "a sender whose `traffic_types` (`PATCH /sandbox/account`) lack the message's",
        lambda world: world.sender(traffic_types=["transactional"]).viber(),
    ),
    422: rule("the sixth `chat/send` without a reply", lambda world: world.session_messages(6)),
    423: rule(
        "Viber: a file name of more than 25 characters, 12 with Cyrillic",
        lambda world: world.viber(text="", file_id=12345, caption="x" * 26),
    ),
    424: rule(
        "`chat/send` to a `chat_id` that is not the account's",
        lambda world: world.codes("chat/send", {"chat_id": 987_654, "message": "Hello"}),
    ),
    425: rule(
        "Viber from a sender with another `test_number`, in its row",
        lambda world: world.sender(test_number="380503288668").viber(),
    ),
    426: rule(
        "Viber from a sender with `test_limit` 0, in its row",
        lambda world: world.sender(test_number=PHONE, test_limit=0).viber(),
    ),
    427: rule(
        "the same message again within 90 seconds, in its row", lambda world: twice(world.sms)
    ),
    500: fault(
        '`POST /sandbox/faults` `{"method": "user/balance", "kind": "code", "code": 500}`',
        lambda world: world.forced("user/balance", 500),
    ),
    501: fault("the same with 501", lambda world: world.forced("user/balance", 501)),
    502: rule(
        "a JSON body that is invalid or not an object; an empty list counts as an object, "
        "and so does a list of sends in `sendmulti`",
        lambda world: world.codes("message/send", [1]),
    ),
    503: magic("an SMS to `380000000503`, in its row", lambda world: world.sms("380000000503")),
    504: magic("Viber to `380000000504`, in its row", lambda world: world.viber("380000000504")),
    505: fault(
        '`POST /sandbox/faults` `{"method": "message/send", "kind": "code", "code": 505}`: '
        "the sandbox does not fetch images",
        lambda world: world.forced("message/send", 505),
    ),
    506: fault("the same with 506 and `file/add`", lambda world: world.forced("file/add", 506)),
    507: rule(
        "a request with a `sequence_id` that was executed before",
        lambda world: twice(
            lambda: world.codes("file/add", {"data": "data:,x", "sequence_id": "1"})
        ),
    ),
    800: rule(
        "more than five accepted recipients, or a `start_time`", lambda world: world.sms(*many(6))
    ),
    801: rule(
        "up to five accepted recipients without `start_time`", lambda world: world.sms(*many(5))
    ),
    802: rule("as 800, and a recipient is refused", lambda world: world.sms(*many(6), "12")),
    803: rule("as 801, and a recipient is refused", lambda world: world.sms(*many(5), "12")),
    999: fault(
        "`POST /sandbox/faults` with 999 and any method",
        lambda world: world.forced("chat/senders", 999),
    ),
}


@pytest.fixture
def world(process: SandboxProcess) -> Iterator[World]:
    with World(process.url) as made:
        made.reset()
        yield made


def test_every_code_has_a_recipe() -> None:
    assert list(RECIPES) == sorted(ResultCode)


@pytest.mark.parametrize("code", RECIPES)
def test_every_code_is_provoked(world: World, code: int) -> None:
    assert code in RECIPES[code].provoke(world)


@pytest.mark.parametrize("code", [305, 404, 406, 425, 426, 427, 503, 504])
def test_magic_recipients(world: World, code: int) -> None:
    assert world.sms(f"380000000{code}") == {code}
    assert world.viber(f"380000000{code}") == {code}


@pytest.mark.parametrize("code", RECIPES)
def test_every_code_can_be_asked_for(world: World, code: int) -> None:
    assert world.forced("message/send", code) == {code}
    assert world.shown() == []
