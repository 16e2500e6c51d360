"""What a signature may have been made with: digests, and how secret, id and body are joined."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from turbosms_cli.webhooks.signature_variants import Deviation
from turbosms_languages import _

Order: TypeAlias = Literal["secret+id", "id+secret"]
Make: TypeAlias = Callable[[bytes, bytes, bytes], bytes]
"""Secret, id and body to a digest."""

_NAMES: Final = {
    "sha1": "SHA-1",
    "md5": "MD5",
    "sha224": "SHA-224",
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
    "sha3_256": "SHA3-256",
    "sha3_512": "SHA3-512",
    "blake2b": "BLAKE2b",
    "blake2s": "BLAKE2s",
}
_SEPARATORS: Final = (":", "-", "_", ".", ",", ";", "|", "/", "+", "=", "&", "\0")
_PREFIX: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9_-]{0,15}=)(?=.{16})")


@dataclass(frozen=True)
class Construction:
    """A way to make a signature."""

    size: int
    """Bytes of the digest."""
    make: Make
    order: Order | None = None
    """Of the two that the service may use."""
    deviation: Deviation | None = None
    """None for those two."""


@dataclass(frozen=True)
class PresentedSignature:
    """A signature as it came, as bytes."""

    digest: bytes
    deviations: tuple[Deviation, ...] = ()
    is_in_capitals: bool = False


def constructions() -> Iterator[Construction]:
    """All that are tried, the two of the service first."""
    for digest in _NAMES:
        yield from _of_secret_and_id(digest)
    for digest in _NAMES:
        yield from _keyed(digest)
        yield from _of_other_texts(digest)


def presented(signature: str) -> Iterator[PresentedSignature]:
    """What the text of a signature may stand for; nothing if it is none of any kind."""
    text = signature.strip()
    without_prefix = _PREFIX.sub("", text, count=1)
    prefix: tuple[Deviation, ...] = ()
    if without_prefix != text:
        sentence = _(
            "It has the prefix {prefix!r}.", prefix=text[: len(text) - len(without_prefix)]
        )
        prefix = (Deviation("encoding", sentence),)
    if re.fullmatch(r"(?:[0-9A-Fa-f]{2})+", without_prefix):
        digest = bytes.fromhex(without_prefix)
        yield PresentedSignature(digest, prefix, without_prefix != without_prefix.lower())
    encoded = Deviation("encoding", _("It is written in base64, not in hexadecimal digits."))
    for alternatives in (None, b"-_"):
        try:
            padded = without_prefix + "=" * (-len(without_prefix) % 4)
            digest = base64.b64decode(padded.encode("ascii"), alternatives, validate=True)
        except (binascii.Error, UnicodeEncodeError):
            continue
        if names_of_size(len(digest)):
            yield PresentedSignature(digest, (*prefix, encoded))


def names_of_size(size: int) -> str:
    """The digests that have so many bytes, in words; empty if there are none."""
    names = [name for digest, name in _NAMES.items() if hashlib.new(digest).digest_size == size]
    if not names:
        return ""
    *others, last = names
    return _("{others} or {last}", others=", ".join(others), last=last) if others else last


def _of_secret_and_id(digest: str) -> Iterator[Construction]:
    def of(join: Callable[[bytes, bytes], bytes], told: str, order: Order) -> Construction:
        deviation = None
        if digest != "sha1":
            deviation = Deviation(
                "digest", _("It is {name} of {told}, not SHA-1.", name=_NAMES[digest], told=told)
            )

        def make(secret: bytes, event_id: bytes, _body: bytes) -> bytes:
            return _hash(digest, join(secret, event_id))

        return Construction(_size(digest), make, order, deviation)

    yield of(lambda secret, event_id: secret + event_id, _("secret and id"), "secret+id")
    yield of(lambda secret, event_id: event_id + secret, _("id and secret"), "id+secret")


def _keyed(digest: str) -> Iterator[Construction]:
    name = f"HMAC-{_NAMES[digest]}"

    def of(sentence: str, make: Make) -> Construction:
        return Construction(_size(digest), make, deviation=Deviation("digest", sentence))

    yield of(
        _("It is {name} of the id with the secret as key, not SHA-1 of both.", name=name),
        lambda secret, event_id, _: hmac.digest(secret, event_id, digest),
    )
    yield of(
        _(
            "It is {name} of the body with the secret as key, not SHA-1 of secret and id.",
            name=name,
        ),
        lambda secret, _, body: hmac.digest(secret, body, digest),
    )
    yield of(
        _("It is {name} of the secret with the id as key, not SHA-1 of both.", name=name),
        lambda secret, event_id, _: hmac.digest(event_id, secret, digest),
    )


def _of_other_texts(digest: str) -> Iterator[Construction]:
    name = _NAMES[digest]

    def of(told: str, join: Make) -> Construction:
        def make(secret: bytes, event_id: bytes, body: bytes) -> bytes:
            return _hash(digest, join(secret, event_id, body))

        sentence = _("It is {name} of {told}, not SHA-1 of secret and id.", name=name, told=told)
        return Construction(_size(digest), make, deviation=Deviation("composition", sentence))

    for separator in _SEPARATORS:
        shown = repr(separator)
        yield of(
            _("secret and id with {separator} between them", separator=shown),
            _secret_first(separator.encode()),
        )
        yield of(
            _("id and secret with {separator} between them", separator=shown),
            _id_first(separator.encode()),
        )
    yield of(_("secret, id and secret"), lambda secret, event_id, _: secret + event_id + secret)
    yield of(_("secret and body"), lambda secret, _, body: secret + body)
    yield of(_("body and secret"), lambda secret, _, body: body + secret)
    yield of(_("the id alone, without a secret"), lambda _secret, event_id, _: event_id)
    yield of(_("the secret alone, without the id"), lambda secret, _id, _: secret)
    yield of(_("the body alone, without a secret"), lambda _secret, _id, body: body)


def _secret_first(between: bytes) -> Make:
    return lambda secret, event_id, _: secret + between + event_id


def _id_first(between: bytes) -> Make:
    return lambda secret, event_id, _: event_id + between + secret


def _size(digest: str) -> int:
    return hashlib.new(digest).digest_size


def _hash(digest: str, content: bytes) -> bytes:
    return hashlib.new(digest, content, usedforsecurity=False).digest()
