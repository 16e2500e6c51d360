"""The alphabets by which the length of a text is measured."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Alphabet(NamedTuple):
    """Characters that count alike."""

    name: str
    meaning: str
    characters: str
    """Those that are listed; the others are in the blocks."""
    blocks: tuple[tuple[int, int], ...]
    """The first and the last code point of each."""
    units: int
    """How many units of a limit each of the characters takes."""


GSM: Final = Alphabet(
    name="gsm",
    meaning="The alphabet of SMS (3GPP TS 23.038); each character is one septet.",
    characters="@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
    blocks=(),
    units=1,
)
"""The alphabet of SMS (3GPP TS 23.038); each character is one septet."""

GSM_EXTENSION: Final = Alphabet(
    name="gsm_extension",
    meaning="The extension of that alphabet; each character is two septets.",
    characters="\x0c^{}\\[~]|€",
    blocks=(),
    units=2,
)
"""The extension of that alphabet; each character is two septets."""

CYRILLIC: Final = Alphabet(
    name="cyrillic",
    meaning="The letters whose presence makes the name of a file Cyrillic.",
    characters="",
    blocks=((1024, 1327), (7296, 7311), (11744, 11775), (42560, 42655)),
    units=1,
)
"""The letters whose presence makes the name of a file Cyrillic."""

SURROGATES: Final = Alphabet(
    name="surrogates",
    meaning="The characters that are two units of UTF-16.",
    characters="",
    blocks=((65536, 1114111),),
    units=2,
)
"""The characters that are two units of UTF-16."""

ALPHABETS: Final[Mapping[str, Alphabet]] = MappingProxyType(
    {
        "gsm": GSM,
        "gsm_extension": GSM_EXTENSION,
        "cyrillic": CYRILLIC,
        "surrogates": SURROGATES,
    }
)
"""The alphabets by name."""
