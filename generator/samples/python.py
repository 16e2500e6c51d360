"""Calls in Python: by turbosms_client where it has the method, else by the standard library."""

from __future__ import annotations

import base64
import re
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote_to_bytes

from generator.samples.literals import PYTHON, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.samples.calls import Call, QueryCall
    from generator.spec.model.limits import FileType

_BEARER: Final = "f\"Bearer {os.environ['TURBOSMS_TOKEN']}\""
_END: Final = """\
with urlopen(request) as response:
    print(json.load(response))
"""
_DATA_URI: Final = re.compile(r"data:(?P<type>[^;,]*)(?P<base64>;base64)?,(?P<data>.*)", re.DOTALL)
#: Parameters that have a class of their own, by name.
_CLASSES: Final = {"sms": "Sms", "viber": "Viber"}


class _Method(NamedTuple):
    """How the client has a method of the service."""

    call: str
    first: str | None = None
    """The parameter that it takes without a name."""
    renamed: dict[str, str] = {}  # noqa: RUF012 - nobody changes it
    without: tuple[str, ...] = ()
    """What the client sees to itself, such as pages."""
    is_listing: bool = False


_METHODS: Final = {
    "message/send": _Method("message.send", first="recipients"),
    "message/details": _Method("message.details", first="messages"),
    "message/status": _Method("message.status", first="messages"),
    "chat/senders": _Method("chat.senders"),
    "chat/recipients": _Method("chat.recipients", without=("page",), is_listing=True),
    "chat/sessions": _Method("chat.sessions", without=("page",), is_listing=True),
    "chat/messages": _Method("chat.messages", "chat_id", without=("page",), is_listing=True),
    "chat/send": _Method("chat.send", first="chat_id", renamed={"message": "text"}),
    "user/balance": _Method("user.balance"),
    "file/details": _Method("file.details", first="id"),
}


def post(call: Call, file_types: Sequence[FileType]) -> str:
    """The method of the client, or a POST with a JSON body."""
    name = call.operation.name
    body = call.body
    if not isinstance(body, dict):
        return _plain_post(call)
    if name == "message/sendmulti" and all(_is_named(each) for each in body.values()):
        return _with_client(f"client.message.send_multi({_sends(body)})")
    if name == "file/add" and _DATA_URI.fullmatch(str(body.get("data"))):
        return _upload(body["data"], file_types)
    if name not in _METHODS or not _is_named(body):
        return _plain_post(call)
    method = _METHODS[name]
    arguments: list[str] = []
    for key, value in body.items():
        if key == method.first:
            arguments.insert(0, literal(value, PYTHON, indent=_INDENT))
        elif key not in method.without:
            arguments.append(f"{method.renamed.get(key, key)}={_argument(key, value)}")
    expression = _call(f"client.{method.call}", arguments, indent="    ")
    return _with_client(f"list({expression})" if method.is_listing else expression)


def get(call: QueryCall) -> str:
    """A GET with query parameters; the client sends no such requests."""
    modules = ["from urllib.request import Request, urlopen"]
    url = literal(call.url, PYTHON)
    query = ""
    if call.fields:
        modules.insert(0, "from urllib.parse import urlencode")
        query = f"query = urlencode({literal(call.fields, PYTHON, before=18)})\n"
        url = f"{literal(f'{call.url}?', PYTHON)} + query"
    imports = "\n".join(["import json", "import os", *modules])
    headers = f'headers={{"Authorization": {_BEARER}}}'
    return f"{imports}\n\n{query}request = Request(\n    {url},\n    {headers},\n)\n{_END}"


_INDENT: Final = "        "
_LONGEST: Final = 88


def _with_client(expression: str) -> str:
    classes = [name for name in _CLASSES.values() if re.search(rf"\b{name}\(", expression)]
    names = ", ".join([*classes, "TurboSMS"])
    return (
        f"from turbosms_client import {names}\n\n"
        f"with TurboSMS() as client:  # the token is in TURBOSMS_TOKEN\n"
        f"    print({expression})\n"
    )


def _is_named(body: Any) -> bool:
    """Whether every key can be the name of an argument, in the classes of the channels too."""
    if not isinstance(body, dict):
        return False
    names = list(body)
    for channel in _CLASSES:
        parameters = body.get(channel)
        if isinstance(parameters, dict):
            names.extend(parameters)
    return all(name.isidentifier() and not iskeyword(name) for name in names)


def _argument(key: str, value: Any, indent: str = _INDENT) -> str:
    if key in _CLASSES and isinstance(value, dict):
        pairs = [f"{name}={literal(item, PYTHON)}" for name, item in value.items()]
        return _call(_CLASSES[key], pairs, indent)
    return literal(value, PYTHON, indent=indent)


def _call(function: str, arguments: Iterable[str], indent: str) -> str:
    """A call on one line if that is not too long."""
    listed = list(arguments)
    flat = f"{function}({', '.join(listed)})"
    if len(indent) + len(flat) + len("print()") <= _LONGEST and "\n" not in flat:
        return flat
    lines = [f"{indent}    {argument}," for argument in listed]
    return "\n".join([f"{function}(", *lines, f"{indent})"])


def _sends(body: dict[str, dict[str, Any]]) -> str:
    """The argument of `send_multi`: the parameters of each send under its key."""
    lines = ["{"]
    for key, parameters in body.items():
        lines.append(f"{_INDENT}{literal(key, PYTHON)}: {{")
        for name, value in parameters.items():
            argument = _argument(name, value, f"{_INDENT}    ")
            lines.append(f"{_INDENT}    {literal(name, PYTHON)}: {argument},")
        lines.append(f"{_INDENT}}},")
    return "\n".join([*lines, "    }"])


def _upload(data_uri: str, file_types: Iterable[FileType]) -> str:
    """The content of a data URI, with a name whose extension says its type."""
    found = _DATA_URI.fullmatch(data_uri)
    if found is None:
        raise ValueError(data_uri)
    extensions = [
        each.extension
        for each in file_types
        if each.media_type == found["type"].lower() and each.upload
    ]
    name = literal(f"file.{extensions[0]}" if extensions else "file", PYTHON)
    content = unquote_to_bytes(found["data"])
    if found["base64"]:
        content = base64.b64decode(content)
    encoded = literal(base64.b64encode(content).decode(), PYTHON)
    return (
        "from base64 import b64decode\n\n"
        "from turbosms_client import TurboSMS\n\n"
        f"content = b64decode(\n    {encoded}\n)\n"
        "with TurboSMS() as client:  # the token is in TURBOSMS_TOKEN\n"
        f"    print(client.file.add(content, name={name}))\n"
    )


def _plain_post(call: Call) -> str:
    start = "    data=json.dumps("
    body = literal(call.body, PYTHON, indent="    ", before=len(start))
    return (
        "import json\nimport os\nfrom urllib.request import Request, urlopen\n\n"
        "request = Request(\n"
        f"    {literal(call.url, PYTHON)},\n"
        f"{start}{body}).encode(),\n"
        "    headers={\n"
        f'        "Authorization": {_BEARER},\n'
        '        "Content-Type": "application/json",\n'
        "    },\n"
        ")\n"
        f"{_END}"
    )
