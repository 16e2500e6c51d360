"""Hiding tokens that are not the sandbox's own.

They may be tokens of the real service, sent here by mistake. So what follows the word `token` as a
key is hidden in every spelling, and where that is in doubt, rather too much than too little.

Strangers choose what is searched here, so every search takes time linear in it: what a pattern
repeats is possessive (`*+`) or bounded, and no two of its matches read the same characters.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable

HIDDEN: Final = "***"
"""Shown in place of such a token."""

_SECRET_HEADERS = re.compile(rb"auth|token|api-?key|cookie", re.IGNORECASE)
_MAX_ENCODINGS: Final = 4
"""How many times a text may be percent-encoded for its escapes to be seen through."""
_BYTE_ORDER_MARK: Final = "\ufeff"
_LOOK_BACK: Final = 40
"""How many characters before a key tell whether it is one."""


def _spellings(letter: str) -> str:
    """A pattern of a letter in either case, plain or escaped: `%74`, `\\u0074`, `%255Cu0074`."""
    cases = (letter.lower(), letter.upper())
    codes = {f"{ord(case):{digits}}" for case in cases for digits in ("02x", "02X")}
    code = f"(?:{'|'.join(sorted(codes))})"
    percent = "%(?:25){0,3}"
    backslash = r"\\"
    behind_backslash = rf"(?:{backslash}|{percent}5[Cc]){{0,7}}(?:u00|x){code}"
    # An alternative begins with a character rather than a group: so most places are passed quickly.
    return (
        f"(?:{'|'.join(cases)}|{percent}{code}"
        f"|{percent}5[Cc]{behind_backslash}|{backslash}{behind_backslash})"
    )


# "token" at the end of a word: `token[0]` and `api_token`, but not `tokens`.
_TOKEN: Final = "".join(map(_spellings, "token")) + "(?![A-Za-z])"
_WORD = re.compile(_TOKEN)
# As in JSON, YAML and XML, with quotes, brackets and blanks behind the name, also escaped ones.
_COLON_KEY = re.compile(
    rf"{_TOKEN}(?P<closing>(?:\\{{1,8}}u00(?:2[27]|5[BbDd])|[\s\"'\\\[\]]|&quot;|&\#3[49];)*+)[:>]"
)
# As in forms: `token[0]=`, where the name may go on on the next line. It also matches without the
# sign, so that what was read in vain is not read again.
_EQUALS_KEY = re.compile(
    rf"{_TOKEN}(?:(?:\[|%(?:25){{0,3}}(?:5[Bb]|00))[^=&]*+|(?:(?!{_TOKEN})[^=&\r\n])*+)"
    r"(?P<equals>=?+)"
)
# The line in the head of a part of multipart/form-data that has the name.
_PART_NAME = re.compile(
    rf"\b[Nn][Aa][Mm][Ee]\*?\s{{0,9}}=\s{{0,9}}[\"']?[^\"'\r\n;&=]{{0,40}}?{_TOKEN}[^\r\n]*+"
)
# What may be a form or a JSON text that was percent-encoded as a whole: a field without a value, or
# a value that begins with a bracket or a quote. Any other value is a text.
_ENCODED = re.compile(
    r"(?<![^&])[^=&%]*+%[^=&]*+(?![^&])"
    r"|(?<==)(?:[{\[<\"']|%(?:25){0,3}(?:7[Bb]|5[Bb]|3[Cc]|2[27]))[^&]*+"
)
_QUOTED_VALUE = re.compile(r"\s*+([\"'])(?P<value>[^\"'\\]*+)\1(?=\s*+(?:[,}\]]|\Z))")
# A text in JSON, with the colon if it is a key.
_JSON_TEXT = re.compile(r'("(?:[^"\\]++|\\.)*+")(?P<colon>\s*+:\s*+)?+')
_json_decoder = json.JSONDecoder()


class _Span(NamedTuple):
    begin: int
    end: int


class ForeignTokens:
    """Hides all tokens but the sandbox's own in what is shown of a call."""

    def __init__(self, own: str) -> None:
        self._own = own
        pattern = re.escape(own)
        self._own_after_colon = re.compile(
            rf"\s*+(?:([\"'])(?:{pattern})?+\1(?=\s*+(?:[,}}\]]|\Z))"
            rf"|{pattern}(?=[ \t]*+(?:[\r\n,}}\]&<]|\Z)))"
        )
        self._own_line = re.compile(rf"{pattern}(?=[\r\n&]|\Z)")
        self._own_part = re.compile(rf"\s*+{pattern}\s*+(?:--|\Z)")

    def hidden_in_header(self, name: bytes, value: bytes) -> str:
        """The value of a header as it may be shown."""
        text = value.decode("latin-1")
        if not _SECRET_HEADERS.search(name):
            return self._hidden_in_other(text)
        scheme, _, token = text.strip().partition(" ")
        if scheme.lower() not in ("basic", "bearer"):
            return HIDDEN
        return text if token.strip() in ("", self._own) else f"{scheme} {HIDDEN}"

    def hidden_in_path(self, path: str) -> str:
        """A path, which contains a token if its query begins with `&` by mistake."""
        return self._hidden_in_other(path)

    def hidden_in_query(self, query: bytes) -> bytes:
        """A query, otherwise unchanged."""
        return _encode(self._hidden_in_other(_decode(query)))

    def hidden_in_body(self, body: bytes, *, is_form: bool) -> bytes:
        """A body, otherwise unchanged. Whatever its content type, it may be JSON or not.

        With `is_form` a token was read as from a form, although the whole may be JSON too.
        """
        if b"\0" in body:
            # In UTF-16 and UTF-32, zeros stand between the letters, and a mark before them.
            letters = body.replace(b"\0", b"").lstrip(b"\xff\xfe")
            hidden = self.hidden_in_body(letters, is_form=is_form)
            return body if hidden == letters else hidden
        text = _decode(body)
        if not _WORD.search(text):
            return body
        mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
        text = self._hidden_in_json_or_other(text.removeprefix(mark))
        if is_form:
            text = self._hidden_in_other(text)
        return _encode(mark + text)

    def _hidden_in_json_or_other(self, text: str) -> str:
        values = _read_json(text)
        if isinstance(values, (dict, list)):
            return self._hidden_in_json(text)
        if isinstance(values, str):
            shown = self._hidden_in_json_or_other(values)
            return text if shown == values else json.dumps(shown)
        return self._hidden_in_other(text)

    def _hidden_in_json(self, text: str) -> str:
        """An object or a list in JSON.

        What its texts say about tokens is kept, unless they are JSON or the like themselves.
        """
        shown: list[str] = []
        done = 0
        match = _JSON_TEXT.search(text)
        while match is not None:
            end = match.end()
            if _WORD.search(match[1]):
                if match["colon"]:
                    replacement, end = self._shown_member(text, match)
                else:
                    replacement = self._shown_item(match[0])
                shown += text[done : match.start()], replacement
                done = end
            match = _JSON_TEXT.search(text, end)
        return "".join(shown) + text[done:]

    def _shown_member(self, text: str, key: re.Match[str]) -> tuple[str, int]:
        """What is shown in place of a key and, if it means a token, its value; where that ends."""
        name = json.loads(key[1])
        shown_name = self._hidden_in_other(name)
        shown_key = key[0] if shown_name == name else json.dumps(shown_name) + key["colon"]
        if not _WORD.search(name):
            return shown_key, key.end()
        value, end = _json_decoder.raw_decode(text, key.end())
        is_shown = value in ("", self._own)
        return shown_key + (text[key.end() : end] if is_shown else f'"{HIDDEN}"'), end

    def _shown_item(self, quoted: str) -> str:
        item = json.loads(quoted)
        is_structured = item.lstrip()[:1] in ("{", "[", '"', "'", "<")
        if not is_structured:
            return quoted
        shown = self._hidden_in_json_or_other(item)
        return quoted if shown == item else json.dumps(shown)

    def _hidden_in_other(self, text: str) -> str:
        """A text of which nobody knows what it is: a form, broken JSON, parts, or anything else."""
        if not _WORD.search(text):
            return text
        text = self._hidden_in_keys(text)
        return _ENCODED.sub(self._hidden_if_encoded, text)

    def _hidden_in_keys(self, text: str) -> str:
        text = self._hidden_in_parts(text)
        text = _hide(text, _COLON_KEY, self._value_after_colon)
        return _hide(text, _EQUALS_KEY, self._value_after_equals)

    def _hidden_in_parts(self, text: str) -> str:
        """Everything after the head of a part that is a token: only that knows where it ends."""
        name = _PART_NAME.search(text)
        while name is not None:
            own = self._own_part.match(text, name.end())
            if own is None:
                rest = text[name.end() :]
                blanks = rest[: len(rest) - len(rest.lstrip())]
                return text[: name.end()] + blanks + HIDDEN
            name = _PART_NAME.search(text, own.end())
        return text

    def _value_after_colon(self, text: str, key: re.Match[str]) -> _Span:
        """The value in quotes if it is clear where it ends; otherwise all the rest."""
        begin = key.end()
        if not _is_key(text, key) or self._own_after_colon.match(text, begin):
            return _Span(begin, begin)
        quoted = _QUOTED_VALUE.match(text, begin)
        return _Span(*quoted.span("value")) if quoted else _Span(begin, len(text))

    def _value_after_equals(self, text: str, key: re.Match[str]) -> _Span:
        """The value to its end in a form, be it on several lines."""
        begin = key.end()
        if not key["equals"] or self._own_line.match(text, begin):
            return _Span(begin, begin)
        end = _end_of_field(text, begin)
        is_own = unquote(text[begin:end]) == self._own
        return _Span(begin, begin if is_own else end)

    def _hidden_if_encoded(self, encoded: re.Match[str]) -> str:
        if not _WORD.search(encoded[0]):
            return encoded[0]
        decoded = _fully_decoded(encoded[0])
        is_shown = self._hidden_in_keys(decoded) == decoded
        return encoded[0] if is_shown else HIDDEN


