"""The Viber message of a send. Which parameters go together is read from the table of kinds."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from turbosms_api.tables import limits
from turbosms_api.tables.file_types import FILE_TYPES
from turbosms_api.tables.parameters import SEND_PARAMETERS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_api.tables.viber_kinds import MISSING_CODES, VIBER_KINDS, ViberKind
from turbosms_sandbox.account import prices
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.delivery.campaigns import ViberContent
from turbosms_sandbox.messages.channel_parameters import Parameters, refuse

if TYPE_CHECKING:
    from turbosms_sandbox.account.account import Account, Sender
    from turbosms_sandbox.messages.sent_messages import Storage

MAX_LINK: Final = limits.URL_CHARACTERS.value
"""Most characters of a link in a message: as many as the URL of a request may have (A-132)."""
_IMAGE_EXTENSIONS: Final = frozenset(
    row.extension for row in FILE_TYPES.values() if row.kind == "image"
)
_WEB_ADDRESS = re.compile(r"https?://[^/?#\s]\S*", re.IGNORECASE)
_CYRILLIC = re.compile("[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]")


def read_viber(
    parameters: Parameters, account: Account, storage: Storage, now: float
) -> ViberContent:
    """Documentation: message/send, the parameters used for Viber.

    Every other parameter is ignored.
    """
    sender = parameters.sender(account)
    text, caption, action = (parameters.string(name) for name in ("text", "caption", "action"))
    kind = _kind(parameters)
    is_transactional = parameters.flag("is_transactional")
    # what a transactional message may be comes before what its kind lacks.
    _check_transactional(sender, kind, is_transactional=is_transactional)
    _check_presence(parameters, kind)
    if len(text) > limits.VIBER_TEXT_CHARACTERS.value:
        raise refuse(SEND_PARAMETERS["text"].limit_code)
    if account.forbids(text):
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_TEXT)
    _check_caption(caption, kind)
    if action and (len(action) > MAX_LINK or not _WEB_ADDRESS.fullmatch(action)):
        # a button opens a page of the web; A-132.
        raise refuse(SEND_PARAMETERS["action"].limit_code)
    ttl = parameters.integer("ttl")
    image_url = "" if "image_url" in kind.ignored else _image_url(parameters)
    file_id = _file_id(parameters, kind, storage)
    rate = "transactional" if is_transactional else kind.rate
    if rate not in sender.traffic_types:
        # a file is transactional traffic, as it is charged.
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_TRAFFIC_TYPE)
    return ViberContent(
        sender=sender.name,
        text=text,
        start=parameters.start(now),
        ttl=limits.TTL_DEFAULT.value if ttl is None else ttl,
        price=prices.VIBER[rate],
        kind=kind.kind,
        rate=rate,
        caption=caption,
        action=action,
        image_url=image_url,
        file_id=file_id,
        count_clicks=parameters.flag("count_clicks"),
        is_transactional=is_transactional,
    )


def _kind(parameters: Parameters) -> ViberKind:
    """The first kind that fits; the last one of the table, a text alone, always does."""
    for kind in VIBER_KINDS:
        if (
            all(parameters.present(name) for name in kind.all)
            and (not kind.any or any(parameters.present(name) for name in kind.any))
            and not any(parameters.present(name) for name in kind.none)
        ):
            return kind
    raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_DATA)


def _check_transactional(sender: Sender, kind: ViberKind, *, is_transactional: bool) -> None:
    """Refuse a transactional message that is no text (410), or of a shared sender (415)."""
    if is_transactional and not kind.transactional_allowed:
        raise refuse(kind.transactional_code)
    if is_transactional and sender.shared:
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_TRANSACTION_SENDER)


def _check_presence(parameters: Parameters, kind: ViberKind) -> None:
    """Refuse a message that lacks what its kind needs.

    201, 204 for a whole button, 205 and 206 for half of one.
    """
    needed = set(kind.required)
    if any(parameters.present(name) for name in kind.together):
        needed.update(kind.together)
    missing = {name for name in needed if not parameters.present(name)}
    if {"caption", "action"} <= missing:
        raise refuse(MISSING_CODES["button"])
    for name in ("text", "caption", "action"):
        if name in missing:
            raise refuse(MISSING_CODES[name])


def _check_caption(caption: str, kind: ViberKind) -> None:
    """Refuse a caption beyond the limit of its kind.

    A button's text (408) or a file's name (423, A-09).
    """
    if kind.caption_limit == "file_caption":
        limit = (
            limits.FILE_CAPTION_CYRILLIC if _CYRILLIC.search(caption) else limits.FILE_CAPTION_LATIN
        )
    else:
        limit = limits.BUTTON_CAPTION_CHARACTERS
    if len(caption) > limit.value:
        raise refuse(limit.code)


def _image_url(parameters: Parameters) -> str:
    """The address of an image; 402 if it is no web address, or not of an image's type (A-02).

    A-132: nor is one that is too long.

    A-49: an address without an extension may be an image of any type; the sandbox does not look.
    """
    url = parameters.string("image_url")
    if not url:
        return ""
    row = SEND_PARAMETERS["image_url"]
    if len(url) > MAX_LINK or not _WEB_ADDRESS.fullmatch(url):
        raise refuse(row.type_code)
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        raise refuse(row.type_code) from None
    extension = PurePosixPath(path).suffix.removeprefix(".").lower()
    if extension and extension not in _IMAGE_EXTENSIONS:
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_IMAGE)
    return url


def _file_id(parameters: Parameters, kind: ViberKind, storage: Storage) -> int:
    """The file, 0 for none.

    411 if it is no number, 417 if unknown, the kind's code if of another type.
    """
    if not parameters.present("file_id"):
        return 0
    file_id = parameters.integer("file_id") or 0
    file = storage.file(file_id)
    if file is None:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_ID)
    if kind.file not in ("none", "any", file.kind):
        raise refuse(kind.file_code)
    return file_id
