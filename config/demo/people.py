"""The demo's people and what they are: made up, in place since before its story begins."""

import datetime as dt

from config.demo.accounts import (
    ACCOUNTS,
    ADMINISTRATOR,
    CERTIFIER,
    COUNCIL,
    DIRECTOR,
    LEAD,
    MEMBER,
    PAYER,
    SIGNATORY,
    SUPPLIER,
)
from config.demo.content import OTHER_GOALS, OTHER_PROBLEM, OTHER_VISION, SPEAKERS
from missions.interventions.models import Intervention, Iteration
from missions.outcomes.models import Indicator
from missions.people.models import OrganisationRole, User
from missions.people.roles import MissionRoleName, OrganisationRoleName
from missions.problems.models import PainPoint
from missions.register.models import CouncilType, Organisation
from missions.stewardship.models import EligibleType, Goal, Mission, MissionRole

SINCE = dt.date(2024, 4, 1)
SUPPLIER_NAME = "Unboxed"


def arrive(mission: Mission) -> dict[str, User]:
    """Everybody, by address, with their roles on the mission and for their organisations."""
    people = {
        account.email: User.objects.create_user(account.email, account.name, is_administrator=account is ADMINISTRATOR)
        for account in ACCOUNTS
    }
    people |= {
        speaker.email: User.objects.create_user(speaker.email, speaker.name)
        for speaker in SPEAKERS
        if speaker.email not in people
    }
    for account, role in (
        (LEAD, MissionRoleName.LEAD),
        (MEMBER, MissionRoleName.MEMBER),
        (DIRECTOR, MissionRoleName.DIRECTOR),
        (PAYER, MissionRoleName.PAYMENTS_OFFICER),
    ):
        MissionRole.objects.create(mission=mission, user=people[account.email], role=role, starts_on=SINCE)
    dorset = Organisation.objects.get(code="DST")
    for council_role in (OrganisationRoleName.COORDINATOR, OrganisationRoleName.DATA_PROVIDER):
        _for(people[COUNCIL.email], dorset, council_role)
    _for(people[SIGNATORY.email], dorset, OrganisationRoleName.SIGNATORY)
    _for(people[CERTIFIER.email], dorset, OrganisationRoleName.FINANCE_CERTIFIER)
    _for(
        people[SUPPLIER.email],
        Organisation.objects.get(kind="supplier", name=SUPPLIER_NAME),
        OrganisationRoleName.PRODUCT_CONTACT,
    )
    for speaker in SPEAKERS[1:]:
        _for(people[speaker.email], Organisation.objects.get(code=speaker.council), OrganisationRoleName.CONTRIBUTOR)
    return people


def own(mission: Mission, people: dict[str, User]) -> None:
    """What the lead and the member look after. The rest has no owner: gaps that the demo shows."""
    lead, member = people[LEAD.email], people[MEMBER.email]
    PainPoint.objects.filter(mission=mission, reference__in=("PP-075", "PP-027", "PP-001")).update(owner=member)
    Intervention.objects.filter(mission=mission, slug__in=("article-4-direction", "conservation-area", "planx")).update(
        owner=lead
    )
    Iteration.objects.filter(mission=mission, slug__in=("dpif-round-4.1", "dpif-round-4.2")).update(owner=lead)
    Indicator.objects.filter(mission=mission, is_headline=True).update(owner=lead)


def propose_next(people: dict[str, User], on: dt.date) -> Mission:
    """The next mission, still a proposal: only its lead, its director and administrators see it."""
    department = Organisation.objects.create(code="dhsc", name="Department of Health and Social Care", kind="department")
    mission = Mission.objects.create(
        slug="adult-social-care",
        name="Adult social care records",
        service="Adult social care",
        problem=OTHER_PROBLEM,
        vision=OTHER_VISION,
        lead_department=department,
        starts_on=on,
        is_illustrative=True,
    )
    Goal.objects.bulk_create(Goal(mission=mission, position=place, text=text) for place, text in enumerate(OTHER_GOALS, start=1))
    for kind in (CouncilType.COUNTY, CouncilType.UNITARY, CouncilType.METROPOLITAN, CouncilType.LONDON_BOROUGH):
        EligibleType.objects.create(mission=mission, nation="England", council_type=kind)
    MissionRole.objects.create(mission=mission, user=people[MEMBER.email], role=MissionRoleName.LEAD, starts_on=on)
    MissionRole.objects.create(mission=mission, user=people[DIRECTOR.email], role=MissionRoleName.DIRECTOR, starts_on=on)
    return mission


def _for(user: User, organisation: Organisation, role: OrganisationRoleName) -> None:
    OrganisationRole.objects.create(user=user, organisation=organisation, role=role, starts_on=SINCE)
