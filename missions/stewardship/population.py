"""Who a mission is for: the councils that are the only denominator of its figures, as at a day."""

import datetime as dt

from django.db.models import Q

from missions.core.spans import true_on
from missions.register.models import CouncilType, Nation, Organisation
from missions.register.querysets import OrganisationQuerySet
from missions.stewardship.models import EligibleType, Mission


def eligible_councils(mission: Mission, day: dt.date) -> OrganisationQuerySet:
    """Councils of the mission's nations and types that existed on that day."""
    return Organisation.objects.as_at(day).councils().filter(_types(mission, true_on(day)))


NATIONS = {
    CouncilType.SCOTTISH: Nation.SCOTLAND,
    CouncilType.WELSH: Nation.WALES,
    CouncilType.NORTHERN_IRISH: Nation.NORTHERN_IRELAND,
}


def nation_of(council_type: str) -> Nation:
    """Each type of council is found in one nation."""
    return NATIONS.get(CouncilType(council_type), Nation.ENGLAND)


def _types(mission: Mission, span: Q) -> Q:
    pairs = EligibleType.objects.filter(span, mission=mission).values_list("nation", "council_type")
    wanted = Q(pk__in=[])
    for nation, council_type in pairs:
        wanted |= Q(nation=nation, council_type=council_type)
    return wanted
