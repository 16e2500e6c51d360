"""The sandbox keeps the published contract, in every transport.

Schemathesis calls it over HTTP and checks each answer.

Each operation is fuzzed with requests in each of its transports, and scenarios in each transport
follow links with the ids of real answers. Examples and coverage are the same every time.
`TURBOSMS_THOROUGH=15 pytest tests/contract/test_sandbox.py` is a longer run, by another chance each
time. Add `-rP` to see the table of calls.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.contract.harness.links import expected
from tests.contract.harness.published_contract import contract
from tests.contract.harness.runner import COVERED_TRANSPORT, check_names, run
from tests.contract.harness.verdict import Verdict
from tests.effort import SEED, TEST_SECONDS, THOROUGH, examples
from turbosms_sandbox.engine.methods import METHODS

if TYPE_CHECKING:
    from collections.abc import Set

    from tests.contract.harness.report import Report

EXAMPLES = examples(2, 100)
SCENARIOS = examples(3, 100)
SHARE_FOLLOWED = 1.0 if THOROUGH else 0.6
"""Of how many links at least. Few scenarios need not come to all: they depend on the day, which
stands in the requests too.
"""
SHARE_IN_EACH_TRANSPORT = 1 / 3 if THOROUGH else 1 / 5
MORE_ROUNDS = 5
"""How often the stateful phase runs again, by another chance, while too few links are followed."""

pytestmark = [pytest.mark.checkout, pytest.mark.timeout(TEST_SECONDS)]

NEVER_FETCHED = {("file/add", 418), ("chat/send", 418)}
"""The examples with a file by URL.

The sandbox fetches nothing unless its command line allows the host.
"""


@pytest.fixture(scope="module")
def report(sandbox: str) -> Report:
    return run(sandbox, sandbox, METHODS, examples=EXAMPLES, scenarios=SCENARIOS, seed=SEED)


def test_every_method_of_the_contract_has_a_handler() -> None:
    assert {operation.key for operation in contract().operations.values()} == METHODS.keys()


def test_no_check_fails(report: Report) -> None:
    print(report.table())
    assert not report.errors
    found = Counter((failure.check, failure.operation) for failure in report.failures)
    assert not report.failures, f"{found}\n" + "\n".join(
        str(failure) for failure in report.failures[:20]
    )


def test_every_method_succeeds_in_every_transport(report: Report) -> None:
    assert not report.lacking(METHODS), report.table()


def test_many_good_requests_succeed(report: Report) -> None:
    good = [
        call
        for call in report.calls
        if call.verdict is Verdict.VALID
        and call.transport is not None
        and (call.operation, call.code) not in NEVER_FETCHED
    ]
    for operation in {call.operation for call in good}:
        outcomes = [call.succeeded for call in good if call.operation == operation]
        assert sum(outcomes) >= len(outcomes) / 3, (
            f"{operation}: {sum(outcomes)} of {len(outcomes)}"
        )


def test_invalid_requests_are_tried_in_every_transport(report: Report) -> None:
    """In every one that the coverage phase is told of, which makes most of them."""
    tried = Counter(
        (call.operation, call.transport) for call in report.calls if call.verdict is Verdict.INVALID
    )
    for operation in contract().operations.values():
        if operation.takes_data:
            for transport in contract().transports(operation.path):
                if COVERED_TRANSPORT in (None, transport):
                    assert tried[operation.key, transport] >= 3, (operation.key, transport)


def test_documented_examples_succeed(report: Report) -> None:
    # What the examples of single parameters add up to is not always a possible request.
    examples = [
        call
        for call in report.calls
        if call.phase == "examples" and call.verdict is not Verdict.INVALID
    ]
    refused = [
        call
        for call in examples
        if not call.succeeded and (call.operation, call.code) not in NEVER_FETCHED
    ]
    assert not refused
    assert len([call for call in examples if call.operation == "message/send"]) >= 15


def too_seldom_followed(followed: Set[tuple[str, str]], links: Set[tuple[str, str]]) -> list[str]:
    """Whether too few of the links were followed, in any transport and in each of them.

    Which links a scenario follows is schemathesis' own choice: not every one is for certain in
    every transport.
    """
    found = []
    names = {name for name, _transport in links}
    followed_names = {name for name, _transport in followed}
    if len(followed_names) < SHARE_FOLLOWED * len(names):
        found.append("in any transport")
    for transport in ("json", "form", "query"):
        possible = {link for link in links if link[1] == transport}
        if len(possible & followed) < SHARE_IN_EACH_TRANSPORT * len(possible):
            found.append(transport)
    return found


def test_every_link_is_followed_to_a_success(report: Report, sandbox: str) -> None:
    links = expected()
    assert len(links) >= 35
    followed = set(report.links)
    assert followed <= links
    for number in range(1, MORE_ROUNDS + 1):
        if not too_seldom_followed(followed, links):
            break
        more = run(
            sandbox,
            sandbox,
            METHODS,
            phases=("stateful",),
            examples=SCENARIOS,
            seed=SEED + number,
        )
        assert not more.failures, more.failures[:20]
        followed |= set(more.links)
    assert too_seldom_followed(followed, links) == [], report.table()


def test_every_operation_is_fuzzed_in_every_transport(report: Report) -> None:
    fuzzed = Counter(
        (call.operation, call.transport) for call in report.calls if call.phase == "fuzzing"
    )
    for operation in contract().operations.values():
        for transport in contract().transports(operation.path):
            assert fuzzed[operation.key, transport] >= EXAMPLES, (operation.key, transport)


def test_every_check_checks_something(report: Report) -> None:
    assert all(report.checked[name] for name in check_names())
    transports = [contract().transports(row.path) for row in contract().operations.values()]
    assert report.checked["token_is_enforced"] >= sum(map(len, transports))
