"""What a mission team does with a draft standard: write its elements, make the next version, have it reviewed in a round."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from codesign.draft_access import why_not_draft, why_not_edit
from codesign.draft_models import Comment, DraftStandard, DraftVersion, Element, Review
from codesign.models import Round
from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.stewardship.access import Standing


def create(*, by: User, standing: Standing, title: str, summary: str, now: dt.datetime) -> DraftVersion:
    """A draft standard with an empty first version."""
    require(why_not_draft(standing))
    with transaction.atomic():
        taken = set(DraftStandard.objects.select_for_update().filter(mission=standing.mission).values_list("slug", flat=True))
        base = slugify(title)[:70].strip("-") or "draft"
        slug = next(name for n in range(1, len(taken) + 2) if (name := base if n == 1 else f"{base}-{n}") not in taken)
        draft = DraftStandard.objects.create(mission=standing.mission, slug=slug, title=title.strip(), summary=summary.strip())
        version = DraftVersion.objects.create(draft=draft, number=1, made_at=now)
        record("draft.create", by=by, subject=draft, mission=standing.mission)
    return version


def add_element(*, by: User, standing: Standing, version: DraftVersion, ref: str, title: str, definition: str) -> Element:
    """Add an element at the end. Its identifier stays with it from then on."""
    require(why_not_draft(standing))
    with transaction.atomic():
        locked = _editable(version)
        if locked.elements.filter(ref=ref).exists():
            raise NotNow("Another element of this version has this identifier. Choose another one.")
        last = locked.elements.aggregate(last=Max("position"))["last"] or 0
        made = locked.elements.create(ref=ref, position=last + 1, title=title.strip(), definition=definition.strip())
        record("draft.add-element", by=by, subject=made, mission=standing.mission, version=locked.pk)
    return made


def edit_element(*, by: User, standing: Standing, element: Element, title: str, definition: str) -> None:
    """Change an element's words; its identifier can't change."""
    require(why_not_draft(standing))
    with transaction.atomic():
        _editable(element.version)
        locked = Element.objects.select_for_update(of=("self",)).get(pk=element.pk)
        locked.title, locked.definition = title.strip(), definition.strip()
        locked.save(update_fields=["title", "definition"])
        record("draft.edit-element", by=by, subject=locked, mission=standing.mission, version=locked.version_id)


def remove_element(*, by: User, standing: Standing, element: Element) -> None:
    """Take an element out of a version that nobody has reviewed; earlier versions keep it, with what was said about it."""
    require(why_not_draft(standing))
    with transaction.atomic():
        _editable(element.version)
        record("draft.remove-element", by=by, subject=element, mission=standing.mission, version=element.version_id)
        Element.objects.filter(pk=element.pk).delete()


def next_version(*, by: User, standing: Standing, version: DraftVersion, now: dt.datetime) -> DraftVersion:
    """The version after the last one, with the same elements under the same identifiers. What was said is carried to it."""
    require(why_not_draft(standing))
    with transaction.atomic():
        locked = _locked(version)
        if DraftVersion.objects.filter(draft=locked.draft_id, number__gt=locked.number).exists():
            raise NotNow("There is a later version already. Work on that one.")
        made = DraftVersion.objects.create(draft=locked.draft, number=locked.number + 1, made_at=now)
        Element.objects.bulk_create(
            Element(version=made, ref=item.ref, position=item.position, title=item.title, definition=item.definition)
            for item in locked.elements.all()
        )
        carried = Comment.objects.readable().carried_to(made).count()
        record("draft.next-version", by=by, subject=made, mission=standing.mission, carried=carried)
    return made


def put_to_review(*, by: User, standing: Standing, version: DraftVersion, round_: Round, minutes: int) -> Review:
    """Make the review of a version an activity of a round that isn't launched yet."""
    require(why_not_draft(standing))
    with transaction.atomic():
        locked = _locked(version)
        chosen = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
        if chosen.mission_id != standing.mission.pk or chosen.status != "draft":
            raise NotNow("Choose a round of this mission that hasn’t been launched.")
        if not locked.elements.exists():
            raise NotNow("Add at least one element before people review this version.")
        review, _ = Review.objects.update_or_create(round=chosen, defaults={"version": locked, "minutes": minutes})
        record("draft.put-to-review", by=by, subject=review, mission=standing.mission, round=chosen.pk, version=locked.pk)
    return review


def _editable(version: DraftVersion) -> DraftVersion:
    locked = _locked(version)
    refusal = why_not_edit(locked)
    if refusal is not None:
        raise NotNow(refusal)
    return locked


def _locked(version: DraftVersion) -> DraftVersion:
    return DraftVersion.objects.select_for_update(of=("self",)).select_related("draft").get(pk=version.pk)
