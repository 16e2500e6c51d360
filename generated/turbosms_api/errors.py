"""The errors that the functions of the API raise besides those of httpx2.

Neither shows the content of the answer in its message: it may be long, and may repeat what the request carried.
"""

from __future__ import annotations


class UnexpectedStatus(Exception):
    """The answer has an HTTP status that the API does not document.

    Raised only by a client with `raise_on_unexpected_status=True`; otherwise the answer is parsed as None.
    """

    status_code: int
    """The HTTP status."""
    content: bytes
    """The body of the answer."""

    def __init__(self, status_code: int, content: bytes) -> None:
        self.status_code = status_code
        self.content = content
        super().__init__(f"HTTP status {status_code} is not documented; the answer has {len(content)} bytes")

    def __reduce__(self) -> tuple[type[UnexpectedStatus], tuple[int, bytes]]:
        return type(self), (self.status_code, self.content)


class UnreadableAnswer(Exception):
    """The answer has a documented HTTP status, but its body is not JSON or not of the documented shape.

    Whether the request was carried out is not known. The `__cause__` is the error that was met while reading, if any.
    """

    status_code: int
    """The HTTP status."""
    content: bytes
    """The body of the answer."""
    problem: str
    """What is wrong with the body."""

    def __init__(self, status_code: int, content: bytes, problem: str) -> None:
        self.status_code = status_code
        self.content = content
        self.problem = problem
        super().__init__(f"The answer with HTTP status {status_code} and {len(content)} bytes {problem}")

    def __reduce__(self) -> tuple[type[UnreadableAnswer], tuple[int, bytes, str]]:
        return type(self), (self.status_code, self.content, self.problem)


__all__ = ["UnexpectedStatus", "UnreadableAnswer"]
