"""The environment variables for the account. An empty one is a mistake, and refused."""

from __future__ import annotations

import os
from typing import Final

import click

from turbosms_cli.options.usage import empty_variable

TOKEN: Final = "TURBOSMS_TOKEN"  # noqa: S105 - the name of a variable
BASE_URL: Final = "TURBOSMS_BASE_URL"
PROFILE: Final = "TURBOSMS_PROFILE"
CONFIG: Final = "TURBOSMS_CONFIG"
VARIABLES: Final = (TOKEN, BASE_URL, PROFILE, CONFIG)


def variable(name: str) -> str | None:
    """Read an environment variable.

    `click.UsageError` if it is set but empty, which is a mistake.
    """
    value = os.environ.get(name)
    if value is not None and not value.strip():
        raise click.UsageError(empty_variable(name))
    return value
