"""The doors to draft standards, for the team, for those who review them and for everybody, and why somebody may not do something."""

import datetime as dt

from django.http import Http404
from django.shortcuts import get_object_or_404

from codesign.access import participation
from codesign.draft_models import DraftVersion, Element, ResponseDocument, Review
from codesign.draft_querysets import DraftVersionQuerySet
from codesign.models import Participant
from missions.people.access import roles_for
from missions.people.models import User
from missions.people.roles import OrganisationRoleName
from missions.register.models import Organisation
from missions.stewardship.access import CURATORS, Standing


def why_not_draft(standing: Standing) -> str | None:
    """The mission's lead, members and analysts write its draft standards and answer what is said about them."""
    return standing.why_not(CURATORS, "work on draft standards")


def readable_versions(standing: Standing) -> DraftVersionQuerySet:
    """All for the people on the mission; for everybody else those whose response is published."""
    found = DraftVersion.objects.filter(draft__mission=standing.mission).select_related("draft__mission")
    return found if standing.is_on_it else found.answered()


def version_of(standing: Standing, slug: str, number: int) -> DraftVersion:
    """The team's door (behind `stand_on`)."""
    found = DraftVersion.objects.select_related("draft__mission", "response_document")
    if number > 32_767:
        raise Http404("No such version.")
    return get_object_or_404(found, draft__mission=standing.mission, draft__slug=slug, number=number)


def document_of(standing: Standing, slug: str, number: int) -> ResponseDocument:
    """Everybody's door: a response document that was published."""
    if number > 32_767:
        raise Http404("No such version.")
    found = ResponseDocument.objects.select_related("version__draft__mission")
    return get_object_or_404(found, version__draft__mission=standing.mission, version__draft__slug=slug, version__number=number)


def why_not_edit(version: DraftVersion) -> str | None:
    """What people review stays as they saw it; only the last version is worked on."""
    if version.reviews.exclude(round__status="draft").exists():
        return "People have been asked to review this version, so it stays as it is. Make the next version."
    if DraftVersion.objects.filter(draft=version.draft_id, number__gt=version.number).exists():
        return "There is a later version. Work on that one."
    return None


def review_of(user: User, round_id: int) -> tuple[Participant, Review]:
    """The reviewer's door: somebody who takes part in a round that reviews a draft; 404 to everybody else."""
    participant = participation(user, round_id)
    review = Review.objects.filter(round=participant.round_id).select_related("version__draft").first()
    if review is None:
        raise Http404("This round doesn’t review a draft.")
    return participant, review


def element_of(review: Review, pk: int) -> Element:
    """One element of the version under review."""
    return get_object_or_404(Element.objects.select_related("version__draft"), version=review.version_id, pk=pk)


def may_read_to_do(user: User, standing: Standing, supplier: Organisation, *, on: dt.date) -> bool:
    """The people on the mission, and the supplier's own product contact."""
    return standing.is_on_it or OrganisationRoleName.PRODUCT_CONTACT in roles_for(user, supplier, on=on)
