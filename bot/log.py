"""The program's log, by structlog: imported when something is told, for a question in a terminal tells nothing."""

from collections.abc import Callable
from typing import Any

_set_up: list[Callable[[], None]] = []


class Log:
    """What a module has to tell, as structlog takes it: `log.warning("what happened", of=what)`."""

    def __init__(self, module: str) -> None:
        """Take the name of the module, by which the level that was set is found."""
        self._module = module

    def __getattr__(self, level: str) -> Callable[..., Any]:
        import structlog

        while _set_up:
            _set_up.pop()()
        tell: Callable[..., Any] = getattr(structlog.get_logger(self._module), level)
        return tell


def before_first_line(set_up: Callable[[], None]) -> None:
    """Have something done before anything is told."""
    _set_up[:] = [set_up]
