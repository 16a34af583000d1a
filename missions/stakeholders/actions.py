"""Changes to stakes, to how far they are engaged, and to the log of contacts."""

import datetime as dt
from dataclasses import dataclass, fields

from django.db import IntegrityError, transaction

from missions.core import clock
from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.register.models import Organisation
from missions.stakeholders.access import why_not_change
from missions.stakeholders.lifecycle import ENGAGEMENT
from missions.stakeholders.models import Contact, Engagement, Stake
from missions.stewardship.access import Standing, roles_on

ALREADY = "This organisation is a stakeholder already. Change the one that is there."


@dataclass(frozen=True)
class Judgement:
    """What the team thinks of a stakeholder, and who looks after it."""

    role: str
    interest: int
    influence: int
    why: str = ""
    owner: User | None = None
    next_contact_on: dt.date | None = None


@dataclass(frozen=True)
class Talk:
    """A contact as somebody tells it."""

    happened_on: dt.date
    kind: str
    made_by: User
    outcome: str
    note: str = ""


def add_stake(*, by: User, standing: Standing, organisation: Organisation, judgement: Judgement) -> Stake:
    """A new stakeholder, not asked yet."""
    require(why_not_change(standing))
    _check_owner(standing, judgement.owner)
    try:
        with transaction.atomic():
            stake = Stake.objects.create(
                mission=standing.mission, organisation=organisation, added_on=standing.on, **_values(judgement)
            )
            record("stake.add", by=by, subject=stake, mission=standing.mission, organisation=organisation.pk)
    except IntegrityError as error:
        if "stake_once" in str(error):
            raise NotNow(ALREADY) from None
        raise
    return stake


def edit_stake(*, by: User, standing: Standing, stake: Stake, judgement: Judgement) -> None:
    """Change what the team thinks of a stakeholder. Its organisation stays."""
    require(why_not_change(standing))
    with transaction.atomic():
        locked = _locked(standing, stake)
        if judgement.owner != stake.owner:
            _check_owner(standing, judgement.owner)
        new = _values(judgement)
        changed = [name for name, value in new.items() if getattr(locked, name) != value]
        for name in changed:
            setattr(locked, name, new[name])
        if changed:
            locked.save(update_fields=changed)
            record("stake.edit", by=by, subject=locked, mission=standing.mission, changed=sorted(changed))


def move_stake(*, by: User, standing: Standing, stake: Stake, engagement: str, since: dt.date) -> None:
    """Say how far a stakeholder is engaged since when."""
    require(why_not_change(standing))
    with transaction.atomic():
        _move(by, standing, _locked(standing, stake), engagement, since)


def log_contact(
    *,
    by: User,
    standing: Standing,
    stake: Stake,
    talk: Talk,
    next_contact_on: dt.date | None = None,
    engagement: str = "",
) -> Contact:
    """Log a contact; say when the next one is (None: none is planned) and, if it changed, how far the stakeholder is engaged now."""
    require(why_not_change(standing))
    with transaction.atomic():
        locked = _locked(standing, stake)
        contact = _log(by, standing, locked, talk)
        if engagement:
            _move(by, standing, locked, engagement, talk.happened_on)
        if locked.next_contact_on != next_contact_on:
            locked.next_contact_on = next_contact_on
            locked.save(update_fields=["next_contact_on"])
        record("stake.log-contact", by=by, subject=locked, mission=standing.mission, contact=contact.pk)
    return contact


def correct_contact(*, by: User, standing: Standing, contact: Contact, talk: Talk, reason: str) -> Contact:
    """Say what an entry should have said; the first one is kept beside it."""
    require(why_not_change(standing))
    with transaction.atomic():
        locked = _locked(standing, contact.stake)
        if Contact.objects.filter(supersedes=contact).exists():
            raise NotNow("This entry was corrected already. Correct the later one.")
        made = _log(by, standing, locked, talk, supersedes=contact, correction_reason=reason)
        record("stake.correct-contact", by=by, subject=locked, mission=standing.mission, contact=made.pk, corrects=contact.pk)
    return made


def _log(by: User, standing: Standing, stake: Stake, talk: Talk, **correction: object) -> Contact:
    if talk.happened_on > standing.on:
        raise NotNow("A contact can’t be logged before it happened.")
    values = {name: getattr(talk, name) for name in ("happened_on", "kind", "made_by", "outcome", "note")}
    return Contact.objects.create(stake=stake, recorded_by=by, recorded_at=clock.now(), **values, **correction)


def _move(by: User, standing: Standing, locked: Stake, engagement: str, since: dt.date) -> None:
    ENGAGEMENT.check(locked.engagement, engagement)
    if since > standing.on:
        raise NotNow("Choose today or a day that has passed.")
    last = locked.engagements.order_by("-since").values_list("since", flat=True).first()
    if last is not None and since < last:
        raise NotNow("The day is before the last change of this stakeholder. Choose a later one.")
    before, locked.engagement = locked.engagement, engagement
    locked.save(update_fields=["engagement"])
    Engagement.objects.create(stake=locked, state=engagement, since=since, recorded_at=clock.now())
    record("stake.move", by=by, subject=locked, mission=standing.mission, before=before, after=engagement)


def _locked(standing: Standing, stake: Stake) -> Stake:
    return Stake.objects.select_for_update(of=("self",)).get(pk=stake.pk, mission=standing.mission)


def _values(judgement: Judgement) -> dict[str, object]:
    return {field.name: getattr(judgement, field.name) for field in fields(judgement)}


def _check_owner(standing: Standing, owner: User | None) -> None:
    if owner is not None and not roles_on(owner, standing.mission, on=standing.on):
        raise NotNow("The owner must have a role on this mission.")
