"""Which mission a command is about, where nobody says."""

from missions.stewardship.models import Mission

USUAL = "digital-planning"


class NotChosen(Exception):
    """No mission can be chosen; the message says what to type."""


def choose_mission(slug: str | None) -> Mission | None:
    """The one named; otherwise the only one, or the usual one among several. None where there is no mission at all."""
    missions = {mission.slug: mission for mission in Mission.objects.order_by("slug")}
    if slug is None and not missions:
        return None
    name = slug or (next(iter(missions)) if len(missions) == 1 else USUAL)
    if name in missions:
        return missions[name]
    if slug is None:
        raise NotChosen(f"There are several missions. Say which one with --mission: {', '.join(missions)}.")
    known = f"Missions here: {', '.join(missions)}." if missions else "There is no mission yet."
    raise NotChosen(f"There is no mission “{slug}”. {known}")
