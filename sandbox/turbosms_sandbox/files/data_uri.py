"""Data URIs according to RFC 2397, parsed strictly: `data:[<media type>][;base64],<data>`."""

from __future__ import annotations

import base64
import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

DEFAULT_MEDIA_TYPE = "text/plain"

_MEDIA_TYPE = re.compile(r"[!#$&^_.+A-Za-z0-9-]+/[!#$&^_.+A-Za-z0-9-]+", re.ASCII)
_BASE64 = re.compile(rb"[A-Za-z0-9+/]*={0,2}")


class TooLargeError(ValueError):
    """The content is larger than it may be."""


class DataUri(NamedTuple):
    media_type: str
    content: bytes


def parse(uri: str, max_bytes: int) -> DataUri:
    """Parse `uri`; ValueError if it is no data URI, TooLargeError beyond `max_bytes` of content.

    The media type is returned in small letters and without parameters. Base64 needs its padding and
    may contain no other characters; percent-encoding is allowed in both forms. The size is checked
    before anything is decoded.
    """
    header, comma, data = uri.partition(",")
    scheme, colon, rest = header.partition(":")
    if not comma or not colon or scheme.lower() != "data":
        raise ValueError("no data URI")
    media_type, *parameters = rest.split(";")
    media_type = media_type.strip().lower() or DEFAULT_MEDIA_TYPE
    if not _MEDIA_TYPE.fullmatch(media_type):
        raise ValueError("no media type")
    encoded = data.encode("utf-8", "surrogateescape")
    length = len(encoded) - 2 * encoded.count(b"%")
    if parameters and parameters[-1].strip().lower() == "base64":
        if length // 4 * 3 - 2 > max_bytes:
            raise TooLargeError
        content = _decode_base64(unquote_to_bytes(encoded))
    else:
        if length > max_bytes:
            raise TooLargeError
        content = unquote_to_bytes(encoded)
    if len(content) > max_bytes:
        raise TooLargeError
    return DataUri(media_type, content)


def _decode_base64(text: bytes) -> bytes:
    if len(text) % 4 or not _BASE64.fullmatch(text):
        raise ValueError("no base64")
    return base64.b64decode(text)
