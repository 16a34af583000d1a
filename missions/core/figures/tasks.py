"""Drawing: done by workers, because the library is heavy and must never be loaded before a process forks."""

from typing import Any

import structlog
from celery import shared_task
from kombu.exceptions import OperationalError

from missions.core.figures.figure import drawing, keep_drawing

log = structlog.get_logger(__name__)


@shared_task
def draw(key: str, spec: dict[str, Any]) -> bool:
    """Draw one figure unless it is there; returns whether it was drawn."""
    if drawing(key) is not None:
        return False
    drawn(key, spec)
    return True


def drawn(key: str, spec: dict[str, Any]) -> str:
    """Draw it, keep it, and give it back."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(spec)
    svg = svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    keep_drawing(key, svg)
    return svg


def ask(key: str, spec: dict[str, Any]) -> None:
    """Send a drawing to a worker; without a broker the page keeps its table."""
    try:
        draw.delay(key, spec)
    except (OperationalError, OSError):
        log.warning("figure.ask_failed", key=key)
