"""Several things done at once, each held before a statement of its own, so that every order can be lived through."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, text

from db.storage.database import Database

_PATIENCE = 20.0  # seconds
_LOCKED = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
_LOCKED_FILE = 0.03  # seconds after which whoever has not come on waits for the file


@dataclass
class _Turn:
    """One of those at work: before which statement it is held, if it gets so far."""

    do: Callable[[], Any]
    stop: int
    statements: int = 0
    result: Any = None
    held: threading.Event = field(default_factory=threading.Event)
    free: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        try:
            self.result = self.do()
        except Exception as error:  # told to whoever looks at the results
            self.result = error
        self.done.set()

    def count(self) -> None:
        if self.statements == self.stop:
            self.held.set()
            assert self.free.wait(_PATIENCE)
        self.statements += 1


class Stage:
    """A database in which whoever writes can be held before any statement."""

    def __init__(self, database: Database) -> None:
        """Use `staged`."""
        self._database = database
        self._turns: dict[int, _Turn] = {}

    def count(self, do: Callable[[], Any]) -> tuple[Any, int]:
        """Do it alone; returns what came of it and how many statements it was."""
        [turn] = self._begin([do], [-1])
        assert turn.done.wait(_PATIENCE)
        return turn.result, turn.statements

    def live(self, doings: Sequence[Callable[[], Any]], stops: Sequence[int], freed: Sequence[int]) -> list[Any]:
        """Begin each once the one before is held, waits for another, or is done; then free them in this order.

        Returns what came of each, in the order in which they were given: what it gave, or the exception.
        """
        turns = self._begin(doings, stops)
        for number in freed:
            turns[number].free.set()
            self._settle(turns[number])
        for turn in turns:
            assert turn.done.wait(_PATIENCE), "they wait for each other"
        return [turn.result for turn in turns]

    def note(self, *_: object) -> None:
        """Count a statement of whoever is at work."""
        if turn := self._turns.get(threading.get_ident()):
            turn.count()

    def _begin(self, doings: Sequence[Callable[[], Any]], stops: Sequence[int]) -> list[_Turn]:
        turns = [_Turn(do, stop) for do, stop in zip(doings, stops, strict=True)]
        for turn in turns:
            thread = threading.Thread(target=self._enter, args=(turn,), daemon=True)
            thread.start()
            self._settle(turn)
        return turns

    def _enter(self, turn: _Turn) -> None:
        self._turns[threading.get_ident()] = turn
        try:
            turn.run()
        finally:
            del self._turns[threading.get_ident()]

    def _settle(self, turn: _Turn) -> None:
        """Wait until somebody is held, waits for another, or is done."""
        end, before = time.monotonic() + _LOCKED_FILE, -1
        while not (turn.done.is_set() or (turn.held.is_set() and not turn.free.is_set())):
            if time.monotonic() > end and turn.statements == before and self._is_locked():
                return
            before = turn.statements
            time.sleep(0.002)

    def _is_locked(self) -> bool:
        if not self._database.shared:
            return True
        with self._database.reading() as connection:
            return bool(connection.execute(_LOCKED).scalar_one())


@contextmanager
def staged(database: Database) -> Iterator[Stage]:
    """Let statements of this database be counted."""
    stage = Stage(database)
    event.listen(database.engine, "before_cursor_execute", stage.note)
    try:
        yield stage
    finally:
        event.remove(database.engine, "before_cursor_execute", stage.note)
