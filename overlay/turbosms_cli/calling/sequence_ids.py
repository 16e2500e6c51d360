"""The `sequence_id` of a call that creates something: the user's own, a new or a derived one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from turbosms_api.tables.limits import SEQUENCE_ID_DAYS
from turbosms_cli.language.help_texts import TextOption

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_languages import Text

DAYS: Final = SEQUENCE_ID_DAYS.value


def sequence_id_option(described: Text) -> Callable[[Any], Any]:
    """The option `--sequence-id`, with its help: what the effect of a second call with it is."""
    return click.option(
        "--sequence-id",
        cls=TextOption,
        metavar="ID",
        help=described,
    )


def own_or_new(sequence_id: str | None) -> str:
    """The one that was passed, or else a new one."""
    import secrets  # noqa: PLC0415

    return secrets.token_hex(16) if sequence_id is None else sequence_id


def derived(sequence_id: str, what: str) -> str:
    """The one for a part of a call, so that the same part gets the same one when repeated."""
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(
        f"{sequence_id}/".encode() + what.encode(errors="surrogateescape")
    ).hexdigest()[:32]
