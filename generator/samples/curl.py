"""Examples as calls of curl: each a line that bash takes as it stands, typed, pasted or in a file.

Between single quotes nothing has a meaning to bash, so texts and JSON stand there; an apostrophe
ends the quotes, stands for itself and begins them again. What is not printable (a line break, a
tab, a direction mark) is written as JSON or a URL escapes it: a terminal would act on it. The token
is the variable ``TURBOSMS_TOKEN`` and so never in a history. Addresses are plain ones, which
``generator.spec.agreement.addresses`` sees to.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote as percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TOKEN: Final = "$TURBOSMS_TOKEN"  # noqa: S105 - the name of a variable
#: What has no meaning to bash between double quotes.
_PLAIN: Final = re.compile(r"[A-Za-z0-9 :=._/\[\]%-]*", re.ASCII)
_BEARER: Final = f'-H "Authorization: Bearer {TOKEN}"'


def json_line(url: str, body: Any) -> str:
    """A POST with a JSON body, the token in the header."""
    return f"curl {url} {_BEARER} -H 'Content-Type: application/json' -d {quote(one_line(body))}"


def form_line(url: str, fields: Any, token_field: str | None) -> str:
    """A POST with form fields; the token is one of them if they have it, else in the header."""
    if token_field is None or token_field not in fields:
        return " ".join([f"curl {url} {_BEARER}", *_data(fields)])
    without_token = {name: value for name, value in fields.items() if name != token_field}
    token = _quote_with_token(_key(token_field))
    return " ".join([f"curl {url} -d {token}", *_data(without_token)])


def query_line(url: str, fields: Any) -> str:
    """A GET with query parameters, the token in the header."""
    data = _data(fields)
    as_query = "-G " if data else ""
    return " ".join([f"curl {as_query}{url} {_BEARER}", *data])


def header_line(url: str, header: str) -> str:
    """A GET with a header, in which ``TOKEN`` stands for the token."""
    return f"curl {url} -H {_quote_with_token(header)}"


def token_line(url: str, parameter: str) -> str:
    """A GET with the token as a query parameter."""
    return f"curl -G {url} -d {_quote_with_token(_key(parameter))}"


def bracketed(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The fields as they go on the wire.

    ``{"sms": {"text": "Hi"}}`` is the pair ``sms[text]``, ``Hi``.
    """
    if isinstance(value, dict):
        for key, item in value.items():
            yield from bracketed(item, f"{name}[{key}]" if name else str(key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from bracketed(item, f"{name}[{index}]")
    else:
        yield name, str(value)


def one_line(body: Any) -> str:
    """JSON on one line, as people read it; only what is not printable is escaped."""
    text = json.dumps(body, ensure_ascii=False)
    return "".join(_printable(letter) for letter in text)


def quote(text: str) -> str:
    """One word of bash that means exactly this text."""
    return "'" + text.replace("'", "'\\''") + "'"


def _printable(letter: str) -> str:
    return letter if letter.isprintable() else json.dumps(letter)[1:-1]


def _key(name: str) -> str:
    return f"{_escaped(name)}=TOKEN"


def _escaped(name: str) -> str:
    """The name of a field; escaped, it cannot begin with the ``@`` that makes curl read a file."""
    return percent(name, safe="[]")


def _quote_with_token(text: str) -> str:
    """One word of bash that means this text, with the token where it says ``TOKEN``."""
    if _PLAIN.fullmatch(text):
        return f'"{text.replace("TOKEN", TOKEN)}"'
    return f'"{TOKEN}"'.join(quote(part) for part in text.split("TOKEN"))


def _data(fields: Mapping[str, Any]) -> list[str]:
    return [_field(name, value) for name, value in bracketed(fields)]


def _field(name: str, value: str) -> str:
    """curl escapes the value, unless a terminal could not show it."""
    key = _escaped(name)
    if value.isprintable():
        return "--data-urlencode " + quote(f"{key}={value}")
    return "-d " + quote(f"{key}={percent(value, safe='')}")
