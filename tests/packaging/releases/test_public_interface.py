"""The guard of the public names: what it notices, and that they break nothing today."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from generator.output import outcomes
from generator.reference import comparison
from generator.reference.comparison import compare_interfaces
from generator.reference.interface import PUBLISHED, breaking_changes, interface
from tests.kit.processes import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

ACCEPTED = PUBLISHED.read_text("utf-8")


interface_once = cache(interface)


@pytest.fixture
def reading_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The packages are read once for all tests; what is compared with them is what differs."""
    monkeypatch.setattr(comparison, "interface", interface_once)


@pytest.mark.usefixtures("reading_once")
def test_the_public_names_break_nothing() -> None:
    outcome = compare_interfaces(ROOT, accept=False)
    assert outcome.complaints == []
    assert outcome.code == outcomes.FINE


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        (
            "def measure_sms(text: str)",
            "def measure_sms()",
            "measure_sms(text): Parameter was removed",
        ),
        (
            "def measure_sms(text: str)",
            "def measure_sms(text: str, alphabet: str)",
            "measure_sms(alphabet): Parameter was added as required",
        ),
        ("def measure_sms(", "def measure(", "measure_sms: Public object was removed"),
        ("hybrid: bool | None = None", "hybrid: bool | None", "TurboSMS.message.wait(hybrid)"),
        ("(TurboSMSError, ValueError):", "(TurboSMSError):", "InvalidParameterError: Base class"),
        ("=== turbosms_webhooks.wsgi\n", "=== another\n", "turbosms_webhooks.wsgi: the module"),
    ],
)
def test_what_breaks_applications_is_noticed(before: str, after: str, complaint: str) -> None:
    assert before in ACCEPTED
    found = breaking_changes(ACCEPTED, ACCEPTED.replace(before, after))
    assert any(complaint in change for change in found), found


def test_what_breaks_nothing_is_not() -> None:
    longer = ACCEPTED.replace(
        "def measure_sms(text: str)", "def measure_sms(text: str, alphabet: str = 'GSM')"
    )
    assert longer != ACCEPTED
    assert breaking_changes(ACCEPTED, f"{longer}def one_more() -> None: ...\n") == []


@pytest.mark.usefixtures("reading_once")
def test_a_change_fails_until_it_is_accepted(tmp_path: Path) -> None:
    published = tmp_path / "published.txt"
    published.write_text(ACCEPTED.replace("def measure_sms(", "def measure("), "utf-8")
    outcome = compare_interfaces(ROOT, accept=False, published=published)
    assert outcome.code == outcomes.DIFFERENT
    removed, advice = outcome.complaints
    assert removed == "measure: Public object was removed"
    assert "python -m generator api --accept" in advice
    compare_interfaces(ROOT, accept=True, published=published)
    assert compare_interfaces(ROOT, accept=False, published=published).code == outcomes.FINE
