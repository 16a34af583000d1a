"""Structured logs on standard output: JSON lines in production, readable lines on a developer's machine."""

import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


# What a log must never hold: addresses, sign-in codes, and the secrets that links in e-mails carry.
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SECRET = re.compile(r"\b(?![0-9a-f]{8}-[0-9a-f]{4}-)(?=[\w-]*[0-9])(?=[\w-]*[A-Z])[\w-]{32,}\b")
SECRET_NAMES = {"code", "token", "password", "secret", "authorization", "cookie", "email", "to", "address"}


def discreet(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: takes out of every value what a log must never hold."""
    for name, value in event.items():
        if name.lower() in SECRET_NAMES:
            event[name] = "[hidden]"
        elif isinstance(value, str):
            event[name] = SECRET.sub("[hidden]", ADDRESS.sub("[address]", value))
        elif isinstance(value, list | tuple | dict | set):
            event[name] = SECRET.sub("[hidden]", ADDRESS.sub("[address]", str(value)))
    return event


def logging_config(*, as_json: bool, level: str) -> dict[str, Any]:
    """A `dictConfig`: every logger, ours or a library's, comes out in one shape."""
    last: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    discreet,
                    last,
                ],
            }
        },
        "handlers": {"standard": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["standard"], "level": level},
        "loggers": {"django.server": {"handlers": [], "propagate": True}},
    }


def configure(config: dict[str, Any]) -> None:
    """What settings name as LOGGING_CONFIG: sets up the standard library and structlog together."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
