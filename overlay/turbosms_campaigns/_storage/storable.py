"""What the service and its webhooks say, made fit for every database.

Nobody expects such values. But one that a database refuses would keep the answer that it stands in
from ever being stored, with thousands of others.
"""

from decimal import Decimal
from typing import Final

_LARGEST_CODE: Final = 2**31 - 1
_MOST_UAH: Final = 1_000_000
"""For one message."""
_INSTEAD: Final = "\ufffd"


def storable_text(text: str) -> str:
    """The text without what PostgreSQL or UTF-8 cannot hold: NUL, and halves of surrogate pairs."""
    is_plain = text.isascii() and "\0" not in text
    if is_plain:
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", _INSTEAD)


def storable_code(code: int) -> int | None:
    """The result code; None if it is none that anybody would use."""
    return int(code) if abs(code) <= _LARGEST_CODE else None


def storable_price(price: Decimal | None) -> Decimal | None:
    """The price; None if it is unknown, or none that a message can have."""
    if price is None or not 0 <= price <= _MOST_UAH:
        return None
    return price
