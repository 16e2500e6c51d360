"""The compiled catalogues of gettext, which lie beside the files that they are made of.

`make translations` writes both, so that nothing is compiled when the package is built or used.
"""

from __future__ import annotations

import gettext
import struct
from functools import cache
from pathlib import Path
from typing import Final

DOMAIN: Final = "turbosms"
FOLDER: Final = Path(__file__).parent / "locale"


def compiled_file(language: str) -> Path:
    """The compiled catalogue of a language."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


@cache
def catalogue_of(language: str) -> gettext.NullTranslations:
    """The catalogue of a language, read once.

    An empty one if its file is missing, as in a program that was packed without it, or damaged:
    then texts are said in English, rather than not at all.
    """
    try:
        with compiled_file(language).open("rb") as file:
            return gettext.GNUTranslations(file)
    except (OSError, ValueError, LookupError, struct.error):
        return gettext.NullTranslations()
