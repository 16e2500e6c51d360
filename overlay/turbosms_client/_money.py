"""How amounts of money are written."""

from decimal import Decimal


def format_money(amount: Decimal) -> str:
    """An amount as text: at least two decimals, never an exponent, and nothing is rounded.

    >>> format_money(Decimal("2.5"))
    '2.50'
    >>> format_money(Decimal("0.3456"))
    '0.3456'
    """
    if not amount.is_finite():
        return str(amount)
    units, _, decimals = f"{amount:f}".partition(".")
    return f"{units}.{decimals.ljust(2, '0')}"
