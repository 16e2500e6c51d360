"""What is published: a file, and what the index says of it."""

from __future__ import annotations

from typing import NamedTuple


class Artefact(NamedTuple):
    """A published file; `size` in bytes."""

    path: str
    title: str
    about: str
    size: int
    sha256: str
