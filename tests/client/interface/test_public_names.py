"""What is public says so, can be pickled, and tells its types to whoever asks at run time."""

from __future__ import annotations

import collections.abc
import copy
import datetime as dt
import decimal
import inspect
import pickle
import subprocess
import sys
import traceback
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_type_hints

import pytest
from pydantic import ConfigDict, TypeAdapter, ValidationError, validate_call

import turbosms_client
from turbosms_client import (
    APIError,
    AsyncTurboSMS,
    CallEvent,
    ChannelDetails,
    ChannelPreview,
    ChatMessage,
    ChatRecipient,
    ChatSender,
    ChatSendResult,
    ChatSession,
    FileDetails,
    InvalidParameterError,
    MessageDetails,
    MessageStatus,
    MultiReport,
    OutcomeUnknownError,
    Preview,
    ProtocolError,
    RecipientPreview,
    ReportRow,
    ResultCode,
    RetryPolicy,
    SendReport,
    Sms,
    SmsSize,
    TransportError,
    TurboSMS,
    TurboSMSError,
    Viber,
    WaitTimeoutError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.checkout  # pydantic is a tool of the checkout

NAMES = turbosms_client.__all__
CLASSES = [name for name in NAMES if inspect.isclass(getattr(turbosms_client, name))]
CLIENTS = (TurboSMS, AsyncTurboSMS)
MODULES = ("message", "chat", "user", "file")


def _methods() -> list[tuple[type, str]]:
    """Each public method of each client, as `module.name`."""
    methods: list[tuple[type, str]] = []
    for client in CLIENTS:
        for module in MODULES:
            names = [name for name in dir(getattr(client("t"), module)) if name[0] != "_"]
            methods.extend((client, f"{module}.{name}") for name in names)
    return methods


METHODS = _methods()
# Classes of behaviour, of which nothing could be made out of plain data.
NO_DATA = (TurboSMSError, MultiReport, *CLIENTS)
# A client has connections, and a type for dictionaries has no objects.
NOT_PICKLED = {"TurboSMS", "AsyncTurboSMS", "SendOptions", "SendParameters"}

WHEN = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
ROW = ReportRow("0501111111", "380501111111", ResultCode.OK, "OK", "id", {"cost": 1})
REPORT = SendReport(ResultCode.OK, "one", False, ["0501111111"], [], accepted=[ROW])
STATUS = MessageStatus(message_id="id", code=ResultCode.OK, status="Delivered", sent=WHEN)
CHANNEL = ChannelPreview(
    channel="sms", sender="Shop", text="Hi", left=1519, rate="sms", price=Decimal("0.50")
)
RECIPIENT = RecipientPreview("0501111111", "380501111111", ("sms",), None)
OPERATION = {"operation": "message/send"}
SAMPLES: dict[str, Any] = {
    "CallEvent": CallEvent("message/send", "succeeded", 0, 1, 0.25, accepted=2, rejected=0),
    "ChannelDetails": ChannelDetails(status="Delivered"),
    "ChannelPreview": CHANNEL,
    "ChatMessage": ChatMessage(id=1),
    "ChatRecipient": ChatRecipient(chat_id=1),
    "ChatSendResult": ChatSendResult(message_id=1),
    "ChatSender": ChatSender(id=1),
    "ChatSession": ChatSession(id=1),
    "FileDetails": FileDetails(id=1),
    "InvalidParameterError": InvalidParameterError("no", parameter="text", code=201),
    "MessageDetails": MessageDetails(message_id="id", code=ResultCode.OK),
    "MessageStatus": STATUS,
    "MultiReport": MultiReport(a=REPORT),
    "OutcomeUnknownError": OutcomeUnknownError(
        "open", sequence_id="one", started=WHEN, report=REPORT, **OPERATION
    ),
    "Preview": Preview([CHANNEL], [RECIPIENT]),
    "ProtocolError": ProtocolError("no envelope", operation="user/balance"),
    "RecipientPreview": RECIPIENT,
    "ReportRow": ROW,
    "ResultCode": ResultCode.OK,
    "RetryPolicy": RetryPolicy(attempts=2),
    "SendReport": REPORT,
    "Sms": Sms(text="Hi", start_time=WHEN),
    "SmsSize": SmsSize("gsm-7", 2, 1),
    "TurboSMSError": TurboSMSError("no"),
    "Viber": Viber(text="Hi"),
    "WaitTimeoutError": WaitTimeoutError("late", statuses={"id": STATUS}),
}


def sample(name: str) -> Any:
    kind = getattr(turbosms_client, name)
    if name in SAMPLES:
        return SAMPLES[name]
    if issubclass(kind, APIError):
        return kind(105, "REQUIRED_AUTH", report=REPORT, **OPERATION)
    assert issubclass(kind, TransportError)
    return kind("lost", **OPERATION)


def members(kind: Any) -> dict[str, Any]:
    """The functions of a class, those behind properties and class methods included."""
    found: dict[str, Any] = {}
    for base in kind.__mro__:
        for name, value in vars(base).items():
            function = (
                value.fget if isinstance(value, property) else getattr(value, "__func__", value)
            )
            if inspect.isfunction(function) and function.__module__.startswith("turbosms"):
                found[f"{base.__name__}.{name}"] = function
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_says_where_it_is_found(name: str) -> None:
    value = getattr(turbosms_client, name)
    assert value.__module__ == "turbosms_client"
    assert value.__qualname__ == name


def test_tracebacks_and_representations_name_the_public_module() -> None:
    error = APIError(105, "REQUIRED_AUTH", operation="user/balance")
    assert traceback.format_exception_only(error)[0].startswith("turbosms_client.APIError: ")
    assert repr(APIError) == "<class 'turbosms_client.APIError'>"


@pytest.mark.parametrize("name", sorted({*CLASSES} - NOT_PICKLED))
def test_every_public_class_survives_pickling_and_copying(name: str) -> None:
    kind, value = getattr(turbosms_client, name), sample(name)
    assert type(value) is kind
    assert pickle.loads(pickle.dumps(kind)) is kind
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(value, protocol))
        assert type(again) is kind
        assert repr(again) == repr(value)
    assert type(copy.deepcopy(value)) is kind


