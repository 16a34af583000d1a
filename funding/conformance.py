"""A pass of a standard’s conformance test as the evidence of a milestone: who may record and verify it, and what is missing still."""

from funding.access import REPORTERS, Place, why_not_draft
from funding.models import ConformancePass, Milestone, MilestoneKind

NOT_PROVEN = "Record the pass of the conformance test and have it verified first: it is the evidence of this milestone."


def pass_of(item: Milestone) -> ConformancePass | None:
    """The pass recorded for a milestone."""
    found: ConformancePass | None = getattr(item, "conformance_pass", None)
    return found


def why_unproven(item: Milestone) -> str | None:
    """Why a milestone can’t be confirmed yet: one of this kind is shown by a verified pass only."""
    if item.kind != MilestoneKind.CONFORMANCE:
        return None
    found = pass_of(item)
    return NOT_PROVEN if found is None or found.verified_at is None else None


def why_not_record(place: Place) -> str | None:
    """The recipient’s own people or the mission team record it."""
    if not place.theirs.isdisjoint(REPORTERS) or why_not_draft(place.standing) is None:
        return None
    return "Only the recipient’s own people and the mission team can record a pass."


def why_not_verify(place: Place, found: ConformancePass | None = None) -> str | None:
    """Somebody in the team who didn’t record it looks at the report."""
    refused = why_not_draft(place.standing)
    if refused is not None or found is None or place.standing.user is None:
        return refused
    if found.entered_by_id == place.standing.user.pk:
        return "You recorded this pass, so somebody else verifies it."
    if place.theirs:
        return "You work for the recipient, so somebody else verifies this pass."
    return None
