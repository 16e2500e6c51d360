"""Requests whose parameters do not go together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.generator.publishing.messages.good_messages import BUTTON, PHONES, requests
from tests.generator.publishing.messages.viber_kinds import (
    PARAMETERS,
    is_complete,
    kind_of,
    parameter_sets,
)
from tests.generator.publishing.messages.wrong_message import Wrong
from tests.openapi import SPEC, limit

if TYPE_CHECKING:
    from collections.abc import Iterator


def wrong_sends() -> Iterator[Wrong]:
    for what, send in (*_wrong_kinds(), *_wrong_lengths(), *_wrong_images()):
        request = {**PHONES, **send}
        yield Wrong("message/send", "request", what, repr(send)[:100], request)
        for multi in ({"a": request}, {"a": requests("message/send")[0], "b": request}):
            yield Wrong("message/sendmulti", "request", what, repr(send)[:100], multi)


def _given_anywhere(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same Viber message with its values in the channel, at the top, and against others."""
    empty = {name: 0 if name == "file_id" else "" for name in PARAMETERS}
    yield {"viber": {"sender": "Shop", **values}}
    yield {"sender": "Shop", **values, "viber": {}}
    yield {"sender": "Shop", **values, "viber": {}, "sms": {"text": "Hi"}}
    yield {"sender": "Shop", **PARAMETERS, "viber": {**empty, **values}}


def _wrong_kinds() -> Iterator[tuple[str, dict[str, Any]]]:
    """Viber messages that lack something of their kind, or that may not be transactional."""
    for names in parameter_sets():
        values = {name: PARAMETERS[name] for name in names}
        if not is_complete({*names}):
            for send in _given_anywhere(values):
                yield "incomplete kind", send
        elif not kind_of({*names})["transactional"]["allowed"]:
            yield from _transactional(values)
    yield from _without_channel_values()


def _transactional(values: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for send in _given_anywhere({**values, "is_transactional": 1}):
        yield "transactional with more than text", send
    viber = {**values, "is_transactional": 1}
    over = {"sender": "Shop", "is_transactional": 0, "viber": viber}
    yield "transactional with more than text", over


def _without_channel_values() -> Iterator[tuple[str, dict[str, Any]]]:
    channels: dict[str, Any]
    for channels in ({"sms": {}}, {"viber": {}}, {"sms": {}, "viber": {"text": "Hi"}}):
        yield "no sender", {"text": "Hi", **channels}
    for channels in ({}, {"text": "Hi"}, {"sms": {"text": "Hi"}, "viber": {}}):
        yield "no channel or text", {"sender": "Shop", **channels}
    for empty in ("sender", "text"):
        channel = {empty: ""}
        yield "empty in the channel", {"sender": "Shop", "text": "Hi", "sms": channel}


def _wrong_lengths() -> Iterator[tuple[str, dict[str, Any]]]:
    gsm, unicode = limit("sms_gsm_characters"), limit("sms_unicode_characters")
    for text in (
        "я" * (unicode + 1),
        "a" * unicode + "я",
        "я" + "a" * unicode,
        "a" * 330 + "ё" + "a" * 331,
        "`" + "a" * unicode,
        "😀" * (unicode // 2 + 1),
        "😀" + "я" * (unicode - 1),
        "😀" * 3 + "я" * (unicode - 5),
        "a" * (gsm + 1),
        "a" * gsm + "€",
        "a" * (gsm - 1) + "€",
        "€€" + "a" * (gsm - 3),
        "[" * (gsm // 2 + 1),
        "{" * (gsm // 2) + "aa",
        "a\n" * (gsm // 2 + 1),
        "~" * 7 + "a" * (gsm - 13),
    ):
        yield "long SMS", {"sms": {"sender": "Shop", "text": text}}
        if len(text) <= gsm:
            yield "long SMS", {"sender": "Shop", "text": text, "sms": {}}
            yield "long SMS", {"sender": "Shop", "text": text, "sms": {}, "viber": {"text": "Hi"}}
        yield "long SMS", {"sender": "Shop", "text": "Hi", "viber": {}, "sms": {"text": text}}
    most = limit("viber_text_characters")
    for text in ("a" * (most + 1), "я" * (most + 1), "😀" * (most + 1), "a" * gsm):
        yield "long Viber", {"viber": {"sender": "Shop", "text": text}}
        yield "long Viber", {"sender": "Shop", "text": text, "viber": {}}
        yield "long Viber", {"sender": "Shop", "text": text, "viber": {}, "sms": {"text": "Hi"}}
        yield "long Viber", {"sender": "Shop", "text": text, "viber": BUTTON}
    latin, cyrillic = limit("file_caption_latin"), limit("file_caption_cyrillic")
    for name in (
        "a" * (latin + 1),
        "a" * limit("button_caption_characters"),
        "я" * (cyrillic + 1),
        "a" * cyrillic + "я",
        "Ґ" + "a" * cyrillic,
        "я" * latin,
        "é" * (latin + 1),
    ):
        for send in _given_anywhere({"file_id": 5, "caption": name}):
            yield "long name of a file", send
        yield "long name of a file", {"sender": "S", "caption": name, "viber": {"file_id": 5}}
        yield "long name of a file", {"sender": "S", "file_id": 5, "viber": {"caption": name}}


def _wrong_images() -> Iterator[tuple[str, dict[str, Any]]]:
    documents = [row["extension"] for row in SPEC["x-file-types"] if row["kind"] != "image"]
    for extension in (*documents, "exe", "svg", "PDF"):
        url = f"https://example.com/files/a.{extension}"
        for values in ({"image_url": url}, {"image_url": f"{url}?x=a.png", "text": "Hi", **BUTTON}):
            yield "no image", {"sender": "Shop", "viber": values}
            yield "no image", {"sender": "Shop", **values, "viber": {}}
        linked = {"image_url": url, "file_id": 5, "caption": "Open", "text": "Hi"}
        yield "no image", {"sender": "Shop", "viber": linked}


def wrong_chats_and_files() -> Iterator[Wrong]:
    text = {"chat_id": 1, "message": "Hi"}
    request: dict[str, Any]
    for file in ({"file_data": "data:,a"}, {"file_url": "https://example.com/a.pdf"}):
        for name in ({}, {"file_name": "a.pdf"}):
            yield Wrong(
                "chat/send", "request", "text and file", str(file), {**text, **file, **name}
            )
    for request in ({}, {"file_name": "a.pdf"}, {"file_data": ""}, {"sequence_id": "1"}):
        yield Wrong("chat/send", "request", "neither", str(request), {"chat_id": 1, **request})
    for method, request in (
        ("file/add", {}),
        ("file/add", {"sequence_id": "1"}),
        ("file/details", {}),
        ("chat/recipients", {"page": 1}),
        ("chat/sessions", {"rows": 5}),
        ("message/status", {}),
        ("message/details", {"messages": []}),
        ("message/send", {"text": "x", "sms": {"sender": "Shop"}}),
        ("message/send", {"recipients": [], "text": "x", "sms": {"sender": "Shop"}}),
        ("message/sendmulti", {}),
        ("message/sendmulti", {"sequence_id": "1"}),
    ):
        yield Wrong(method, "request", "nothing", str(request), request)
