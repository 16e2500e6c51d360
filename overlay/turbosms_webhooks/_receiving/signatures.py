"""The signature of a call: SHA-1 of a secret and the id of the event (A-154)."""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

SignatureOrder = Literal["secret+id", "id+secret"]


class MatchedSignature(NamedTuple):
    """What a signature was made of."""

    order: SignatureOrder
    secret_index: int
    """Which of the secrets, counted from 0."""


def signature(secret: str, event_id: str) -> str:
    """The signature in the order that the service uses, as far as is known."""
    return _sha1(secret, event_id)


def matching(given: str, event_id: str, secrets: Sequence[str]) -> MatchedSignature | None:
    """What the signature was made of; None if of nothing that is known.

    Every candidate is compared, so that the time says nothing of which one it was.
    """
    presented = given.strip().lower().encode("utf-8", "surrogatepass")
    matched: MatchedSignature | None = None
    for candidate, made_of in _candidates(event_id, secrets):
        is_equal = hmac.compare_digest(candidate.encode(), presented)
        if is_equal and matched is None:
            matched = made_of
    return matched


def _candidates(event_id: str, secrets: Sequence[str]) -> Iterator[tuple[str, MatchedSignature]]:
    """The likelier order first, for every secret."""
    for index, secret in enumerate(secrets):
        yield _sha1(secret, event_id), MatchedSignature("secret+id", index)
    for index, secret in enumerate(secrets):
        yield _sha1(event_id, secret), MatchedSignature("id+secret", index)


def _sha1(first: str, second: str) -> str:
    # SHA-1 is what the service signs with.
    text = f"{first}{second}".encode("utf-8", "surrogatepass")
    return hashlib.sha1(text, usedforsecurity=False).hexdigest()
