"""`python -m tests.consumers [NAME …]`: run consumers, all unless some are named, and write docs/consumers.md."""

from __future__ import annotations

import sys

from tests.consumers.checking import check
from tests.consumers.declarations import consumers
from tests.consumers.due import digest
from tests.consumers.page import recorded, write


def main(names: list[str]) -> int:
    """0, or 1 if a consumer does not get exactly as far as declared; the page then keeps what it said."""
    chosen = [consumer for consumer in consumers() if not names or consumer.name in names]
    known = {consumer.name for consumer in consumers()}
    record = {name: row for name, row in recorded().items() if name in known}
    failed = False
    for consumer in chosen:
        try:
            outcome = check(consumer)
        except AssertionError as error:
            failed = True
            print(error)
            continue
        seconds = ", ".join(f"{ran.step} {ran.seconds:.1f} s" for ran in outcome.ran)
        print(f"{consumer.name}: {outcome.reached[-1]} ({seconds})")
        record[consumer.name] = {
            "reached": outcome.reached,
            "versions": consumer.versions(),
            "digest": digest(consumer),
        }
    write(record)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
