"""`python -m tests.consumers [NAME …]`.

Run consumers, all unless some are named, and write docs/consumers.md.

Among them is the quick start of that page, as `quick-start`. What was run is not run again by the
tests until something of it changes.
"""

from __future__ import annotations

import sys

from tests.consumers import quick_start
from tests.consumers.checking import check
from tests.consumers.declarations import consumers
from tests.consumers.due import digest, quick_start_digest
from tests.consumers.page import recorded, write


def main(names: list[str]) -> int:
    """0, or 1 if a consumer does not get as far as declared; the page then keeps what it said."""
    chosen = [consumer for consumer in consumers() if not names or consumer.name in names]
    known = {quick_start.NAME, *(consumer.name for consumer in consumers())}
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
    if not names or quick_start.NAME in names:
        try:
            quick_start.check()
            record[quick_start.NAME] = {"digest": quick_start_digest()}
        except AssertionError as error:
            failed = True
            print(error)
    write(record)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
