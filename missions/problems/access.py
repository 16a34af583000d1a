"""Who may read what somebody said: its author chose that."""

from missions.core.spans import true_on
from missions.people.models import OrganisationRole
from missions.people.roles import COUNCIL_ROLES
from missions.problems.models import Disclosure, Evidence
from missions.problems.querysets import EvidenceQuerySet
from missions.stewardship.access import Standing


def readable_evidence(standing: Standing) -> EvidenceQuerySet:
    """What a person may read of a mission's evidence. Emptied texts (somebody was forgotten) are left out."""
    evidence = Evidence.objects.filter(mission=standing.mission).exclude(text="")
    if standing.is_on_it:
        return evidence
    if standing.user is None:
        return evidence.readable_at(Disclosure.PUBLIC)
    held = OrganisationRole.objects.filter(true_on(standing.on), user=standing.user, role__in=COUNCIL_ROLES)
    levels = (Disclosure.PUBLIC, Disclosure.COUNCILS) if held.exists() else (Disclosure.PUBLIC,)
    return evidence.readable_at(*levels)
