"""Logging: structured, to standard error, as lines for people or JSON for machines."""

import logging
import sys

import structlog
from structlog.typing import Processor


class _Shortened(logging.Filter):
    """discord.py logs each reconnect with a traceback of many lines; what failed is enough."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "discord.shard" and record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            record.msg, record.args = f"{record.getMessage()} ({type(error).__name__}: {error})", ()
            record.exc_info = None
        return True


def set_up(*, form: str, level: str) -> None:
    """Send the program's log and the libraries' warnings to standard error; `form` is "console" or "json"."""
    steps: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*steps, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    last = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=steps,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    handler.addFilter(_Shortened())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    # at DEBUG discord.py logs addresses that hold tokens: ours alone follow the setting
    for name in ("bot", "cogs"):
        logging.getLogger(name).setLevel(level.upper())
