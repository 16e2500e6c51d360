"""SQLite's write-ahead log.

Whether SQLite would pass over commits in it because what stands before them is damaged.

SQLite reads the log up to the first frame that is not sound and drops the rest without a word.
Right for a frame that was not written to its end; but a commit behind it was answered, and must not
vanish in silence.
"""

from __future__ import annotations

import struct
from typing import Final

_HEADER: Final = struct.Struct(">8I")
"""Magic number, format, page size, checkpoint number, two salts, two checksums."""
_FRAME: Final = struct.Struct(">6I")
"""Page number, pages of the database after commits or 0, salts of the header, two checksums."""
_MAGICS: Final = {0x377F0682: "<6I", 0x377F0683: ">6I"}
"""With the order of bytes that the checksums are made with."""


def has_lost_commits(log: bytes, found: int) -> bool:
    """Whether `log` has a commit of this round behind the `found` frames that SQLite reads."""
    if len(log) < _HEADER.size:
        return False
    magic, _, page_size, _, *salts, first, second = _HEADER.unpack_from(log)
    if magic not in _MAGICS or _checksum(struct.unpack_from(_MAGICS[magic], log)) != (
        first,
        second,
    ):
        return True
    step = _FRAME.size + page_size
    for at in range(_HEADER.size + found * step, len(log) - step + 1, step):
        _, pages, *frame_salts, _, _ = _FRAME.unpack_from(log, at)
        if pages and frame_salts == salts:
            return True
    return False


def _checksum(words: tuple[int, ...]) -> tuple[int, int]:
    first = second = 0
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second
