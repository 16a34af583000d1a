"""The demo's stakeholders, what was said to them, and the map. What the team thinks of anybody here is made up, and marked so."""

import datetime as dt
from dataclasses import dataclass

from config.demo.accounts import LEAD, MEMBER
from missions.core import clock
from missions.maps.actions import lay_out_maps
from missions.people.models import User
from missions.register.models import Kind, Organisation
from missions.stakeholders.actions import Judgement, Talk, add_stake, log_contact, move_stake
from missions.stakeholders.models import Stake
from missions.stewardship.access import stand
from missions.stewardship.models import Mission

NETWORK = ("demo-network", "Planning Officers’ Network (made up)")


@dataclass(frozen=True)
class Said:
    """A contact so many days ago, and how far the stakeholder was engaged after it (“”: no change)."""

    days_ago: int
    kind: str
    outcome: str
    note: str
    engagement: str = ""


@dataclass(frozen=True)
class Known:
    """What the team thinks of an organisation, who looks after it, and in how many days the next contact is."""

    code: str
    role: str
    influence: int
    interest: int
    owner: str = ""
    why: str = ""
    next_in: int | None = None
    said: tuple[Said, ...] = ()


TALKED = Said(
    40, "meeting", "agreed", "Told us how they record old directions. Will try the checker with one file.", "taking-part"
)
STAKES = (
    Known("mhclg", "policy", 5, 5, LEAD.email, "Owns planning policy and pays for the mission.", 12, (
        Said(200, "meeting", "agreed", "Agreed to speak with one voice about standards.", "leading"),
        Said(16, "call", "informed", "Went through the figures of the month."),
    )),
    Known("idox", "supplies", 5, 3, LEAD.email, "More councils use its systems than any other supplier’s.", -6, (
        Said(150, "email", "no-answer", "Sent the draft standard and asked who could comment on it.", "asked"),
        Said(118, "call", "interested", "Would like to see which councils ask for the export before it plans any work."),
    )),
    Known("nec", "supplies", 4, 2, "", "The published list of systems names it for few councils."),
    Known("unboxed", "supplies", 3, 5, MEMBER.email, "Builds a tool that the mission pays for.", 20, (
        Said(75, "meeting", "agreed", "Shows its work every second week; others may come.", "taking-part"),
    )),
    Known(NETWORK[0], "represents", 4, 4, MEMBER.email, "Speaks for heads of planning; its members listen to one another.", 5, (
        Said(60, "event", "interested", "Gave us ten minutes at its autumn meeting. Several asked about officers’ time.", "asked"),
    )),
    Known("CMD", "delivers", 3, 5, MEMBER.email, "", 30, (Said(35, "visit", "agreed", "Showed us how it publishes.", "leading"),)),
    Known("DST", "delivers", 3, 4, MEMBER.email, "Three former districts’ records in one place.", 9, (TALKED,)),
    Known("BIR", "delivers", 4, 2, LEAD.email, "The largest council that the mission is for.", None, (
        Said(130, "letter", "no-answer", "Wrote to its head of planning.", "asked"),
    )),
    Known("CON", "delivers", 2, 2, MEMBER.email, "", None, (Said(90, "call", "declined", "No officers free until next year.", "declined"),)),
    Known("HNS", "delivers", 2, 3),
    Known("GLCA", "pays", 2, 2, MEMBER.email, "Plans homes across councils of its area.", 45),
)  # fmt: skip


def gather(mission: Mission, people: dict[str, User], *, now: dt.datetime) -> None:
    """Stakeholders with their contacts, then the map of the councils of today."""
    today = clock.london_day(now)
    Organisation.objects.get_or_create(code=NETWORK[0], defaults={"name": NETWORK[1], "kind": Kind.SECTOR_BODY})
    organisations = {item.code: item for item in Organisation.objects.filter(code__in=[known.code for known in STAKES])}
    for known in STAKES:
        if known.code in organisations:
            _tell(known, organisations[known.code], mission, people, today)
    Stake.objects.filter(mission=mission).update(is_illustrative=True)
    lay_out_maps(by=None, on=today)


def _tell(known: Known, organisation: Organisation, mission: Mission, people: dict[str, User], today: dt.date) -> None:
    member, owner = people[MEMBER.email], people.get(known.owner)
    next_on = None if known.next_in is None else today + dt.timedelta(days=known.next_in)
    began = today - dt.timedelta(days=220)
    judgement = Judgement(known.role, known.interest, known.influence, known.why, owner, next_on)
    stake = add_stake(by=member, standing=stand(member, mission.slug, on=began), organisation=organisation, judgement=judgement)
    for said in known.said:
        day = today - dt.timedelta(days=said.days_ago)
        talk = Talk(day, said.kind, owner or member, said.outcome, said.note)
        standing = stand(member, mission.slug, on=day)
        if said.engagement == "leading":
            # Nobody brings others along before they take part themselves.
            move_stake(by=member, standing=standing, stake=stake, engagement="taking-part", since=day)
        log_contact(by=member, standing=standing, stake=stake, talk=talk, next_contact_on=next_on, engagement=said.engagement)
