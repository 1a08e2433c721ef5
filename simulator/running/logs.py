"""The log of the program's processes: one JSON object a line on standard error, without personal data.

Ours is at the level that was asked for, libraries' from warnings on. Log keys name things (a check id, an institution
code, an error code), never people: no number of a card or an insurance, no name, no birth date. A test greps the log of
the flow suite for them.
"""

import logging
import sys

import structlog
import structlog.tracebacks


def _frames_only(exc_info: structlog.typing.ExcInfo) -> list[dict[str, object]]:
    """Return the exception as types and places: its text and its variables may hold what a person sent."""
    transform = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [{**stack, "exc_value": "", "exc_notes": []} for stack in transform(exc_info)]


def configure(level: str = "INFO") -> None:
    """Set up structlog and route the standard library's loggers through it."""
    processors: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_frames_only),
    ]
    structlog.configure(
        processors=[*processors, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=processors,
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)


_TALKATIVE = ("alembic", "httpx", "httpcore")
"""They tell of every call or step at the level that is the default."""


def configure_logs(level: str) -> None:
    """Log as JSON lines to standard error."""
    configure(level)
    for library in _TALKATIVE:
        logging.getLogger(library).setLevel(logging.WARNING)
