"""``python -m tests.inbox.page``: exit code 1, and what is wrong, if anything is."""

from __future__ import annotations

import sys

from tests.inbox.page.checks import rules, tests, types

complaints = "".join(check() for check in (types, rules, tests))
sys.stdout.write(complaints or "the page's types, rules and tests hold\n")
sys.exit(bool(complaints))
