"""The Viber message of a send. Which parameters go together is read from the table of kinds."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from turbosms_api.tables import alphabets, limits
from turbosms_api.tables.file_types import FILE_TYPES
from turbosms_api.tables.parameters import SEND_PARAMETERS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_api.tables.viber_kinds import MISSING_CODES, VIBER_KINDS, ViberKind
from turbosms_sandbox.account import prices
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.calls.web_links import is_web_link
from turbosms_sandbox.delivery.sends import ViberContent
from turbosms_sandbox.messages.channel_parameters import ChannelParameters, refusal_with

if TYPE_CHECKING:
    from turbosms_sandbox.account.account import Account
    from turbosms_sandbox.account.senders import Sender
    from turbosms_sandbox.files.file_store import FileStore

_IMAGE_EXTENSIONS: Final = frozenset(
    file_type.extension for file_type in FILE_TYPES.values() if file_type.kind == "image"
)
_CYRILLIC_BLOCKS = "".join(f"{chr(first)}-{chr(last)}" for first, last in alphabets.CYRILLIC.blocks)
_CYRILLIC = re.compile(f"[{_CYRILLIC_BLOCKS}]")


def read_viber(
    parameters: ChannelParameters, account: Account, files: FileStore, now: float
) -> ViberContent:
    """Documentation: message/send, the parameters used for Viber. All others are ignored."""
    sender = parameters.sender(account)
    text = parameters.string("text")
    caption = parameters.string("caption")
    action = parameters.string("action")
    kind = _kind_of(parameters)
    is_transactional = parameters.flag("is_transactional")
    # the rules of transactional messages come before what the kind lacks.
    _check_transactional(sender, kind, is_transactional=is_transactional)
    _check_nothing_is_missing(parameters, kind)
    _check_text(text, account)
    _check_caption(caption, kind)
    _check_action(action)
    ttl = parameters.integer("ttl")
    image_url = "" if "image_url" in kind.ignored else _read_image_url(parameters)
    file_id = _read_file_id(parameters, kind, files)
    rate = "transactional" if is_transactional else kind.rate
    if rate not in sender.traffic_types:
        # a file is transactional traffic, because that is how it is charged.
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


def _kind_of(parameters: ChannelParameters) -> ViberKind:
    """The first kind that fits; the last one of the table, a text alone, always does."""
    for kind in VIBER_KINDS:
        has_all = all(parameters.is_present(name) for name in kind.all)
        has_any = not kind.any or any(parameters.is_present(name) for name in kind.any)
        has_none = not any(parameters.is_present(name) for name in kind.none)
        if has_all and has_any and has_none:
            return kind
    raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_DATA)


def _check_transactional(sender: Sender, kind: ViberKind, *, is_transactional: bool) -> None:
    """Refuse a transactional message that is not a text (410), or is of a shared sender (415)."""
    if is_transactional and not kind.transactional_allowed:
        raise refusal_with(kind.transactional_code)
    if is_transactional and sender.shared:
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_TRANSACTION_SENDER)


def _check_nothing_is_missing(parameters: ChannelParameters, kind: ViberKind) -> None:
    """Refuse a message that lacks what its kind needs.

    201; 204 for a whole button, 205 and 206 for half of one.
    """
    needed = set(kind.required)
    if any(parameters.is_present(name) for name in kind.together):
        needed.update(kind.together)
    missing = {name for name in needed if not parameters.is_present(name)}
    if {"caption", "action"} <= missing:
        raise refusal_with(MISSING_CODES["button"])
    for name in ("text", "caption", "action"):
        if name in missing:
            raise refusal_with(MISSING_CODES[name])


def _check_text(text: str, account: Account) -> None:
    if len(text) > limits.VIBER_TEXT_CHARACTERS.value:
        raise refusal_with(SEND_PARAMETERS["text"].limit_code)
    if account.forbids(text):
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_TEXT)


def _check_caption(caption: str, kind: ViberKind) -> None:
    """Refuse a caption beyond its limit: a button's text (408) or a file's name (423, A-09)."""
    if kind.caption_limit != "file_caption":
        limit = limits.BUTTON_CAPTION_CHARACTERS
    elif _CYRILLIC.search(caption):
        limit = limits.FILE_CAPTION_CYRILLIC
    else:
        limit = limits.FILE_CAPTION_LATIN
    if len(caption) > limit.value:
        raise refusal_with(limit.code)


def _check_action(action: str) -> None:
    """Refuse what is no web page for a button to open (A-113), or is too long (A-132)."""
    if action and not is_web_link(action):
        raise refusal_with(SEND_PARAMETERS["action"].limit_code)


def _read_image_url(parameters: ChannelParameters) -> str:
    """The address of an image; 402 unless it is a web address with an image's extension (A-02).

    A-132: nor may it be too long. A-49: an address without an extension may be an image of any
    type; the sandbox does not look.
    """
    url = parameters.string("image_url")
    if not url:
        return ""
    rule = SEND_PARAMETERS["image_url"]
    if not is_web_link(url):
        raise refusal_with(rule.type_code)
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        raise refusal_with(rule.type_code) from None
    extension = PurePosixPath(path).suffix.removeprefix(".").lower()
    if extension and extension not in _IMAGE_EXTENSIONS:
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_IMAGE)
    return url


def _read_file_id(parameters: ChannelParameters, kind: ViberKind, files: FileStore) -> int:
    """The file, 0 for none; 411 if no number, 417 if unknown, the kind's code for a wrong type."""
    if not parameters.is_present("file_id"):
        return 0
    file_id = parameters.integer("file_id") or 0
    file = files.find(file_id)
    if file is None:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_ID)
    if kind.file not in ("none", "any", file.kind):
        raise refusal_with(kind.file_code)
    return file_id
