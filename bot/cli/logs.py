"""Logging: structured, to standard error, as lines for people or JSON for machines."""

import logging
import re
import sys
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from bot.log import before_first_line
from bot.terminal.clean import clean

if TYPE_CHECKING:  # see bot/log.py
    from structlog.typing import Processor

# what lets somebody act as the bot: its token, and the tokens of interactions and webhooks in Discord's addresses
_SECRETS = re.compile(
    r"(?P<path>/(?:interactions|webhooks)/\d+/)[^/\s\"']+"
    r"|(?<![\w.-])[\w-]{18,}\.[\w-]{5,}\.[\w-]{20,}"
    r"|Bot [\w-]+\.[\w.-]+"
    # Slack's: tokens, the tickets of sockets, and addresses that take an answer or a file
    r"|xox[a-z](?:-[\w.-]+)+|xapp-[\w-]+"
    r"|(?P<slack>(?:ticket=|https?://hooks\.slack\.com/|https?://files\.slack\.com/))[^\s\"'<>]+"
)


def scrub(text: str) -> str:
    """Take out what has the shape of a token."""
    return _SECRETS.sub(lambda found: f"{found['path'] or found['slack'] or ''}<secret>", text)


class _Shortened(logging.Filter):
    """The libraries log each reconnect with a traceback of many lines; what failed is enough."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name in ("discord.shard", "bot.slack.sdk") and record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            record.msg, record.args = f"{record.getMessage()} ({type(error).__name__}: {error})", ()
            record.exc_info = None
        return True


class _Lines(logging.StreamHandler[TextIO]):
    """The last step of every line, tracebacks included: nothing secret passes, whoever wrote it."""

    def __init__(self, form: str) -> None:
        super().__init__(sys.stderr)
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        self.formatter = self.formatter or _formatter(self._form)
        first, *rest = scrub(super().format(record)).split("\n")
        # a line that begins at the margin is ours: what is told in several, whatever it is, stands in from it
        return "\n".join([clean(first), *(f"    {clean(line)}" for line in rest)])


def set_up(*, form: str, level: str) -> None:
    """Send the program's log and the libraries' warnings to standard error; `form` is "console" or "json"."""
    before_first_line(_configure)
    handler = _Lines(form)
    handler.addFilter(_Shortened())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    # at DEBUG discord.py logs addresses that hold tokens: ours alone follow the setting
    for name in ("bot", "cogs"):
        logging.getLogger(name).setLevel(level.upper())
    sys.excepthook = _log_uncaught


def _steps() -> "list[Processor]":
    import structlog

    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]


def _configure() -> None:
    import structlog

    by_level, wrapped = structlog.stdlib.filter_by_level, structlog.stdlib.ProcessorFormatter.wrap_for_formatter
    structlog.configure(
        processors=[by_level, *_steps(), wrapped],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _formatter(form: str) -> logging.Formatter:
    import structlog

    last = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    shown = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_steps(), processors=shown)


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("bot").critical("ended by an error of ours", exc_info=(kind, error, trace))
