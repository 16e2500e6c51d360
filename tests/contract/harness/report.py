"""What a run did and what it found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from schemathesis.generation.meta import REQUEST_SHAPE_PROBES, coverage_scenario

from tests.contract.harness import sent_request
from tests.contract.harness.envelope_checks import envelope_of
from tests.contract.harness.links import Followed, followed
from tests.contract.harness.published_contract import contract
from tests.contract.harness.verdict import Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemathesis import Case
    from schemathesis.engine.recorder import Interaction, ScenarioRecorder

    from tests.contract.harness.sent_request import Transport

TRANSPORTS: dict[str | None, Transport] = {
    sent_request.JSON: "json",
    sent_request.FORM: "form",
    None: "query",
}


@dataclass(frozen=True)
class Failure:
    """What one check found wrong in one answer."""

    check: str
    operation: str
    message: str
    request: str

    def __str__(self) -> str:
        return f"{self.check}: {self.operation}: {self.message}\n    {self.request}"


@dataclass(frozen=True)
class Call:
    """One request and its answer."""

    operation: str
    transport: Transport | None
    phase: str
    positive: bool
    """Meant by the generator to satisfy the schema."""
    verdict: Verdict
    code: int | None
    request: str

    @property
    def succeeded(self) -> bool:
        return contract().succeeded(self.code)


@dataclass
class Report:
    """Calls, failures and errors of a run, collected as it goes."""

    calls: list[Call] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)
    """How often each check had something to check."""
    links: Followed = field(default_factory=Counter)
    """How often each link was followed with an id of its first answer, and led to a success."""
    seconds: float = 0.0

    def add(self, phase: str, recorder: ScenarioRecorder) -> None:
        """Take over the record of one operation or of one scenario."""
        self.links += followed(recorder)
        for case_id, interaction in recorder.interactions.items():
            case = recorder.cases[case_id].value
            call = _call(phase, case, interaction)
            self.calls.append(call)
            for check in recorder.checks.get(case_id, ()):
                self.checked[check.name] += 1
                if check.failure_info is not None:
                    failure = check.failure_info.failure
                    message = " ".join(f"{failure.title}: {failure.message}".split())[:400]
                    self.failures.append(
                        Failure(check.name, case.operation.label, message, call.request)
                    )

    @property
    def failed_checks(self) -> set[str]:
        """The names of the checks that found something."""
        return {failure.check for failure in self.failures}

    def successes(self) -> Counter[tuple[str, Transport]]:
        """How many calls succeeded, by method and transport."""
        return Counter(
            (call.operation, call.transport)
            for call in self.calls
            if call.succeeded and call.transport is not None
        )

    def lacking(self, operations: Iterable[str]) -> list[tuple[str, Transport]]:
        """The methods among `operations` and the transports in which they never succeeded."""
        published = contract()
        successes = self.successes()
        paths = {row.key: row.path for row in published.operations.values()}
        expected = [
            (key, transport) for key in operations for transport in published.transports(paths[key])
        ]
        return [(key, transport) for key, transport in expected if not successes[key, transport]]

    def table(self) -> str:
        """The figures of the run, a line for each method and transport."""
        calls = Counter((call.operation, call.transport) for call in self.calls)
        verdicts = Counter((call.operation, call.transport, call.verdict) for call in self.calls)
        successes = self.successes()
        lines = [
            f"{'method':<20} {'transport':<9} {'calls':>6} {'success':>8} "
            f"{'valid':>6} {'lenient':>8} {'invalid':>8}"
        ]
        for operation, transport in sorted(calls, key=str):
            key = (operation, transport)
            counts = [verdicts[operation, transport, verdict] for verdict in Verdict]
            lines.append(
                f"{operation:<20} {transport or '-':<9} {calls[key]:>6} "
                f"{successes[operation, transport] if transport else 0:>8} "
                f"{counts[0]:>6} {counts[1]:>8} {counts[2]:>8}"
            )
        lines += [
            f"{name:<40} {transport:<9} {count:>6}"
            for (name, transport), count in sorted(self.links.items())
        ]
        phases = Counter(call.phase for call in self.calls)
        lines.append(
            ", ".join(f"{count} calls in the {phase} phase" for phase, count in phases.items())
        )
        lines.append(
            f"{len(self.calls)} calls, {sum(successes.values())} successes, {self.seconds:.1f} s"
        )
        return "\n".join(lines)


def _call(phase: str, case: Case[Any], interaction: Interaction) -> Call:
    request = interaction.request
    sent = sent_request.read(
        request.method,
        request.uri,
        {name: value[0] for name, value in request.headers.items()},
        request.body,
    )
    answer = envelope_of(interaction.response) if interaction.response is not None else None
    is_probe = coverage_scenario(case) in REQUEST_SHAPE_PROBES
    transport = (
        None
        if is_probe or (request.method == "POST" and case.media_type is None)
        else TRANSPORTS[case.media_type]
    )
    return Call(
        operation=contract().operations[case.operation.path].key,
        transport=transport,
        phase=phase,
        positive=case.meta is not None and case.meta.generation.mode.is_positive and not is_probe,
        verdict=judge(sent),
        code=None if answer is None else answer["response_code"],
        request=f"{request.method} {request.uri} {(request.body or b'')[:600]!r}",
    )
