"""Every operation of the client against every quirk of the sandbox, and what each of them is."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.guarantees.ends import classify, classify_call
from tests.guarantees.every_operation import CREATING, OPERATION_CALLS
from tests.guarantees.message_calls import messages_of
from tests.kit.clients import CLIENT_KINDS
from turbosms_client import (
    APIError,
    BadRequestError,
    InsufficientBalanceError,
    OutcomeUnknownError,
    ResultCode,
    Sms,
    Viber,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from _pytest.mark import ParameterSet

    from tests.kit.clients import AnyClient
    from tests.kit.control import Control

pytestmark = [pytest.mark.one_interpreter, pytest.mark.one_case_in(3)]

QUIRKS: Final = (
    "row_codes",
    "single_queued",
    "balance_in_rows",
    "outer_ok",
    "lists",
    "key_order",
    "code_438",
)
TOGETHER: Final = QUIRKS[:-1]
"""All that let every call succeed."""
SETS: Final = [(), *((name,) for name in QUIRKS), TOGETHER]
A, B, C = "380501111111", "380502222222", "380503333333"


def pairs_of(operations: Iterable[str]) -> list[ParameterSet]:
    """Each operation with each quirk, but for two sends at once in the same minute: see below."""
    pairs = []
    for operation, quirks in product(operations, SETS):
        comes_too_soon = operation == "message/sendmulti" and "code_438" in quirks
        if not comes_too_soon:
            pairs.append(pytest.param(operation, quirks, id=f"{operation}-{'+'.join(quirks)}"))
    return pairs


def codes(error: APIError) -> list[int]:
    """Those of the rows that were refused."""
    assert error.report is not None
    return [row.code for row in error.report.rejected]


@pytest.fixture
def quirk(control: Control) -> Iterator[Callable[..., None]]:
    """Turns these quirks on, when nothing counts as a repeat of what was sent before."""

    def turn_on(*names: str) -> None:
        control.advance(91)
        assert control.account(quirks=[*names])["quirks"] == [*names]

    yield turn_on
    control.account(quirks=[])


@pytest.fixture(params=CLIENT_KINDS)
def client(request: pytest.FixtureRequest, client_of: Callable[[str], AnyClient]) -> AnyClient:
    return client_of(request.param)


def test_the_list_is_that_of_the_sandbox(control: Control) -> None:
    schemas = control.control("GET", "openapi.json")["components"]["schemas"]
    assert schemas["Quirks"]["items"]["enum"] == list(QUIRKS)


@pytest.mark.parametrize(("operation", "quirks"), pairs_of(OPERATION_CALLS))
def test_every_operation_gets_on_with_it(
    control: Control, client: AnyClient, quirk: Any, operation: str, quirks: tuple[str, ...]
) -> None:
    operation_call = OPERATION_CALLS[operation]
    world = operation_call.world(control)
    quirk(*quirks)
    result = operation_call.call(client, world)
    control.account(quirks=[])
    operation_call.check(result, world)


@pytest.mark.parametrize(("operation", "quirks"), pairs_of(CREATING))
def test_a_lost_answer_is_found_again(
    control: Control, client: AnyClient, quirk: Any, operation: str, quirks: tuple[str, ...]
) -> None:
    operation_call = OPERATION_CALLS[operation]
    world = operation_call.world(control)
    quirk(*quirks)
    control.plan(operation, [{"kind": "drop_after"}])
    result = operation_call.call(client, world)
    control.account(quirks=[])
    operation_call.check(result, world)
    assert operation_call.executed is not None
    assert operation_call.executed(world) == 1


@pytest.mark.parametrize("quirks", [(), ("lists",), TOGETHER], ids="+".join)
def test_many_sends_under_numbers(client: AnyClient, quirk: Any, quirks: tuple[str, ...]) -> None:
    quirk(*quirks)
    sends: dict[str, Any] = {
        str(place): {"recipients": [phone], "text": f"To {phone}", "sms": Sms()}
        for place, phone in enumerate((A, "12", B))
    }
    reports: Any = client.message.send_multi(sends)
    assert [*reports] == ["0", "1", "2"]
    assert [row.input for key in ("0", "2") for row in reports[key].accepted] == [A, B]
    assert isinstance(reports["1"], BadRequestError)
    assert codes(reports["1"]) == [305]


@pytest.mark.parametrize(
    ("quirks", "code", "row"),
    [
        ((), 801, 0),
        (("row_codes",), 801, 801),
        (("single_queued",), 800, 0),
        (("row_codes", "single_queued"), 800, 800),
        (("outer_ok",), 801, 0),
    ],
)
def test_codes_of_a_send_at_once(
    client: AnyClient, quirk: Any, quirks: tuple[str, ...], code: int, row: int
) -> None:
    quirk(*quirks)
    report = client.message.send([A], text=f"{quirks}", sms=Sms())
    assert (report.code, [one.code for one in report.accepted]) == (code, [row])
    assert not report.rejected


@pytest.mark.parametrize("quirks", SETS, ids="+".join)
def test_nobody_is_accepted(client: AnyClient, quirk: Any, quirks: tuple[str, ...]) -> None:
    quirk(*quirks)
    with pytest.raises(BadRequestError) as refused:
        client.message.send(["12", "34"], text="Hi", sms=Sms())
    assert refused.value.code == ResultCode.INVALID_PHONE
    assert codes(refused.value) == [305, 305]


@pytest.mark.parametrize("together", [False, True])
def test_money_for_some(control: Control, client: AnyClient, quirk: Any, together: bool) -> None:
    quirk(*(TOGETHER if together else ("balance_in_rows",)))
    control.account(balance=0.34 * 2)
    message: dict[str, Any] = {"text": "Order 1", "viber": None, "sms": Sms()}
    try:
        report = client.message.send([A, "12", B, C], **message)
        assert [row.input for row in report.accepted] == [A, B]
        assert [(row.input, row.code) for row in report.rejected] == [("12", 305), (C, 203)]
        with pytest.raises(InsufficientBalanceError) as refused:
            client.message.send([C], **{**message, "text": "Order 2"})
        assert codes(refused.value) == [203]
    finally:
        control.account(balance=1_000_000_000)


def test_try_again_in_a_minute(control: Control, client: AnyClient, quirk: Any) -> None:
    text = f"Again by {client.kind}"
    quirk("code_438")
    first = client.message.send([A], text="One", viber=Viber())
    assert first.code == 801
    with pytest.raises(OutcomeUnknownError) as unknown:
        client.message.send([B], text=text, viber=Viber())
    assert unknown.value.__cause__.code == 438  # type: ignore[union-attr]
    assert messages_of(control, text) == []
    control.advance(60)
    report = client.resume(unknown.value)
    assert [row.input for row in report.accepted] == [B]
    assert messages_of(control, text) == [(B, report.message_ids[0])]


def test_many_sends_within_a_minute(control: Control, client: AnyClient, quirk: Any) -> None:
    quirk("code_438")
    sends: dict[str, Any] = {
        key: {"recipients": [phone], "text": f"{client.kind} {key}", "sms": Sms()}
        for key, phone in (("a", A), ("b", B))
    }
    reports: Any = client.message.send_multi(sends)
    assert [row.input for row in reports["a"].accepted] == [A]
    assert classify(reports["b"]).how == "unknown"
    control.advance(60)
    report = client.resume(reports["b"])
    assert [row.input for row in report.accepted] == [B]


def many(count: int) -> list[str]:
    return [f"38067{number:07d}" for number in range(count)]


@pytest.mark.parametrize("kind", ["sync", "asyncio"])
def test_batches_within_a_minute(
    control: Control, client_of: Callable[[str], AnyClient], quirk: Any, kind: str
) -> None:
    client, text = client_of(kind), f"Batches by {kind}"
    quirk("code_438")
    with pytest.raises(OutcomeUnknownError) as unknown:
        client.message.send(many(5_001), text=text, sms=Sms())
    assert unknown.value.report is not None
    assert len(unknown.value.report.accepted) == 5_000
    control.advance(60)
    report = client.resume(unknown.value)
    assert len(report.accepted) == len(messages_of(control, text)) == 5_001


@pytest.mark.parametrize("kind", ["sync", "asyncio"])
@pytest.mark.parametrize("quirks", [("balance_in_rows",), TOGETHER], ids="+".join)
def test_money_for_some_of_the_batches(
    control: Control,
    client_of: Callable[[str], AnyClient],
    quirk: Any,
    kind: str,
    quirks: tuple[str, ...],
) -> None:
    client = client_of(kind)
    quirk(*quirks)
    control.account(balance=0.34 * 5_001)
    recipients = many(10_001)
    ended = classify_call(lambda: client.message.send(recipients, text=kind, viber=None, sms=Sms()))
    control.account(balance=1_000_000_000)
    report = ended.value if ended.how == "result" else ended.value.report
    assert [row.input for row in report.accepted] == recipients[:5_001]
    assert {row.code for row in report.rejected} == {203}
    assert [*(row.input for row in report.rejected), *report.missing] == recipients[5_001:]
    if "outer_ok" in quirks:
        assert ended.how == "result"
        return
    # The last batch is refused as a whole, as without the quirk; resumed, it finds the money.
    assert ended.how == "unknown"
    assert report.missing == recipients[10_000:]
    report = client.resume(ended.value)
    assert [row.input for row in report.accepted] == recipients[:5_001] + recipients[10_000:]
    assert [row.input for row in report.rejected] == recipients[5_001:10_000]
