"""The kinds of Viber message that the parameters make, and the rules of each. Documentation: message/send."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from .texts import text_in

if TYPE_CHECKING:
    from collections.abc import Mapping


class ViberKind(NamedTuple):
    """A kind of Viber message. A parameter is present if it is given and not empty (`file_id` 0 is empty)."""

    kind: str
    meaning: str
    all: tuple[str, ...]
    """The kind fits only if all of these are present,"""
    any: tuple[str, ...]
    """at least one of these is (if there are any),"""
    none: tuple[str, ...]
    """and none of these is."""
    required: tuple[str, ...]
    """Each must be present; the codes otherwise are in MISSING_CODES."""
    together: tuple[str, ...]
    """If one of these is present, all must be."""
    ignored: tuple[str, ...]
    """These may be present, but have no effect."""
    file: Literal["none", "document", "image", "any"]
    """What `file_id` must be the number of."""
    file_code: int | None
    """The result code if it is the number of something else."""
    caption_limit: str | None
    """Which limits hold for `caption`: the names in LIMITS start with this."""
    rate: Literal["promotional", "transactional"]
    """The rate at which the kind is charged unless it is sent as transactional."""
    transactional_allowed: bool
    """Whether the kind may be sent as transactional."""
    transactional_code: int | None
    """The result code if it is all the same."""

    def meaning_in(self, language: str) -> str:
        """The meaning in `"en"` or `"uk"`.

        Raises:
            ValueError: It is in no other language.
        """
        return text_in(language, "viber_kind", self.kind, self.meaning)


VIBER_KINDS: Final[tuple[ViberKind, ...]] = (
    ViberKind(
        kind="file",
        meaning="A document, shown by the name in `caption`; no text, button or image goes with it.",
        all=("file_id", "caption"),
        any=(),
        none=("text", "action", "image_url"),
        required=("file_id", "caption"),
        together=(),
        ignored=(),
        file="document",
        file_code=419,
        caption_limit="file_caption",
        rate="transactional",
        transactional_allowed=False,
        transactional_code=410,
    ),
    ViberKind(
        kind="link",
        meaning="A text with a button that opens an uploaded file; `caption` is the text of the button.",
        all=("file_id", "caption"),
        any=(),
        none=("action",),
        required=("text", "caption", "file_id"),
        together=(),
        ignored=(),
        file="any",
        file_code=None,
        caption_limit="button_caption",
        rate="promotional",
        transactional_allowed=False,
        transactional_code=410,
    ),
    ViberKind(
        kind="image_file",
        meaning="An uploaded image, alone or with a text and a button.",
        all=("file_id",),
        any=(),
        none=(),
        required=("file_id",),
        together=("text", "caption", "action"),
        ignored=("image_url",),
        file="image",
        file_code=402,
        caption_limit="button_caption",
        rate="promotional",
        transactional_allowed=False,
        transactional_code=410,
    ),
    ViberKind(
        kind="image",
        meaning="An image from the web, alone or with a text and a button.",
        all=("image_url",),
        any=(),
        none=(),
        required=("image_url",),
        together=("text", "caption", "action"),
        ignored=(),
        file="none",
        file_code=None,
        caption_limit="button_caption",
        rate="promotional",
        transactional_allowed=False,
        transactional_code=410,
    ),
    ViberKind(
        kind="button",
        meaning="A text with a button that opens a link.",
        all=(),
        any=("caption", "action"),
        none=(),
        required=("text", "caption", "action"),
        together=(),
        ignored=(),
        file="none",
        file_code=None,
        caption_limit="button_caption",
        rate="promotional",
        transactional_allowed=False,
        transactional_code=410,
    ),
    ViberKind(
        kind="text",
        meaning="A text alone; the only kind that may be transactional.",
        all=(),
        any=(),
        none=(),
        required=("text",),
        together=(),
        ignored=(),
        file="none",
        file_code=None,
        caption_limit=None,
        rate="promotional",
        transactional_allowed=True,
        transactional_code=None,
    ),
)
"""The kinds in matching order: a message is of the first that fits."""

MISSING_CODES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "recipients": 202,
        "sender": 200,
        "text": 201,
        "button": 204,
        "caption": 205,
        "action": 206,
    }
)
"""The result code for a required parameter that is missing; `button` if both parts of the button are."""
