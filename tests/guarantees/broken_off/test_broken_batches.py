"""Sends that go out in batches: broken off anywhere, finished later, and nobody gets it twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.effort import THOROUGH, examples
from tests.guarantees.broken_off.figures import Figures
from tests.guarantees.broken_off.fuse import Cut, Fuse
from tests.guarantees.broken_off.model import REFUSED, Sent
from tests.guarantees.ends import classify, classify_call
from tests.guarantees.faults import PAIRED, VARIANTS, Variant
from tests.kit.batches import batches_of
from tests.kit.clients import NO_PAUSE
from tests.kit.control import RICH
from turbosms_client import OutcomeUnknownError, SendReport
from turbosms_testing.sandbox import NO_CERTIFICATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _pytest.mark import ParameterSet

    from tests.kit.clients import AnyClient
    from tests.kit.control import Control

pytestmark = [
    pytest.mark.one_interpreter,
    pytest.mark.filterwarnings("ignore:Async generator 'httpx2:ResourceWarning"),
]
BATCH = 5_000 if THOROUGH else 100
"""Recipients of a request. A thorough run sends as many as the service takes."""
EXAMPLES = examples(4, 8)
FAULTS = st.lists(st.none() | st.sampled_from(VARIANTS), max_size=9)
"""None: that request goes well."""
WELL = Variant("delay", True, "answer", (("seconds", 0),))
QUICKLY = settings(
    phases=[Phase.generate], deadline=None, database=None, suppress_health_check=[*HealthCheck]
)


@pytest.fixture(autouse=True)
def _batches() -> Iterator[None]:
    with batches_of(BATCH):
        yield


def many(count: int, *others: str) -> list[str]:
    """So many who get it, each with a number of its own, and others among them."""
    listed = [f"38067{number:07d}" for number in range(count)]
    for place, other in enumerate(others):
        listed.insert(place * BATCH + 3, other)
    return listed


def check_so_far(sent: Sent, error: OutcomeUnknownError) -> None:
    """The report of a call that broke off says of nobody what is not so, and leaves out nobody."""
    held = sent.look()
    report = error.report
    if report is None:
        return
    assert {row.phone: row.message_id for row in report.accepted}.items() <= held.items()
    refused = [row.input for row in (*report.rejected, *report.duplicates)]
    assert {row.input for row in report.rejected} <= set(REFUSED)
    mentioned = [*refused, *report.missing, *(row.input for row in report.accepted)]
    assert sorted(mentioned) == sorted(sent.recipients)


def finish(client: AnyClient, sent: Sent, value: Any, figures: Figures) -> None:
    """Resume what is in doubt, and make the call again from elsewhere: it ends in exactly one."""
    if isinstance(value, OutcomeUnknownError):
        check_so_far(sent, value)
        figures.resumed += 1
        value = client.resume(value)
    assert isinstance(value, SendReport)
    sent.judge(value)
    figures.made_again += 1
    sent.judge(client.elsewhere.message.send(**sent.parameters))


@pytest.mark.parametrize("kind", ["sync", "asyncio"])
def test_random_batches(
    control: Control, client_of: Callable[[str], AnyClient], tell: Callable[..., None], kind: str
) -> None:
    client, figures = client_of(kind), Figures(f"{kind}, sends in batches")
    fuse = Fuse(client)

    @settings(QUICKLY, max_examples=EXAMPLES)
    @given(
        count=st.sampled_from((BATCH + 1, BATCH + 2, 2 * BATCH + 1)),
        others=st.lists(
            st.sampled_from((*REFUSED, "380670000000", "+38 (067) 000-00-07")), max_size=3
        ),
        schedule=FAULTS,
        again=FAULTS,
        cut=st.none() | st.builds(Cut, st.sampled_from(("request", "response")), st.integers(1, 4)),
    )
    def play(
        count: int,
        others: list[str],
        schedule: list[Variant | None],
        again: list[Variant | None],
        cut: Cut | None,
    ) -> None:
        control.reset(balance=RICH)
        sent = Sent(control, figures, many(count, *others))

        def call(client: Any) -> Any:
            return client.message.send(**sent.parameters)

        control.plan("message/send", [(fault or WELL).wire for fault in schedule])
        ended = classify_call(lambda: call(client)) if cut is None else fuse.burn(call, cut)
        figures.calls += 1
        figures.faults_met += min(control.arrived(), len(schedule))
        figures.cut_off += ended.how == "cut"
        figures.unknown += ended.how in ("unknown", "cut")
        figures.refused += ended.how == "refused"
        figures.reports += ended.how == "result"
        value = ended.value
        if isinstance(value, OutcomeUnknownError) and again:
            control.plan("message/send", [(fault or WELL).wire for fault in again])
            figures.resumed += 1
            value = classify_call(lambda: client.resume(value)).value
            assert classify(value).how in ("result", "unknown")
            figures.faults_met += min(control.arrived(), len(again))
        control.clear_faults()
        if ended.how == "refused":
            sent.judge(value)
            value = call(client)
        finish(client, sent, value, figures)
        figures.runs += 1
        figures.different.add((str(count), *others, str(schedule), str(again), str(cut)))

    play()
    tell(figures)
    assert len(figures.different) >= EXAMPLES * 3 // 4
    assert (figures.executed_twice, figures.misreported) == (0, 0)


def broken_batches() -> list[ParameterSet]:
    """Each fault with how many batches go well before it.

    Usually 0 and 1 by turns, and in a thorough run both.
    """
    found = []
    for place, fault in enumerate(PAIRED):
        for well in (0, 1):
            marks = () if well == place % 2 else (pytest.mark.thorough_only,)
            found.append(pytest.param(fault, well, id=f"{well}-{fault}", marks=marks))
    return found


@pytest.mark.parametrize(("fault", "well"), broken_batches())
def test_a_batch_fails(
    control: Control, client_of: Callable[[str], AnyClient], fault: Variant, well: int
) -> None:
    """Once a batch was accepted no failure is reported as that of the whole."""
    control.reset(balance=RICH)
    client, figures = client_of("sync"), Figures("")
    sent = Sent(control, figures, many(BATCH, "380000000404", "12"))
    control.plan("message/send", [WELL.wire] * well + [fault.wire] * 4)
    ended = classify_call(lambda: client.message.send(**sent.parameters))
    control.clear_faults()
    if fault.response == "answer":
        assert ended.how == "result"
    elif str(fault) in ("code 203", "code 427") and not well:
        assert ended.how == "refused"
    else:
        assert ended.how == "unknown"
        assert ended.value.sequence_id == sent.sequence_id
        if well:
            # In sorted order, both who are refused belong to the first batch.
            assert len(ended.value.report.accepted) == BATCH - 2
            assert len(ended.value.report.missing) == 2
    if ended.how == "refused":
        sent.judge(ended.value)
        ended = classify_call(lambda: client.message.send(**sent.parameters))
    finish(client, sent, ended.value, figures)


def test_the_second_batch_does_not_leave(
    control: Control, client_of: Callable[[str], AnyClient], closed_port: str
) -> None:
    """Nothing listens any more: the second batch surely was not sent, but the whole was in part."""
    control.reset(balance=RICH)
    client, figures = client_of("sync"), Figures("")
    sent = Sent(control, figures, many(BATCH + 1))
    places = [closed_port] * NO_PAUSE.attempts

    def divert(request: httpx2.Request) -> None:
        if len(json.loads(request.content)["recipients"]) == 1 and places:
            request.url = httpx2.URL(places.pop()).join(request.url.path)

    with httpx2.Client(
        event_hooks={"request": [divert]}, trust_env=False, verify=NO_CERTIFICATES
    ) as http:
        diverted = client.another(http_client=http)
        ended = classify_call(lambda: diverted.message.send(**sent.parameters))
        assert ended.how == "unknown"
        assert len(ended.value.report.accepted) == len(sent.look()) == BATCH
        assert not places
        finish(client, sent, ended.value, figures)
