"""Says which extra to install if a command lacks its packages."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from turbosms_cli.printing import exit_codes
from turbosms_languages import _, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

CLI: Final = ("click", "rich", "tomlkit")
CAMPAIGNS: Final = (*CLI, "dbos", "sqlalchemy")
SANDBOX: Final = (*CLI, "anyio", "httptools", "starlette", "uvicorn")


def need(extra: str, packages: Iterable[str]) -> None:
    """Exit with code 2 and a message if one of `packages`, which `extra` installs, is missing."""
    missing = next((package for package in packages if find_spec(package) is None), None)
    if missing is None:
        return
    message = _(
        "This command needs the package {missing}, which is not installed. Run pip install "
        "'turbosms-client[{extra}]' first.",
        missing=missing,
        extra=extra,
    )
    if "--json" in sys.argv[1:]:
        error = {"type": "error", "error": "UsageError", "message": message}
        sys.stdout.write(json.dumps(error) + "\n")
    sys.stderr.write(f"{spoken(message)}\n")
    raise SystemExit(exit_codes.USAGE)
