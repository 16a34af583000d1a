"""Changes to the list of levers, which administrators keep for all missions."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.text import slugify

from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.people.access import why_not_look_after_people
from missions.people.models import User
from missions.stewardship.models import Lever

# Addresses under levers/ that are pages of their own.
RESERVED = {"add"}


@dataclass(frozen=True)
class Wording:
    """What a lever says, and where it stands in the map."""

    name: str
    style: str
    stage: str
    description: str = ""


def add_lever(*, by: User, wording: Wording) -> Lever:
    """One more lever for everybody to choose."""
    require(why_not_look_after_people(by))
    with transaction.atomic():
        _check_name(wording.name)
        slug = slugify(wording.name)[:60].strip("-") or "lever"
        if slug in RESERVED or Lever.objects.filter(slug=slug).exists():
            raise NotNow("There is a lever of nearly this name already. Choose another name, or bring that one back.")
        lever = Lever.objects.create(slug=slug, **asdict(wording))
        record("lever.add", by=by, subject=lever)
    return lever


def change_lever(*, by: User, lever: Lever, wording: Wording) -> None:
    """Rename or move a lever; it reads so wherever it is used."""
    require(why_not_look_after_people(by))
    with transaction.atomic():
        locked = Lever.objects.select_for_update().get(pk=lever.pk)
        _check_name(wording.name, but=locked)
        before = {"name": locked.name, "style": locked.style, "stage": locked.stage}
        locked.name, locked.style, locked.stage, locked.description = (
            wording.name,
            wording.style,
            wording.stage,
            wording.description,
        )
        locked.save()
        after = {"name": locked.name, "style": locked.style, "stage": locked.stage}
        record("lever.change", by=by, subject=locked, before=before, after=after)


def retire_lever(*, by: User, lever: Lever, on: dt.date) -> None:
    """Nobody can choose it any more; whoever uses it keeps it."""
    require(why_not_look_after_people(by))
    with transaction.atomic():
        locked = Lever.objects.select_for_update().get(pk=lever.pk)
        if locked.retired_on is not None:
            raise NotNow("This lever is retired already.")
        locked.retired_on = on
        locked.save(update_fields=["retired_on"])
        record("lever.retire", by=by, subject=locked)


def bring_back_lever(*, by: User, lever: Lever) -> None:
    """It can be chosen again."""
    require(why_not_look_after_people(by))
    with transaction.atomic():
        locked = Lever.objects.select_for_update().get(pk=lever.pk)
        if locked.retired_on is None:
            raise NotNow("This lever isn’t retired.")
        locked.retired_on = None
        locked.save(update_fields=["retired_on"])
        record("lever.bring-back", by=by, subject=locked)


def delete_lever(*, by: User, lever: Lever) -> None:
    """Take away a lever that nothing uses; one in use can only be retired."""
    require(why_not_look_after_people(by))
    with transaction.atomic():
        locked = Lever.objects.select_for_update().get(pk=lever.pk)
        if locked.mandates.exists() or locked.interventions.exists():
            raise NotNow("A mandate or an intervention uses this lever, so it can’t be deleted. Retire it instead.")
        record("lever.delete", by=by, subject=locked, name=locked.name)
        locked.delete()


def _check_name(name: str, but: Lever | None = None) -> None:
    same = Lever.objects.filter(name__iexact=name)
    if (same if but is None else same.exclude(pk=but.pk)).exists():
        raise NotNow("There is a lever of this name already. Choose another name.")
