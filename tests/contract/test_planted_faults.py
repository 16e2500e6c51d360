"""Faults planted in the answers, one by one: the run finds each, by the check that is there for it.

A proxy stands between the run and the sandbox. Without a fault in it there is nothing to find.
Usually there is a fault for every third check; a thorough run has them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.contract.harness.account import TOKEN
from tests.contract.harness.published_contract import contract
from tests.contract.harness.runner import check_names, run
from tests.contract.harness.tokens import SOMEBODY_ELSES
from tests.effort import THOROUGH, examples
from tests.kit.forwarding import Exchange, Forwarding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from _pytest.mark import ParameterSet

    from tests.contract.harness.report import Report

pytestmark = pytest.mark.checkout

EXAMPLES = ("examples",)
COVERAGE = ("examples", "coverage")
FUZZING = ("fuzzing",)
STATEFUL = ("stateful",)


@dataclass(frozen=True)
class Fault:
    """What is spoilt, in which operation, and which checks find it.

    That one and those that cannot but notice too.
    """

    name: str
    check: str
    operation: str
    answer: Callable[[Exchange], None] | None = None
    ask: Callable[[Exchange], None] | None = None
    phases: Collection[str] = COVERAGE
    noticed_by: frozenset[str] = frozenset()


def envelope(change: Callable[[dict[str, Any]], None]) -> Callable[[Exchange], None]:
    """A fault in the envelope of every answer."""

    def answer(exchange: Exchange) -> None:
        changed = exchange.envelope
        change(changed)
        exchange.envelope = changed

    return answer


def successes(change: Callable[[dict[str, Any]], None]) -> Callable[[Exchange], None]:
    """A fault in the envelope of every success."""
    return envelope(
        lambda answer: change(answer) if contract().succeeded(answer["response_code"]) else None
    )


def refusals(change: Callable[[dict[str, Any]], None]) -> Callable[[Exchange], None]:
    """A fault in the envelope of every refusal that does not concern the token or the verb."""

    def change_refusal(exchange: Exchange) -> None:
        code = exchange.envelope["response_code"]
        if (
            exchange.method in ("GET", "POST")
            and code not in (103, 105)
            and contract().outcomes[code] == "failure"
        ):
            envelope(change)(exchange)

    return change_refusal


def rows(change: Callable[[dict[str, Any]], None]) -> Callable[[Exchange], None]:
    """A fault in every row."""

    def change_rows(answer: dict[str, Any]) -> None:
        for row in answer["response_result"]:
            change(row)

    return successes(change_rows)


def inner(change: Callable[[dict[str, Any]], None]) -> Callable[[Exchange], None]:
    """A fault in every envelope within the envelope of message/sendmulti."""

    def change_inner(answer: dict[str, Any]) -> None:
        for send in answer["response_result"].values():
            change(send)

    return successes(change_inner)


def become(code: int, result: object = ...) -> Callable[[dict[str, Any]], None]:
    """Another code with its own name."""

    def change(answer: dict[str, Any]) -> None:
        answer.update(response_code=code, response_status=contract().names[code])
        if result is not ...:
            answer["response_result"] = result

    return change


def put(**values: object) -> Callable[[dict[str, Any]], None]:
    return lambda answer: answer.update(values)


def drop(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda answer: answer.pop(key) and None


def set_http(status: int) -> Callable[[Exchange], None]:
    def answer(exchange: Exchange) -> None:
        exchange.status = status

    return answer


def set_media_type(exchange: Exchange) -> None:
    exchange.media_type = "text/html"


def set_html(exchange: Exchange) -> None:
    if exchange.has_token and SOMEBODY_ELSES not in str(exchange):
        exchange.answer = b"<!doctype html><title>Sorry</title>"


def balance_as_text(answer: dict[str, Any]) -> None:
    balance = answer["response_result"]["balance"]
    answer["response_result"] = {"balance": str(balance)}


def accept_impossible_id(row: dict[str, Any]) -> None:
    if row["response_code"] == 307:
        become(0)(row)


def drop_last_row(answer: dict[str, Any]) -> None:
    answer["response_result"].pop()


def accept_missing_token(exchange: Exchange) -> None:
    if not exchange.has_token:
        exchange.headers["authorization"] = f"Bearer {TOKEN}"


def accept_any_token(exchange: Exchange) -> None:
    if exchange.has_token:
        exchange.headers["authorization"] = f"Bearer {TOKEN}"


def overlook_token_in_query(exchange: Exchange) -> None:
    exchange.query = exchange.query.replace("token=", "tok=")


def overlook_token_in_form(exchange: Exchange) -> None:
    if exchange.token_in_form:
        exchange.body = exchange.body.replace(b"token=", b"tok=")


def take_any_verb(exchange: Exchange) -> None:
    if exchange.method not in ("GET", "POST"):
        exchange.method = "GET"


STATUS_CHECK = frozenset({"status_code_conformance"})
TOKEN_CHECK = frozenset({"token_is_enforced"})
SCHEMA = "response_schema_conformance"
FAULTS = (
    Fault("a number as text", SCHEMA, "user/balance", successes(balance_as_text)),
    Fault(
        "null for a number", SCHEMA, "user/balance",
        successes(put(response_result={"balance": None})),
    ),
    Fault("a row without its name", SCHEMA, "message/status", rows(drop("response_status"))),
    Fault("a row without a channel", SCHEMA, "message/details", rows(drop("viber"))),
    Fault("no result", SCHEMA, "user/ping", envelope(drop("response_result"))),
    Fault("no code", SCHEMA, "file/ping", successes(drop("response_code")), noticed_by=TOKEN_CHECK),
    Fault(
        "not JSON", SCHEMA, "user/ping", set_html,
        noticed_by=frozenset({"token_is_enforced", "other_methods_are_refused"}),
    ),
    Fault(
        "another name", "code_and_name_are_a_pair", "user/balance",
        successes(put(response_status="SUCCESS")),
    ),
    Fault(
        "another name in a row", "code_and_name_are_a_pair", "message/details",
        rows(put(response_status="SENT")),
    ),
    Fault(
        "an unknown code", "code_is_in_the_table", "user/balance", successes(put(response_code=888))
    ),
    Fault(
        "an unknown code in a row", "code_is_in_the_table", "message/status",
        rows(put(response_code=888)),
    ),
    Fault(
        "a code of other methods", "code_belongs_to_the_operation", "user/balance",
        successes(become(801)),
    ),
    Fault(
        "a code of rows", "code_belongs_to_the_operation", "message/status",
        successes(become(414, None)),
    ),
    Fault(
        "a code of requests in a row", "code_belongs_to_the_operation", "message/status",
        rows(become(104)),
    ),
    Fault(
        "a refused send is a success", "no_success_on_invalid_input", "message/send",
        refusals(become(801, None)),
        phases=FUZZING,
    ),
    Fault(
        "a refused inner send is a success", "no_success_on_invalid_input", "message/sendmulti",
        inner(become(801, None)), phases=("coverage",),
    ),
    Fault(
        "a refused upload is a success", "no_success_on_invalid_input", "file/add",
        refusals(become(0)),
    ),
    Fault(
        "an impossible id has a row of success", "no_success_on_invalid_input", "message/status",
        rows(accept_impossible_id),
    ),
    Fault(
        "a good request is malformed", "valid_input_is_not_malformed", "user/balance",
        successes(become(502, None)),
    ),
    Fault(
        "a good id is malformed", "valid_input_is_not_malformed", "file/details",
        successes(become(308, None)),
    ),
    Fault(
        "«partial» without a refusal", "rows_agree_with_the_envelope", "message/send",
        successes(become(803)),
        phases=EXAMPLES,
    ),
    Fault(
        "an accepted row without an id", "rows_agree_with_the_envelope", "message/send",
        rows(put(message_id=None)),
        phases=EXAMPLES,
    ),
    Fault(
        "an id without a row", "every_item_has_its_row", "message/details", successes(drop_last_row)
    ),
    Fault(
        "a recipient without a row", "every_item_has_its_row", "message/send",
        successes(drop_last_row),
        phases=EXAMPLES,
    ),
    Fault("HTML in name", "content_type_conformance", "user/ping", set_media_type),
    Fault("HTTP 500", "not_a_server_error", "user/ping", set_http(500), noticed_by=STATUS_CHECK),
    Fault("HTTP 422", "status_code_conformance", "user/ping", set_http(422)),
    Fault("no token is needed", "token_is_enforced", "user/ping", ask=accept_missing_token),
    Fault("any token will do", "token_is_enforced", "message/details", ask=accept_any_token),
    Fault(
        "a token in the query is overlooked", "token_is_enforced", "user/ping",
        ask=overlook_token_in_query,
    ),
    Fault(
        "a token in the form is overlooked", "token_is_enforced", "user/ping",
        ask=overlook_token_in_form,
    ),
    Fault(
        "any verb will do", "other_methods_are_refused", "user/balance", ask=take_any_verb,
        noticed_by=frozenset({"no_success_on_invalid_input"}),
    ),
)  # fmt: skip


SCENARIOS = examples(3, 10)


def usual() -> Iterator[Fault]:
    """The first fault of each check."""
    seen = set()
    for fault in FAULTS:
        if fault.check not in seen:
            seen.add(fault.check)
            yield fault


USUAL = tuple(usual())


def marked(fault: Fault) -> ParameterSet:
    marks = () if fault in USUAL else (pytest.mark.thorough_only,)
    return pytest.param(fault, id=fault.name, marks=marks)


def run_through(sandbox: str, fault: Fault) -> Report:
    with Forwarding(sandbox, ask=fault.ask, answer=fault.answer) as proxy:
        return run(proxy.url, sandbox, [fault.operation], phases=fault.phases, examples=20)


@pytest.mark.one_case_in(3)
@pytest.mark.parametrize("fault", [marked(fault) for fault in FAULTS])
def test_fault_is_found(sandbox: str, fault: Fault) -> None:
    report = run_through(sandbox, fault)
    assert not report.errors
    assert fault.check in report.failed_checks, report.table()
    assert report.failed_checks <= {fault.check} | fault.noticed_by, report.failures[:5]


def test_every_check_has_a_fault() -> None:
    assert {fault.check for fault in USUAL} == set(check_names())


@pytest.mark.thorough_only
def test_without_a_fault_nothing_is_found(sandbox: str) -> None:
    faults = FAULTS if THOROUGH else USUAL
    for operation, phases in {(fault.operation, tuple(fault.phases)): None for fault in faults}:
        report = run_through(sandbox, Fault("none", "none", operation, phases=phases))
        assert not report.errors
        assert not report.failures


def test_refusing_everything_is_found_by_the_lack_of_success(sandbox: str) -> None:
    refuse = Fault(
        "no balance", "none", "message/send", successes(become(203, None)), phases=EXAMPLES
    )
    report = run_through(sandbox, refuse)
    assert not report.failures
    assert report.lacking(["message/send"])


def test_overlooking_a_transport_is_found_by_the_lack_of_success(sandbox: str) -> None:
    def overlook_forms(exchange: Exchange) -> None:
        if "urlencoded" in exchange.headers.get("content-type", ""):
            exchange.body = b"&".join(
                part for part in exchange.body.split(b"&") if part.startswith(b"token=")
            )

    report = run_through(sandbox, Fault("no forms", "none", "message/details", ask=overlook_forms))
    assert report.lacking(["message/details"]) == [("message/details", "form")]


FILES = ["file/add", "file/details"]


@pytest.mark.thorough_only
def test_fault_behind_a_link_is_found(sandbox: str) -> None:
    """What is wrong in the answer to a real id alone is found by the phase that has one."""
    with Forwarding(sandbox, answer=successes(put(response_status="SUCCESS"))) as proxy:
        report = run(proxy.url, sandbox, FILES, phases=STATEFUL, examples=SCENARIOS)
    assert report.failed_checks == {"code_and_name_are_a_pair"}
    assert {failure.operation.partition(" ")[2] for failure in report.failures} >= {
        "/file/details.json"
    }


@pytest.mark.thorough_only
def test_an_id_that_is_nobodys_is_found_by_the_links(sandbox: str) -> None:
    def another_id(answer: dict[str, Any]) -> None:
        if answer["response_result"] is not None:
            answer["response_result"]["id"] = 987654

    def give_another_id(exchange: Exchange) -> None:
        if exchange.path.endswith("/file/add.json"):
            envelope(another_id)(exchange)

    with Forwarding(sandbox, answer=give_another_id) as proxy:
        report = run(proxy.url, sandbox, FILES, phases=STATEFUL, examples=SCENARIOS)
    assert not report.errors
    assert not report.failures
    assert [call for call in report.calls if call.operation == "file/details"]
    assert not report.links
    with Forwarding(sandbox) as proxy:
        assert run(proxy.url, sandbox, FILES, phases=STATEFUL, examples=SCENARIOS).links
