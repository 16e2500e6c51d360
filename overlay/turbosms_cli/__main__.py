"""The console script `turbosms`.

Its commands need extras. If one is missing, it says which one to install.
"""

from __future__ import annotations

import sys
from importlib import import_module

from turbosms_cli import extras
from turbosms_cli.printing import streams


def main() -> None:
    """Run the command line. Exits with code 2 if the packages of the command are missing."""
    if "sandbox" in sys.argv[1:2]:  # a server may well run without any stdout
        extras.need("sandbox", extras.SANDBOX)
    else:
        streams.mend()
        is_of_campaigns = sys.argv[1:2] in (["campaign"], ["suppress"])
        if is_of_campaigns:
            extras.need("cli,campaigns", extras.CAMPAIGNS)
        else:
            extras.need("cli", extras.CLI)
    with streams.guarded():
        import_module("turbosms_cli.root").run()


if __name__ == "__main__":
    main()
