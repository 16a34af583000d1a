"""The mission team checks what councils report about themselves: it verifies a report, or returns it with a reason."""

from django.db import transaction

from missions.adoption.models import AdoptionEvent, Review, Source, Verdict, next_reference
from missions.adoption.rollups import refresh
from missions.core import clock
from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.stewardship.access import CURATORS, Standing


def why_not_review(standing: Standing, by: User, event: AdoptionEvent) -> str | None:
    """The mission team; never the person who reported it."""
    why_not = standing.why_not(CURATORS, "check what councils report")
    if why_not is None and event.recorded_by_id == by.pk:
        return "Somebody else has to check what you reported."
    return why_not


def review(*, by: User, standing: Standing, event: AdoptionEvent, verdict: str, reason: str = "") -> Review:
    """Verify a report, or return it: then it counts no more, and what it corrected stands again."""
    require(why_not_review(standing, by, event))
    if verdict == Verdict.RETURNED and not reason.strip():
        raise NotNow("Say why you return it, so that the council can put it right.")
    with transaction.atomic():
        locked = AdoptionEvent.objects.select_for_update().get(pk=event.pk)
        if not AdoptionEvent.objects.waiting().filter(pk=locked.pk).exists():
            raise NotNow("This report was checked or corrected in the meantime. Reload the page.")
        made = Review.objects.create(event=locked, verdict=verdict, reason=reason.strip(), made_by=by, made_at=clock.now())
        record(f"adoption.{verdict}", by=by, subject=locked, mission=standing.mission, organisation=locked.organisation_id)
        if verdict == Verdict.RETURNED:
            _restore(locked, made)
            refresh([event.intervention], on=standing.on)
    return made


def _restore(returned: AdoptionEvent, made: Review) -> None:
    """What a returned correction had replaced stands again, as a new event; unless that one had been returned too."""
    first = AdoptionEvent.objects.filter(superseded_by=returned).first()
    if first is None or Review.objects.filter(event=first, verdict=Verdict.RETURNED).exists():
        return
    AdoptionEvent.objects.create(
        intervention=first.intervention,
        organisation=first.organisation,
        stage=first.stage,
        happened_on=first.happened_on,
        source=Source.VERIFIED,
        source_word=first.source_word,
        source_reference=next_reference(returned.source_reference),
        evidence_url=first.evidence_url,
        note=first.note,
        iteration=first.iteration,
        recorded_at=made.made_at,
        recorded_by=made.made_by,
        supersedes=returned,
        correction_reason=f"The correction was returned: {made.reason}"[:300],
    )
