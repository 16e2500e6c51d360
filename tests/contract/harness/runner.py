"""Runs schemathesis' engine against an address, with our checks and the state under control.

Creating operations meet a fresh account at every request, so that no request is refused as a repeat
of an earlier one and none is answered with an earlier result. The others share an account whose
messages they can ask for. Scenarios of the stateful phase share one in which time goes on, and
whose chat has something new at every call of the module.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import schemathesis
from schemathesis import engine, hooks
from schemathesis.checks import CHECKS as REGISTRY
from schemathesis.engine import events

from tests import effort
from tests.contract.harness.account import TOKEN, Account
from tests.contract.harness.envelope_checks import BUILT_IN, CHECKS, name_results
from tests.contract.harness.generation import only, overlay
from tests.contract.harness.links import leads_anywhere, linked
from tests.contract.harness.published_contract import TRANSPORTS, contract
from tests.contract.harness.report import Report
from tests.contract.harness.tokens import token_is_enforced

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from schemathesis import Case, HookContext, Response

    from tests.contract.harness.sent_request import Transport

OURS: tuple[Callable[..., Any], ...] = (*CHECKS, token_is_enforced)
PHASES = ("examples", "coverage", "fuzzing", "stateful")
TRANSPORT_BY_TRANSPORT = ("fuzzing",)
"""Phases whose requests are counted for each transport; the others try all by themselves."""
COVERED_TRANSPORT: Transport | None = None if effort.THOROUGH else "json"
"""For which the phase makes every kind of request that it knows: thousands for each transport."""
COVERED_ALL = 40
"""So many requests of the coverage phase a quick run makes for each operation; `message/send` and
`message/sendmulti` have hundreds.
"""
COVERED_ONE_IN = 8
"""Of the rest."""
STEPS = 12
"""Calls of one scenario in the stateful phase."""


class Stage(NamedTuple):
    """One call of schemathesis' engine."""

    phase: str
    transport: Transport | None
    """The only transport that it is told of."""
    creates: bool | None
    """Which operations it is told of: those that create something, the others, or both."""


def run(
    address: str,
    control: str,
    operations: Collection[str],
    *,
    phases: Collection[str] = PHASES,
    examples: int = 20,
    scenarios: int | None = None,
    seed: int = effort.SEED,
) -> Report:
    """Hold what answers at `address` to the contract of `operations` (`message/send`).

    `control` is the sandbox's own.

    `examples` is the number of requests that the fuzzing phase makes up for each operation in each
    of its transports. `scenarios` is that of the scenarios of the stateful phase in each transport,
    as many if it is not given.
    """
    report = Report()
    started = time.monotonic()
    with Account(control) as account, _registered():
        for stage in _stages(phases):
            count = scenarios if stage.phase == "stateful" and scenarios is not None else examples
            schema = _schema(
                stage, account, operations, _settings(address, stage.phase, count, seed)
            )
            if schema is not None:
                with _before_each_call(_preparation(stage, account)), _thinned(stage):
                    for event in engine.from_schema(schema).execute():
                        _collect(report, event)
    report.seconds = time.monotonic() - started
    return report


def _stages(phases: Collection[str]) -> Iterator[Stage]:
    for creates, phase in itertools.product((True, False), phases):
        if phase in TRANSPORT_BY_TRANSPORT:
            yield from (Stage(phase, transport, creates) for transport in TRANSPORTS)
        elif phase == "coverage":
            yield Stage(phase, COVERED_TRANSPORT, creates)
        elif phase != "stateful":
            yield Stage(phase, None, creates)
    if "stateful" in phases:
        yield from (Stage("stateful", transport, None) for transport in TRANSPORTS)


