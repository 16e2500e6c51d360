"""The JSON that a call stands for, after the documentation alone: nothing here is the client's.

What is given for all channels stands at the top, and what is given for one in it: who merges them
is the service.
"""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any, Final
from zoneinfo import ZoneInfo

FLAGS: Final = ("is_flash", "count_clicks", "is_transactional")
MEDIA_TYPES: Final = {
    "txt": "text/plain",
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "csv": "text/csv",
    "exe": "application/x-msdownload",
    "html": "text/html",
    "info": "application/x-info",
}


def send_body(case: dict[str, Any]) -> dict[str, Any]:
    """The body of `message/send`."""
    body = {"recipients": case["recipients"], **_values(case["common"])}
    if case["sequence_id"] is not None:
        body["sequence_id"] = case["sequence_id"]
    senders = {"viber": case["viber_sender"], "sms": case["sms_sender"]}
    named = [name for name in senders if case[name] is not None]
    for name, sender in senders.items():
        if name in named or (not named and sender):
            own = case[name]
            if own is None:
                own = {}
            if isinstance(own, dict):
                own = _values(own)
                if sender and "sender" not in own and "sender" not in body:
                    own["sender"] = sender
            body[name] = own
    return body


def _values(given: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in given.items() if value is not None}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, dt.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(ZoneInfo("Europe/Kyiv")).replace(tzinfo=None)
        if value.microsecond:
            value = value.replace(microsecond=0) + dt.timedelta(seconds=1)
        return str(value)
    # 1 is yes; a yes or no of Python is one of these.
    if name in FLAGS and isinstance(value, (bool, int, float)) and value in (0, 1):
        return int(value)
    return value


def file_uri(content: bytes, name: str | None) -> str:
    """A file as a data URI (RFC 2397); its type is that of the extension of its name."""
    extension = name.rpartition(".")[2].lower() if isinstance(name, str) and "." in name else ""
    media_type = MEDIA_TYPES.get(extension, "application/octet-stream")
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def chat_body(case: dict[str, Any]) -> dict[str, Any]:
    """The body of `chat/send`."""
    file, name = case.get("file"), case.get("name")
    body = {"chat_id": case.get("chat_id"), "message": case.get("text"), "file_name": name}
    body["sequence_id"] = case.get("sequence_id")
    if isinstance(file, bytes):
        body["file_data"] = file_uri(file, name)
    elif file is not None:
        body["file_url"] = file
    return {key: value for key, value in body.items() if value is not None}


def file_body(case: dict[str, Any]) -> dict[str, Any]:
    """The body of `file/add`."""
    body = {"url": case.get("url"), "sequence_id": case.get("sequence_id")}
    if case.get("file") is not None:
        body["data"] = file_uri(case["file"], case.get("name"))
    return {key: value for key, value in body.items() if value is not None}


def list_body(case: dict[str, Any]) -> dict[str, Any]:
    """The body of a list of the module `chat`."""
    body = dict(case)
    if case.get("new_only") in (True, False):
        body["new_only"] = int(case["new_only"])
    return body
