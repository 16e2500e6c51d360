"""``python -m generator``: refuses an old Python in one sentence, then hands over to the command line."""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):
    version = ".".join(map(str, sys.version_info[:2]))
    message = f"The generator needs Python 3.11 or newer, as openapi-python-client does; this is {version}."
    print(message, file=sys.stderr)
    raise SystemExit(2)

from generator.cli import main

main(prog_name="python -m generator")
