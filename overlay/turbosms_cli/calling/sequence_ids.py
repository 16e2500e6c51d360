"""The `sequence_id` of a call that creates something: the user's own, a new or a derived one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from turbosms_api.tables.limits import SEQUENCE_ID_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable


def sequence_id_option(second: str, effect: str) -> Callable[[Any], Any]:
    """The option `--sequence-id`. The help says what a `second` call has as its `effect`."""
    return click.option(
        "--sequence-id",
        metavar="ID",
        help=(
            f"Idempotency key: a second {second} with it "
            f"within {SEQUENCE_ID_DAYS.value} days {effect}."
        ),
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
