"""What can go wrong besides a broken spec."""

from __future__ import annotations


class GeneratorError(Exception):
    """The spec may be fine, but nothing was made of it.

    A tool complained, or its output was not what we know.
    """
