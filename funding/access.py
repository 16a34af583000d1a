"""Who may see which awards: what was given is public, as the money is."""

from funding.models import Award
from funding.querysets import AwardQuerySet
from missions.stewardship.access import Standing


def readable_awards(standing: Standing) -> AwardQuerySet:
    """Awards of a mission that were given; those that aren't decided yet have no page here."""
    return Award.objects.given().filter(fund__mission=standing.mission)