def _schema(
    stage: Stage, account: Account, operations: Collection[str], settings: dict[str, Any]
) -> Any:
    """What the engine is to know of the contract, or None if the stage has no such operations."""
    # Examples go out as they are written; schemathesis would add what the other phases require
    # beyond them.
    known = account.prepare()
    document = overlay(contract().document, known, complete=stage.phase != "examples")
    if stage.transport is not None:
        document = only(document, stage.transport)
    chosen = [
        row.path
        for row in contract().operations.values()
        if row.key in operations
        and row.path in document["paths"]
        and stage.creates in (None, row.creates)
    ]
    if stage.phase == "stateful" and stage.transport is not None:
        account.top_up()
        document = linked(document, stage.transport)
        chosen = [path for path in chosen if leads_anywhere(path, chosen)]
    if not chosen:
        return None
    schema = schemathesis.openapi.from_dict(
        document, config=schemathesis.Config.from_dict(settings)
    )
    return schema.include(path=chosen)


def _preparation(stage: Stage, account: Account) -> Callable[[Case[Any]], object] | None:
    """What happens to the account before each call."""
    if stage.phase == "stateful":
        return lambda case: account.move_on(reply=case.operation.path.startswith("/chat/"))
    if stage.creates:
        return lambda case: account.renew(repr((case.query, case.body)))
    return None


def check_names() -> tuple[str, ...]:
    """The names of all checks of a run."""
    return (*BUILT_IN, *(check.__name__ for check in OURS))


def _settings(address: str, phase: str, examples: int, seed: int) -> dict[str, Any]:
    own_data_only: dict[str, Any] = {"extra-data-sources": {"responses": False}}
    if phase == "fuzzing":
        own_data_only["error-feedback"] = {"enabled": False}
    # Only the links that are written down: what schemathesis infers from names is nobody's
    # statement. What violates the contract is tried by the other phases, and leads nowhere in this
    # one.
    with_links: dict[str, Any] = {
        "inference": {"algorithms": []},
        "max-steps": STEPS,
        "generation": {"mode": "positive", "max-examples": examples},
    }
    return {
        "seed": seed,
        "base-url": address,
        "headers": {"Authorization": f"Bearer {TOKEN}"},
        "request-timeout": 30,
        "continue-on-failure": True,
        "suppress-health-check": ["all"],
        "cache": {"enabled": False},
        "generation": {
            "deterministic": not effort.THOROUGH,
            "database": "none",
            "max-examples": examples,
            "no-shrink": True,
            "with-security-parameters": False,
        },
        "checks": {"enabled": False, **{name: {"enabled": True} for name in check_names()}},
        "phases": {
            "enabled": False,
            phase: {"enabled": True, **(with_links if phase == "stateful" else own_data_only)},
        },
    }


def _collect(report: Report, event: events.EngineEvent) -> None:
    if isinstance(event, events.ScenarioFinished):
        report.add(event.phase.value, event.recorder)
    elif isinstance(event, events.NonFatalError):
        report.errors.append(f"{event.label}: {event.value!r}")
    elif isinstance(event, events.FatalError):
        report.errors.append(repr(event.exception))


@contextmanager
def _registered() -> Iterator[None]:
    """Schemathesis knows checks by name, for the whole process: lend them to it for a run."""
    for check in OURS:
        schemathesis.check(check)
    try:
        yield
    finally:
        for check in OURS:
            REGISTRY.unregister(check.__name__)


@contextmanager
def _thinned(stage: Stage) -> Iterator[None]:
    """A quick run leaves most of the requests of the coverage phase out where they are many."""
    if effort.THOROUGH or stage.phase != "coverage":
        yield
        return
    made: Counter[str] = Counter()

    def filter_case(_context: HookContext, case: Case[Any]) -> bool:
        path = case.operation.path
        made[path] += 1
        return made[path] <= COVERED_ALL or made[path] % COVERED_ONE_IN == 0

    schemathesis.hook(filter_case)
    try:
        yield
    finally:
        hooks.unregister(filter_case)


@contextmanager
def _before_each_call(prepare: Callable[[Case[Any]], object] | None) -> Iterator[None]:
    def after_call(_context: HookContext, _case: Case[Any], response: Response) -> None:
        name_results(response)

    def before_call(_context: HookContext, case: Case[Any], _kwargs: dict[str, Any]) -> None:
        if prepare is not None:
            prepare(case)

    schemathesis.hook(before_call)
    schemathesis.hook(after_call)
    try:
        yield
    finally:
        hooks.unregister(before_call)
        hooks.unregister(after_call)