def test_what_was_pickled_is_read_by_another_process() -> None:
    values = {name: sample(name) for name in CLASSES if name not in NOT_PICKLED}
    program = (
        "import pickle, sys\n"
        "values = pickle.loads(sys.stdin.buffer.read())\n"
        "sys.stdout.buffer.write(pickle.dumps(values))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=pickle.dumps(values), capture_output=True, check=True
    )
    assert repr(pickle.loads(done.stdout)) == repr(values)


def test_the_help_of_an_error_is_that_of_the_nearest_class_of_ours() -> None:
    class MineError(WaitTimeoutError):
        pass

    assert MineError("late", statuses={}).help_url.endswith("/errors/#waittimeouterror")
    assert TurboSMSError("no").help_url.endswith("/errors/#turbosmserror")


@pytest.mark.parametrize("name", NAMES)
def test_types_of_a_public_name_can_be_read(name: str) -> None:
    value = getattr(turbosms_client, name)
    hints = get_type_hints(value)
    if not inspect.isclass(value):
        assert "return" in hints
        return
    for function in members(value).values():
        get_type_hints(function)


@pytest.mark.parametrize("name", NAMES)
def test_pydantic_takes_every_public_name(name: str) -> None:
    value = getattr(turbosms_client, name)
    if inspect.isclass(value) and issubclass(value, NO_DATA):
        adapter: TypeAdapter[Any] = TypeAdapter(
            value, config=ConfigDict(arbitrary_types_allowed=True)
        )
        with pytest.raises(ValidationError):
            adapter.validate_python("something else")
        return
    TypeAdapter(value)


@pytest.mark.parametrize(("client", "name"), METHODS)
def test_types_of_a_method_can_be_read(client: Any, name: str) -> None:
    module, _, method = name.partition(".")
    bound = getattr(getattr(client("t"), module), method)
    hints = get_type_hints(bound)
    signature = inspect.signature(bound)
    assert {*signature.parameters, "return"} == {*hints}
    for parameter in signature.parameters.values():
        assert parameter.annotation == hints[parameter.name]
        assert not isinstance(parameter.annotation, str)
    assert signature.return_annotation == hints["return"]


@pytest.mark.parametrize(("client", "name"), METHODS)
def test_pydantic_takes_every_method(client: Any, name: str) -> None:
    module, _, method = name.partition(".")
    bound = getattr(getattr(client("t"), module), method)
    # A binary stream is no plain data.
    config = ConfigDict(arbitrary_types_allowed=True)
    TypeAdapter(bound, config=config)
    validate_call(config=config)(bound)


def test_pydantic_checks_what_a_method_is_given() -> None:
    with TurboSMS("t") as client:
        method: Any = client.message.preview
        adapter = TypeAdapter(method)
        given = {"recipients": ["0501111111"], "sms": {"sender": "Shop"}, "text": "Hi"}
        preview = adapter.validate_python(given)
        assert preview.channels[0].text == "Hi"
        with pytest.raises(ValidationError, match="sms"):
            adapter.validate_python({**given, "sms": 5})


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("module", MODULES)
def test_types_of_the_modules_can_be_read(client: Any, module: str) -> None:
    kind = type(getattr(client("t"), module))
    get_type_hints(kind)
    for function in members(kind).values():
        get_type_hints(function)


def test_a_signature_shows_what_is_to_be_passed() -> None:
    with TurboSMS("t") as client:
        shown = str(inspect.signature(client.message.send))
    assert shown.startswith("(recipients: collections.abc.Iterable[str], *, ")
    assert "sms: turbosms_client.Sms | None = None" in shown
    assert "start_time: datetime.datetime | str | None = None" in shown
    assert shown.endswith(" -> turbosms_client.SendReport")


def test_what_the_methods_return_is_their_result() -> None:
    blocking, awaiting = TurboSMS("t"), AsyncTurboSMS("t")

    def returned(method: Callable[..., Any]) -> Any:
        return get_type_hints(method)["return"]

    for client in (blocking, awaiting):
        assert returned(client.user.balance) is decimal.Decimal
        assert returned(client.message.send) is SendReport
        assert returned(client.message.preview) is Preview
        assert returned(client.chat.senders) == list[ChatSender]
    assert returned(blocking.chat.messages) == collections.abc.Iterator[ChatMessage]
    assert returned(awaiting.chat.messages) == collections.abc.AsyncIterator[ChatMessage]
    blocking.close()
