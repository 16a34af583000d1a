"""The facts that the demo ships, restated from published records; docs/sources.md names each source and licence."""

from pathlib import Path

from config.programme import restated
from config.programme.bundle import Bundle
from missions.market.rows import SystemRow

FOLDER = Path(__file__).parent / "data"
SYSTEMS_TITLE = "Planning registers of February 2025, by sebvett/planning-applications contributors (MIT licence)"
SYSTEMS_URL = "https://github.com/sebvett/planning-applications/blob/d421fece9388f6bcc95f0e29472acbcfc5686b0a/docs/coverage.md"


def bundle() -> Bundle:
    """Everything, ready to be stored."""
    return restated.read(FOLDER)


def systems() -> list[SystemRow]:
    """Which planning system each council ran in February 2025."""
    return restated.read_systems(FOLDER)
