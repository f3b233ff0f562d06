"""Columns of what the databases have no type of: moments, yes and no."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, TypeDecorator, type_coerce

from db.storage.moments import micros, moment


class Moment(TypeDecorator[datetime]):
    """A column of moments: aware ones in Python, numbers in the database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> int | None:
        """Write a moment."""
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, _dialect: Any) -> datetime | None:
        """Read a moment."""
        return None if value is None else moment(value)


class Flag(TypeDecorator[bool]):
    """A column of yes and no: 1 and 0 in the database."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, _dialect: Any) -> int | None:
        """Write yes or no."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, _dialect: Any) -> bool | None:
        """Read yes or no."""
        return None if value is None else value == 1


def as_stored(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Give a column's values as the database has them."""
    return type_coerce(column, column.type.impl) if isinstance(column.type, Moment | Flag) else column
