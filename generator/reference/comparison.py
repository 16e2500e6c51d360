"""Compares the interface of a checkout with the one that applications may rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.output import outcomes
from generator.output.outcomes import Outcome
from generator.reference.interface import PUBLISHED, breaking_changes, interface

if TYPE_CHECKING:
    from pathlib import Path


def compare_interfaces(root: Path, *, accept: bool, published: Path = PUBLISHED) -> Outcome:
    """Report what breaks; with `accept`, write the interface down as it is now."""
    now = interface(root)
    if accept:
        published.write_text(now, encoding="utf-8")
        return Outcome(outcomes.FINE, "accepted", [f"{published.name} has the interface as it is"])
    changes = breaking_changes(published.read_text("utf-8"), now)
    report = {"breaking_changes": changes}
    if changes:
        advice = (
            "these changes break applications; if they are meant, say so in CHANGELOG.md "
            "and run: python -m generator api --accept"
        )
        return Outcome(outcomes.DIFFERENT, "breaking", [], [*changes, advice], report)
    return Outcome(outcomes.FINE, "compatible", ["the public names break nothing"], report=report)