def _read_json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _decode(content: bytes) -> str:
    return content.decode(errors="surrogateescape")


def _encode(text: str) -> bytes:
    return text.encode(errors="surrogateescape")


def _hide(
    text: str, keys: re.Pattern[str], find_value: Callable[[str, re.Match[str]], _Span]
) -> str:
    """A text without the values of its keys; what `find_value` finds empty is kept."""
    shown: list[str] = []
    done = 0
    key = keys.search(text)
    while key is not None:
        begin, end = find_value(text, key)
        if begin < end:
            shown += text[done:begin], HIDDEN
            done = end
        key = keys.search(text, end)
    return "".join(shown) + text[done:]


def _is_key(text: str, key: re.Match[str]) -> bool:
    """Whether "token" before a colon is a key, and not a word in a sentence ("Your token: 5")."""
    if key["closing"].strip():
        return True
    before = text[max(0, key.start() - _LOOK_BACK) : key.start()]
    before_word = re.sub(r"[\w.-]*+\Z", "", before).rstrip(" \t+")
    follows_a_word = before_word[-1:].isalnum() or before_word[-1:] > "\x7f"
    return not follows_a_word


def _fully_decoded(text: str) -> str:
    for _ in range(_MAX_ENCODINGS):
        encoded, text = text, unquote(text, "latin-1")
        if text == encoded:
            break
    return text


def _end_of_field(text: str, begin: int) -> int:
    end = text.find("&", begin)
    return len(text) if end < 0 else end
