"""A call of the service that was captured: its body, or the whole request."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

import click

from turbosms_cli.printing import streams
from turbosms_cli.printing.terminal_text import quoted
from turbosms_cli.reading.sources import STDIN, path_of, why_unreadable
from turbosms_languages import _

_LARGEST: Final = 4 * 1024 * 1024
_REQUEST: Final = re.compile(rb"[A-Z]{3,7} \S+ HTTP/1\.[01]\r?\n")
_END_OF_HEAD: Final = re.compile(rb"\r?\n\r?\n")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class CapturedCall:
    """What was captured. Nothing of it is shown by mistake."""

    body: bytes = field(repr=False)
    content_type: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class SignedFields:
    """The two fields that count for a signature, as they came."""

    event_id: str | int = field(repr=False)
    signature: str = field(repr=False)


def read_call(name: str | None, content_type: str | None) -> CapturedCall:
    """The call in a file, or from stdin.

    Raises:
        click.UsageError: it cannot be read, or has nothing.
    """
    shown = "stdin" if name in {None, STDIN} else quoted(name or "")
    try:
        content = _content(name)
    except (OSError, ValueError) as error:
        why = why_unreadable(error)
        raise click.UsageError(_("{shown} cannot be read: {why}.", shown=shown, why=why)) from None
    if len(content) > _LARGEST:
        raise click.UsageError(_("{shown} is larger than any call of the service.", shown=shown))
    if not content.strip():
        raise click.UsageError(
            _("{shown} is empty: it has to have the body of a call.", shown=shown)
        )
    if _REQUEST.match(content):
        return _call_in_request(content, content_type)
    return CapturedCall(content, content_type)


def signed_fields(call: CapturedCall) -> SignedFields:
    """The fields of a body that has both, as `WebhookReceiver` has found."""
    content = call.body.removeprefix(_BYTE_ORDER_MARK).strip()
    if content.startswith(b"{"):
        fields = json.loads(content.decode("utf-8", "replace"))
    else:
        pairs = parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True)
        fields = dict(pairs)
    return SignedFields(fields["id"], fields["signature"])


def _content(name: str | None) -> bytes:
    if name is not None and name != STDIN:
        with Path(path_of(name)).open("rb") as file:
            return file.read(_LARGEST + 1)
    if sys.stdin.isatty():
        streams.say(_("Paste the body of a call, and press Ctrl-D on a line of its own."))
    return sys.stdin.buffer.read(_LARGEST + 1)


def _call_in_request(content: bytes, content_type: str | None) -> CapturedCall:
    head, end, body = _split_at(content)
    if not end or not body.strip():
        raise click.UsageError(_("This request has no body: there is nothing after its headers."))
    _head, _line_break, headers = head.partition(b"\n")
    declared = BytesHeaderParser().parsebytes(headers)["Content-Type"]
    return CapturedCall(body, content_type or (None if declared is None else str(declared)))


def _split_at(content: bytes) -> tuple[bytes, bytes, bytes]:
    """The head of a request, the empty line, and the body."""
    found = _END_OF_HEAD.search(content)
    if found is None:
        return content, b"", b""
    return content[: found.start()], found[0], content[found.end() :]
