"""`python -m tests.contract.live [--out FOLDER]`, with TURBOSMS_TOKEN set."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import defaultdict
from pathlib import Path

import httpx2

from tests.contract.live.kept_answers import Answer, difference, read, sanitised
from tests.contract.live.probes import BEARER, PROBES, Probe, filled

SERVICE = "https://api.turbosms.ua"
ANSWERS = Path(__file__).with_name("answers")
PAUSE = 0.3
"""Seconds between two questions to another machine: how many it takes is not documented."""
TIMEOUT = 30.0
FIRST = Probe("token", "GET", "/user/ping.json", 1, (), headers=BEARER)
NOT_ACCEPTED = (103, 105, 106, 301)


def main() -> int:
    """0 if everything is as expected, 1 if something is not, 2 if it could not be asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.contract.live", description=__doc__)
    parser.add_argument("--out", type=Path, default=ANSWERS, help="where the answers are kept")
    out: Path = parser.parse_args().out
    token = os.environ.get("TURBOSMS_TOKEN")
    if not token:
        return _give_up(
            "Set TURBOSMS_TOKEN to the token of an account. "
            "Nothing is sent and nothing costs anything."
        )
    address = (os.environ.get("TURBOSMS_BASE_URL") or SERVICE).rstrip("/")
    print(f"Asking {address}: {len(PROBES)} questions that cost nothing and create nothing.")
    found: list[tuple[Probe, str]] = []
    with httpx2.Client(timeout=TIMEOUT, follow_redirects=False) as client:
        for probe in (FIRST, *PROBES):
            try:
                answer = ask(client, address, probe, token)
            except httpx2.HTTPError as error:
                # The request, and the token with it, stays out of what is printed.
                return _give_up(
                    f"{probe.name}: {address} could not be asked ({type(error).__name__})."
                )
            if probe is FIRST:
                if (
                    isinstance(answer.content, dict)
                    and answer.content.get("response_code") in NOT_ACCEPTED
                ):
                    return _give_up(
                        "The token is not accepted, which says nothing of any assumption. "
                        "Nothing was kept."
                    )
                out.mkdir(parents=True, exist_ok=True)
                continue
            (out / f"{probe.name}.json").write_text(sanitised(probe, answer, token), "utf-8")
            found.append((probe, difference(probe, answer)))
            if httpx2.URL(address).host not in ("127.0.0.1", "localhost"):
                time.sleep(PAUSE)
    return report(found, out)


def ask(client: httpx2.Client, address: str, probe: Probe, token: str) -> Answer:
    headers = {name: filled(value, token) for name, value in probe.headers.items()}
    url, body = address + filled(probe.path, token), filled(probe.body, token).encode()
    return read(client.request(probe.verb, url, headers=headers, content=body))


def report(found: list[tuple[Probe, str]], out: Path) -> int:
    """Print, for each assumption, whether it holds; 1 if one does not."""
    claims: dict[str, list[tuple[Probe, str]]] = defaultdict(list)
    for probe, different in found:
        for claim in probe.proves:
            claims[claim].append((probe, different))
    for claim, answers in sorted(claims.items()):
        wrong = [(probe, different) for probe, different in answers if different]
        print(
            f"{claim:10}  {'differs' if wrong else 'holds':7}  "
            f"{len(answers) - len(wrong)} of {len(answers)} answers"
        )
        for probe, different in wrong:
            print(f"            {probe.name}: {different}")
    print(f"The answers are in {out}, without the token and without anything of the account.")
    return int(any(different for _, different in found))


def _give_up(why: str) -> int:
    print(why, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
