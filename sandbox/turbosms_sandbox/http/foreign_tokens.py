"""Hiding tokens that are not the sandbox's own.

They may be tokens of the real service, sent here by mistake.
"""

from __future__ import annotations

import json
import re
from typing import Final
from urllib.parse import unquote_plus

HIDDEN: Final = "***"
"""Shown in place of such a token."""

_SECRET_HEADERS = re.compile(rb"auth|token|api-?key|cookie", re.IGNORECASE)
# A JSON key that may be "token", in which any letter may be escaped, and its value: a text, which
# may be cut off, a number or the like, or the first item of a list.
_IN_JSON = re.compile(
    rb'("(?:[^"\\]|\\.){5,40}")(\s*:\s*\[?\s*)("(?:[^"\\]|\\.)*(?:"|\\?$)|[^\s,\]\[{}"]+)'
)
_IN_PATH = re.compile(r"(token[^=&;/]*=)([^&;/]+)", re.IGNORECASE)
_IN_MULTIPART = re.compile(
    rb"(\bname\s*=\s*\"?token\"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n)([^\r\n]*)", re.IGNORECASE
)


class ForeignTokens:
    """Hides all tokens but the sandbox's own in what is shown of a call."""

    def __init__(self, own: str) -> None:
        self._own = own

    def hidden_in_header(self, name: bytes, value: bytes) -> str:
        """The value of a header as it may be shown."""
        if name.lower() == b"referer":
            address, mark, query = value.partition(b"?")
            return (address + mark + self.hidden_in_form(query)).decode("latin-1")
        text = value.decode("latin-1")
        if not _SECRET_HEADERS.search(name):
            return text
        scheme, _, token = text.strip().partition(" ")
        if scheme.lower() not in ("basic", "bearer"):
            return HIDDEN
        return text if token.strip() in ("", self._own) else f"{scheme} {HIDDEN}"

    def hidden_in_path(self, path: str) -> str:
        """A path, which contains a token if its query begins with `&` by mistake."""
        if "token" not in path.lower():
            return path
        return _IN_PATH.sub(self._hidden_after_name, path)

    def hidden_in_form(self, form: bytes) -> bytes:
        """A query or a form, otherwise unchanged."""
        return b"&".join(self._hidden_in_pair(pair) for pair in form.split(b"&"))

    def hidden_in_body(self, body: bytes) -> bytes:
        """A body, whatever its content type.

        The token is not read from JSON, but there may be one all the same.
        """
        body = _IN_JSON.sub(self._hidden_in_member, body)
        body = _IN_MULTIPART.sub(self._hidden_in_part, body)
        is_json = body.lstrip()[:1] in (b"{", b"[")
        return body if is_json else self.hidden_in_form(body)

    def _hidden_after_name(self, match: re.Match[str]) -> str:
        return match[0] if match[2] == self._own else f"{match[1]}{HIDDEN}"

    def _hidden_in_pair(self, pair: bytes) -> bytes:
        name, equals, value = pair.partition(b"=")
        decoded = unquote_plus(name.decode("latin-1")).strip()
        is_token = re.split(r"[\[\0]", decoded)[0].lower() == "token"
        if not is_token or value in (b"", self._own.encode()):
            return pair
        return name + equals + HIDDEN.encode()

    def _hidden_in_member(self, member: re.Match[bytes]) -> bytes:
        key, colon, value = member.groups()
        if value in (b'""', b'"%b"' % self._own.encode()) or not _means_token(key):
            return member[0]
        return b'%b%b"%b"' % (key, colon, HIDDEN.encode())

    def _hidden_in_part(self, part: re.Match[bytes]) -> bytes:
        head, value = part.groups()
        is_own = value in (b"", self._own.encode())
        return part[0] if is_own else bytes(head) + HIDDEN.encode()


def _means_token(key: bytes) -> bool:
    try:
        text = json.loads(key)
    except ValueError:  # not UTF-8, or no escape of JSON
        return False
    return isinstance(text, str) and text.strip().lower() == "token"
