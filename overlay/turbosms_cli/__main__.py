"""The console script `turbosms`.

Its commands need extras. If one is missing, it says which one to install.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import Final

from turbosms_cli import extras
from turbosms_cli.language.choice import choose_language, words_before_command
from turbosms_cli.printing import streams

_WHILE_IMPORTING: Final = 100_000
"""New objects between two collections of garbage, until the sandbox sets its own limits.

Its imports create many objects and hardly any garbage.
"""


def main() -> None:
    """Run the command line. Exits with code 2 if the packages of the command are missing."""
    choose_language()
    command = sys.argv[1 + words_before_command(sys.argv[1:]) :][:1]
    if "sandbox" in command:  # a server may well run without any stdout
        gc.set_threshold(_WHILE_IMPORTING)
        extras.need("sandbox", extras.SANDBOX)
    else:
        streams.mend()
        is_of_campaigns = command in (["campaign"], ["suppress"])
        if is_of_campaigns:
            extras.need("cli,campaigns", extras.CAMPAIGNS)
        else:
            extras.need("cli", extras.CLI)
    with streams.guarded():
        import_module("turbosms_cli.root").run()


if __name__ == "__main__":
    main()
