"""Times and money as whole numbers, which SQLite and PostgreSQL store and compare alike."""

import datetime as dt
from decimal import Decimal
from typing import Final

import sqlalchemy as sa

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)
_MICROS: Final = 1_000_000


class UtcTime(sa.TypeDecorator[dt.datetime]):
    """An aware time, as microseconds since 1970; read in UTC."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> int | None:
        """The time as a whole number."""
        if value is None:
            return None
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> dt.datetime | None:
        """The whole number as a time."""
        if value is None:
            return None
        microseconds: int = value
        return _EPOCH + microseconds * _MICROSECOND


class StateName(sa.TypeDecorator[str]):
    """A state of ours, by its name.

    With plain text, SQLAlchemy would look for the type of each enum that a column is compared with.
    It asks its ORM, and fails while another thread imports that, as a worker does when it starts.
    """

    impl = sa.Text
    cache_ok = True


class Money(sa.TypeDecorator[Decimal]):
    """UAH, as millionths."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> int | None:
        """The amount as a whole number."""
        if value is None:
            return None
        return int((value * _MICROS).to_integral_value())

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> Decimal | None:
        """The whole number as an amount."""
        if value is None:
            return None
        return Decimal(value) / _MICROS
