"""The thread: a pain point traced to its outcome."""

from missions.problems.models import PainPoint
from missions.stewardship.models import Mission


def best_example(mission: Mission) -> PainPoint | None:
    """A pain point whose whole thread can be walked."""
    return mission.pain_points.first()
