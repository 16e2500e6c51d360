"""`message.send` and `.send_multi` refuse what the sandbox refuses, by the same code, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, given, settings

from tests.agreement.differences import DIFFERENCES, EXAMPLE, SAID, SAME, Difference, explanation
from tests.agreement.draws import PDF, sends, settled
from tests.agreement.verdicts import FINE, client_verdict, sandbox_verdict
from tests.effort import examples

if TYPE_CHECKING:
    from tests.agreement.conftest import World

pytestmark = pytest.mark.one_interpreter

EXAMPLES: Final = examples(200, 1500)


def judge(world: World, drawn: dict[str, Any]) -> tuple[dict[str, Any], bool, int | None, int]:
    """The case, whether the client sent it, and both verdicts."""
    world.begin(drawn["fraction"])
    case = settled(drawn, world.now, world.serial)
    sent, ours = client_verdict(world, case)
    return case, sent, ours, sandbox_verdict(world, case)


def test_client_and_sandbox_say_the_same(world: World) -> None:
    told: dict[int, int] = {}

    @settings(max_examples=EXAMPLES, suppress_health_check=[*HealthCheck])
    @given(sends())
    def check(drawn: dict[str, Any]) -> None:
        case, sent, ours, theirs = judge(world, drawn)
        agree = ours == theirs and not (sent and ours)
        assert agree or explanation(case, ours, theirs), (
            f"the client: {ours}, the sandbox: {theirs}"
        )
        if agree:
            told[theirs] = told.get(theirs, 0) + 1

    check()
    assert told[FINE] > EXAMPLES // 10
    assert len(told) >= 12, (
        f"too few examples, or too many differences: only {sorted(told)} were agreed upon"
    )


@pytest.mark.parametrize("size", [12, 13, 25, 26])
@pytest.mark.parametrize("letter", ["\u03ff", "\u0400", "\u052f", "\u0530"])
def test_where_the_cyrillic_letters_begin_and_end(world: World, letter: str, size: int) -> None:
    name = letter + "a" * (size - 1)
    message = {"sender": "TurboSMS", "file_id": PDF, "caption": name}
    _, sent, ours, theirs = judge(world, {**EXAMPLE, "viber": message})
    most = 12 if "\u0400" <= letter <= "\u052f" else 25
    assert (sent, ours, theirs) == ((True, FINE, FINE) if size <= most else (False, 423, 423))


@pytest.mark.parametrize("row", DIFFERENCES, ids=lambda row: row.name)
def test_differences_are_there(world: World, row: Difference) -> None:
    case, sent, ours, theirs = judge(world, {**EXAMPLE, **row.example})
    assert ours != theirs or (sent and ours)
    assert row.explains(case, ours, theirs)


@pytest.mark.parametrize(("code", "example"), SAID)
def test_both_can_say_it(world: World, code: int, example: dict[str, Any]) -> None:
    _, sent, ours, theirs = judge(world, {**EXAMPLE, **example})
    assert (sent, ours, theirs) == (code == FINE, code, code)


@pytest.mark.parametrize("example", SAME)
def test_what_is_easily_read_in_two_ways(world: World, example: dict[str, Any]) -> None:
    _, sent, ours, theirs = judge(world, {**EXAMPLE, **example})
    assert ours == theirs
    assert not (sent and ours)
