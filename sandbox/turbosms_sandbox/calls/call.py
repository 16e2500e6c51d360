"""A request to a method of the service, parsed but not yet judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from turbosms_sandbox.calls.answers import Code
    from turbosms_sandbox.calls.parameters import Parameters


class Call(NamedTuple):
    """One request to a method."""

    verb: str
    operation: str
    """The method, like `message/send`, or whatever other path was requested."""
    token: object
    """The token from the first place that holds anything, or None."""
    parameters: Parameters | None
    """None if no parameters were passed."""
    problem: Code | None
    """Why the call is refused, or None.

    Its method or token is wrong (A-20), or its parameters cannot be read, are too long or too
    deeply nested (A-42).
    """
    base_url: str
    """The address by which the caller reached the sandbox."""
    body: bytes = b""
    """The body as received; empty if it was too large to be read."""
