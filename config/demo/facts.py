"""The facts that the demo ships, restated from published records; docs/sources.md names each source and licence."""

from pathlib import Path

from config.programme import restated
from config.programme.bundle import Bundle

FOLDER = Path(__file__).parent / "data"


def bundle() -> Bundle:
    """Everything, ready to be stored."""
    return restated.read(FOLDER)
