"""Statements compiled once, and run on SQLite itself: SQLAlchemy's execution takes four times as long as a look-up."""

from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, TextClause

from db.storage.database import Connection

_EXPANDED = "__[POSTCOMPILE_{}]"


class _Place(NamedTuple):
    """A bound value: its name, what it is if not given, how SQLite takes it, and whether it stands for many."""

    name: str
    default: Any
    process: Callable[[Any], Any] | None
    many: bool


@dataclass(slots=True)
class _Compiled:
    text: str
    places: list[_Place]
    row: Callable[[Any], Any] | None  # names the columns of a row
    columns: list[tuple[int, Callable[[Any], Any]]]  # those that SQLite keeps in another form
    expands: bool  # whether a value stands for many
    texts: dict[tuple[int, ...], str] = field(default_factory=dict)  # by how many values each of many has


class Prepared:
    """A statement that only reads, made once; its rows can be taken apart, and a SELECT's have names."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | TextClause) -> None:
        """Take a statement; it is compiled when it is first asked."""
        self.statement = statement
        self._compiled: _Compiled | None = None

    def rows(self, connection: Connection, given: Mapping[str, Any]) -> list[Any]:
        """List what is found for these values."""
        if connection.dialect.name != "sqlite":
            return list(connection.execute(self.statement, given))
        compiled = self._compiled or self._compile(connection)
        text, values = _bound(compiled, given)
        if not connection.in_transaction():
            connection.begin()
        for told in connection.engine.dispatch.before_cursor_execute:
            told(connection, None, text, values, None, False)
        driver: Any = connection.connection.driver_connection
        found = driver.execute(text, values).fetchall()
        return _named(compiled, found) if compiled.row else found

    def _compile(self, connection: Connection) -> _Compiled:
        dialect = connection.dialect
        compiled: Any = self.statement.compile(dialect=dialect)
        places = []
        for name in compiled.positiontup:
            bind = compiled.binds[name]
            process = bind.type.dialect_impl(dialect).bind_processor(dialect)
            places.append(_Place(name, bind.value, process, many=bind.expanding))
        row: Callable[[Any], Any] | None = None
        columns: list[tuple[int, Callable[[Any], Any]]] = []
        if isinstance(self.statement, Select):
            selected = list(self.statement.selected_columns)
            names = [str(column.key) for column in selected]
            row = cast(Any, namedtuple("Row", names, rename=True))._make
            processes = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in selected]
            columns += [(place, process) for place, process in enumerate(processes) if process]
        self._compiled = _Compiled(compiled.string, places, row, columns, any(place.many for place in places))
        return self._compiled


def _bound(compiled: _Compiled, given: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
    values: list[Any] = []
    if not compiled.expands:
        for name, default, process, _many in compiled.places:
            value = given.get(name, default)
            values.append(process(value) if process else value)
        return compiled.text, tuple(values)
    counts: list[int] = []
    for name, default, process, many in compiled.places:
        value = given.get(name, default)
        some = value if many else (value,)
        values += map(process, some) if process else some
        if many:
            counts.append(len(some))
    key = tuple(counts)
    if key not in compiled.texts:
        compiled.texts[key] = _expanded(compiled, counts)
    return compiled.texts[key], tuple(values)


def _expanded(compiled: _Compiled, counts: list[int]) -> str:
    text = compiled.text
    for place, count in zip((place for place in compiled.places if place.many), counts, strict=True):
        text = text.replace(_EXPANDED.format(place.name), ", ".join("?" * count), 1)
    return text


def _named(compiled: _Compiled, found: list[Any]) -> list[Any]:
    assert compiled.row is not None
    if not compiled.columns:
        return list(map(compiled.row, found))
    rows = []
    for row in map(list, found):
        for place, process in compiled.columns:
            row[place] = process(row[place])
        rows.append(compiled.row(row))
    return rows
