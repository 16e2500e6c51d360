"""Runs schemathesis' engine against an address, with the checks of this folder and the sandbox's state under control.

Creating operations meet a fresh account at every request, so that no request is refused as a repeat of an earlier one
and none is answered with an earlier result. The others share an account whose messages they can ask for.
"""

from __future__ import annotations

import itertools
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import schemathesis
from schemathesis import engine, hooks
from schemathesis.checks import CHECKS as REGISTRY
from schemathesis.engine import events

from tests.contract.harness.account import TOKEN, Account
from tests.contract.harness.checks import BUILT_IN, CHECKS
from tests.contract.harness.generation import overlay
from tests.contract.harness.published import contract
from tests.contract.harness.report import Report
from tests.contract.harness.tokens import token_is_enforced

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from schemathesis import Case, HookContext

OURS: tuple[Callable[..., Any], ...] = (*CHECKS, token_is_enforced)
PHASES = ("examples", "coverage", "fuzzing")
SEED = 20200225


def run(
    address: str, control: str, operations: Collection[str], *, phases: Collection[str] = PHASES, examples: int = 20
) -> Report:
    """Hold what answers at `address` to the contract of `operations` (`message/send`); `control` is the sandbox's own.

    `examples` is the number of requests that the fuzzing phase makes up for each verb of an operation.
    """
    report = Report()
    started = time.monotonic()
    # Examples go out as they are written; schemathesis would add what the other phases require beyond them.
    stages = [[phase for phase in phases if (phase == "examples") is alone] for alone in (True, False)]
    with Account(control) as account, _registered():
        for creates, stage in itertools.product((True, False), stages):
            chosen = [
                row.path for row in contract().operations.values() if row.key in operations and row.creates is creates
            ]
            if chosen and stage:
                known = account.prepare()
                config = schemathesis.Config.from_dict(_settings(address, stage, examples))
                document = overlay(contract().document, known, complete="examples" not in stage)
                schema = schemathesis.openapi.from_dict(document, config=config)
                with _fresh_account_before_each_call(account, enabled=creates):
                    for event in engine.from_schema(schema.include(path=chosen)).execute():
                        _collect(report, event)
    report.seconds = time.monotonic() - started
    return report


def check_names() -> tuple[str, ...]:
    """The names of all checks of a run."""
    return (*BUILT_IN, *(check.__name__ for check in OURS))


def _settings(address: str, phases: Collection[str], examples: int) -> dict[str, Any]:
    own_data_only = {"extra-data-sources": {"responses": False}}
    return {
        "seed": SEED,
        "base-url": address,
        "headers": {"Authorization": f"Bearer {TOKEN}"},
        "request-timeout": 30,
        "continue-on-failure": True,
        "suppress-health-check": ["all"],
        "cache": {"enabled": False},
        "generation": {
            "deterministic": True,
            "database": "none",
            "max-examples": examples,
            "no-shrink": True,
            "with-security-parameters": False,
        },
        "checks": {"enabled": False, **{name: {"enabled": True} for name in check_names()}},
        "phases": {
            "enabled": False,
            "examples": {"enabled": "examples" in phases, **own_data_only},
            "coverage": {"enabled": "coverage" in phases, **own_data_only},
            "fuzzing": {
                "enabled": "fuzzing" in phases,
                "error-feedback": {"enabled": False},
                **own_data_only,
            },
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
def _fresh_account_before_each_call(account: Account, *, enabled: bool) -> Iterator[None]:
    def before_call(_context: HookContext, _case: Case[Any], _kwargs: dict[str, Any]) -> None:
        account.reset()

    if not enabled:
        yield
        return
    schemathesis.hook(before_call)
    try:
        yield
    finally:
        hooks.unregister(before_call)
