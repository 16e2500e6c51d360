"""Formatting of money."""

from decimal import Decimal


def format_money(amount: Decimal) -> str:
    """Format an amount with at least two decimals and no exponent, without rounding.

    >>> format_money(Decimal("2.5"))
    '2.50'
    >>> format_money(Decimal("0.3456"))
    '0.3456'
    """
    if not amount.is_finite():
        return str(amount)
    units, _, decimals = f"{amount:f}".partition(".")
    return f"{units}.{decimals.ljust(2, '0')}"
