"""Measures every ratio and prints them as a table; ends with status 1 if one is not as promised.

`--only PART` measures one part of them.
"""

from __future__ import annotations

import argparse
import sys
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import client_measures, command_line, inbox, measures, waiting, webhooks
from benchmarks.campaigns import importing, million
from benchmarks.campaigns import sending as campaign_sending
from benchmarks.peers import why_no_generator
from benchmarks.servers import why_no_prism

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator


class Promise(NamedTuple):
    name: str
    relation: str
    """Whether the ratio is at least (≥) or at most (≤) the limit."""
    limit: float | None
    """None: nothing is promised, and the ratio explains another."""
    measure: Callable[[], Iterator[float]]

    def holds(self, ratio: float) -> bool:
        if self.limit is None:
            return True
        return ratio >= self.limit if self.relation == "≥" else ratio <= self.limit


def of_client_and_sandbox() -> Iterator[Promise]:
    yield Promise(
        "single SMS send, requests a processor second ÷ bare JSON echo",
        "≥",
        0.5,
        measures.single_sends,
    )
    yield Promise("start to first answer ÷ bare Starlette", "≤", 1.5, measures.start)
    large = measures.LargeSends()
    yield Promise("send to 5,000 ÷ JSON of its own answer", "≤", 8, large.against_json)
    yield Promise("hundredth send to 5,000 ÷ first", "≤", 1.3, large.hundredth)
    yield Promise("memory a message, in KB", "≤", 1, large.memory)
    yield Promise(
        "send among 1,000 delays, long polls and streams each, in ms",
        "≤",
        50,
        waiting.send_among_waiters,
    )
    yield Promise(
        "ping while others search, delete and look at 1M messages, in ms",
        "≤",
        100,
        waiting.longest_wait_at_a_million,
    )
    yield Promise("client: send ÷ httpx2", "≤", 1.0, client_measures.against_httpx2)
    yield Promise("client: 16 threads, sends a second ÷ httpx2", "≥", 1.0, client_measures.threads)
    yield Promise(
        "client: 1,000 at once, sends a second ÷ httpx2", "≥", 1.0, client_measures.at_once
    )
    yield Promise(
        "client: 1,000 at once by aiohttp, the same ÷ aiohttp",
        "≥",
        0.5,
        client_measures.through_aiohttp,
    )
    yield Promise(
        "client: send to 5,000 ÷ JSON of body and answer", "≤", 3, client_measures.against_json
    )
    yield Promise(
        "client: import to first send ÷ httpx2 alone",
        "≤",
        1.4,
        client_measures.first_against_httpx2,
    )
    yield Promise(
        "turbosms --help ÷ python -c 'import httpx2'", "≤", 1.5, command_line.help_against_httpx2
    )
    yield Promise(
        "turbosms send to 20,000 on a terminal ÷ without",
        "≤",
        1.25,
        command_line.with_terminal_against_without,
    )


def of_webhooks() -> Iterator[Promise]:
    yield Promise(
        "webhooks: processor time of a call without the insert ÷ with it",
        "≥",
        0.5,
        webhooks.against_no_insert,
    )
    burst = webhooks.Burst()
    yield Promise("webhooks: lost of a burst of 20,000", "≤", 0, burst.lost)
    yield Promise("  99 of 100 are answered within, in ms", "≤", 250, burst.slowest)
    yield Promise("  calls a second", "≥", 1000, burst.a_second)


def of_campaigns() -> Iterator[Promise]:
    yield Promise(
        "campaign: import ÷ reading and normalising the file", "≤", 3, importing.same_text
    )
    yield Promise("  the same with a personal text", "", None, importing.personal_texts)
    yield Promise(
        "campaign: send ÷ a loop of the client, a second a call",
        "≤",
        1.3,
        campaign_sending.against_bare_loop,
    )
    yield Promise(
        "  the same in processor time alone, no delay",
        "",
        None,
        campaign_sending.processor_against_bare_loop,
    )
    yield Promise(
        "campaign: personal texts, recipients a second of processor",
        "≥",
        1000,
        campaign_sending.personal_texts_a_second,
    )
    runs = million.Runs()
    yield Promise("campaign: memory of 200,000 above that of 10,000, MB", "≤", 100, runs.memory)
    yield Promise("  show while it is sent, in ms", "≤", 100, runs.looks)


def in_a_browser() -> Iterator[Promise]:
    yield Promise("inbox: longest frame of a send to 5,000, in ms", "≤", 100, inbox.longest_frames)


def against_prism() -> Iterator[Promise]:
    yield Promise("single SMS send, requests a second ÷ Prism", "≥", 3, measures.against_prism)


def against_generator() -> Iterator[Promise]:
    yield Promise(
        "client: openapi-generator's send to 5,000 ÷ ours",
        "≥",
        1.5,
        client_measures.generated_large,
    )
    # Four fifths of ours are the import and the first send of `httpx2` itself.
    yield Promise("  its import to first send ÷ ours", "≥", 1.3, client_measures.first_generated)
    # On a warm connection it is urllib3 against httpx2, and nothing that stands on httpx2 can win.
    yield Promise("  its single send ÷ ours", "", None, client_measures.generated_single)
    yield Promise("  the same ÷ httpx2", "", None, client_measures.generated_against_httpx2)


class Part(NamedTuple):
    rows: Callable[[], Iterator[Promise]]
    why_not: Callable[[], str | None] | None = None
    """Finds out what is missing here to measure it; None if it needs nothing."""


PARTS = {
    "client-and-sandbox": Part(of_client_and_sandbox),
    "webhooks": Part(of_webhooks),
    "campaigns": Part(of_campaigns),
    "browser": Part(in_a_browser, inbox.why_no_browser),
    "prism": Part(against_prism, why_no_prism),
    "openapi-generator": Part(against_generator, why_no_generator),
}


def main(chosen: Collection[str]) -> int:
    print(f"{'':64}{'median':>8}{'runs':>16}  promised")
    kept = True
    for name, part in PARTS.items():
        if name not in chosen:
            continue
        reason = None if part.why_not is None else part.why_not()
        for promise in part.rows():
            if reason is None:
                kept = _row(promise) and kept
            else:
                print(f"{promise.name:64}not measured: {reason}")
    return 0 if kept else 1


def _parts_asked_for() -> Collection[str]:
    parser = argparse.ArgumentParser("python -m benchmarks", description="Measure every ratio.")
    parser.add_argument(
        "--only", action="append", choices=list(PARTS), help="measure this part; may be repeated"
    )
    return parser.parse_args().only or list(PARTS)


def _row(promise: Promise) -> bool:
    runs = sorted(promise.measure())
    ratio = median(runs)
    spread = f"{runs[0]:.2f} … {runs[-1]:.2f}" if len(runs) > 1 else ""
    promised = "-" if promise.limit is None else f"{promise.relation} {promise.limit}"
    verdict = "" if promise.holds(ratio) else "  MISSED"
    print(f"{promise.name:64}{ratio:8.2f}{spread:>16}  {promised}{verdict}", flush=True)
    return promise.holds(ratio)


if __name__ == "__main__":
    sys.exit(main(_parts_asked_for()))
