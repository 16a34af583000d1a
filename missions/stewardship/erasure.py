"""What forgetting a person does to their roles on missions."""

from missions.core import clock
from missions.stewardship.models import MissionRole


def end_roles(user_id: int) -> None:
    """End what the person is on missions."""
    MissionRole.objects.filter(user=user_id).end_all(clock.today())
