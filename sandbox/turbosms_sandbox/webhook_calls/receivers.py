"""Whom the sandbox may call."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from starlette.types import ASGIApp


class Receivers(NamedTuple):
    """The hosts on which webhooks may be besides this machine, and applications in this process."""

    hosts: Collection[str]
    apps: Mapping[str, ASGIApp]
    """By the URLs of webhooks."""
