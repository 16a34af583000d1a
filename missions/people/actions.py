"""Changes to people: invited, given roles, closed, forgotten."""

import datetime as dt

from django.db import IntegrityError, transaction

from missions.core import clock
from missions.core.access import require
from missions.core.audit import record
from missions.core.mail import queue_message
from missions.core.refusals import NotNow
from missions.core.registries import erasure
from missions.people.access import why_not_look_after_people, why_not_same_person
from missions.people.models import OrganisationRole, User
from missions.people.sessions import end_sessions
from missions.register.models import Organisation


def invite(*, by: User, email: str, name: str, on: dt.date, role: str = "", organisation: Organisation | None = None) -> User:
    """Make somebody's account, with a role if one is named, and tell them how to sign in."""
    require(why_not_look_after_people(by))
    with transaction.atomic():
        user = welcome(by=by, email=email, name=name)
        if role and organisation is not None:
            give_role(by=by, user=user, organisation=organisation, role=role, starts_on=on)
    return user


def welcome(*, by: User, email: str, name: str, what: str = "") -> User:
    """Make an account and queue the e-mail about it; whoever calls this has checked the right. `what` says what they are now."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                user = User.objects.create_user(email, name.strip())
        except IntegrityError:
            raise NotNow("This address has an account already. Find it in the list of people.") from None
        context = {"name": user.name, "address": user.email, "what": what}
        queue_message(key=f"invite:{user.pk}", to=user.email, template="people_invited", context=context, to_user_id=user.pk)
        record("person.invite", by=by, subject=user)
    return user


def rename(*, by: User, name: str) -> None:
    """Change one's own name."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=by.pk)
        user.name = name.strip()
        user.save(update_fields=["name"])
        record("person.rename", by=by, subject=user)


def give_role(*, by: User, user: User, organisation: Organisation, role: str, starts_on: dt.date) -> OrganisationRole:
    """Give a person a role for a council or a supplier from a day."""
    require(why_not_look_after_people(by))
    with transaction.atomic():
        locked = _open_account(user)
        if not organisation.holds_on(starts_on):
            raise NotNow(f"{organisation.name} does not exist on that day.")
        # Roles that hold on that day or begin later would overlap with the new one.
        held = OrganisationRole.objects.not_ended_by(starts_on).filter(user=locked, organisation=organisation)
        names = set(held.values_list("role", flat=True))
        if role in names:
            raise NotNow(f"{locked} has this role already.")
        if (why_not := why_not_same_person(role, names)) is not None:
            raise NotNow(why_not)
        given = OrganisationRole.objects.create(user=locked, organisation=organisation, role=role, starts_on=starts_on)
        record("person.give-role", by=by, subject=locked, role=role, organisation=organisation.pk)
    return given


def end_role(*, by: User, user: User, role_id: int, on: dt.date) -> None:
    """End a role from today. It stays in the list of ended roles unless it never began."""
    require(why_not_look_after_people(by))
    with transaction.atomic():
        role = OrganisationRole.objects.select_for_update().get(pk=role_id, user=user)
        if role.ends_on is not None and role.ends_on <= on:
            raise NotNow("This role has ended already.")
        OrganisationRole.objects.filter(pk=role.pk).end_all(on)
        record("person.end-role", by=by, subject=user, role=role.role, organisation=role.organisation_id)


def close_account(*, by: User, user: User) -> None:
    """Stop somebody from signing in, and sign them out everywhere now. Their roles stay until they are ended."""
    require(why_not_look_after_people(by))
    with transaction.atomic():
        locked = _somebody_else(by, user, "close")
        if not locked.is_active:
            raise NotNow("This account is closed already.")
        locked.is_active = False
        locked.save(update_fields=["is_active"])
        end_sessions(locked.pk)
        record("person.close", by=by, subject=locked)


def reopen_account(*, by: User, user: User) -> None:
    """Let somebody sign in again."""
    require(why_not_look_after_people(by))
    with transaction.atomic():
        locked = _somebody_else(by, user, "open")
        if locked.is_active:
            raise NotNow("This account is open already.")
        locked.is_active = True
        locked.save(update_fields=["is_active"])
        record("person.reopen", by=by, subject=locked)


def set_administrator(*, by: User, user: User, is_administrator: bool) -> None:
    """Make somebody look after people and settings, or no longer."""
    require(why_not_look_after_people(by))
    with transaction.atomic():
        locked = _somebody_else(by, user, "change")
        locked.is_administrator = is_administrator
        locked.save(update_fields=["is_administrator"])
        record("person.administrator", by=by, subject=locked, is_administrator=is_administrator)


def forget(*, by: User, user: User) -> None:
    """Take away everything that says who somebody is, in every area. It can't be undone; a second time changes nothing."""
    require(why_not_look_after_people(by))
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        if locked.forgotten_at is not None:
            return
        locked = _somebody_else(by, locked, "forget")
        # Areas declared later stand on earlier ones, so they go first; the address, which some look for, goes last.
        for entry in reversed(list(erasure)):
            if entry.forget is not None:
                entry.forget(locked.pk)
        User.objects.filter(pk=locked.pk).update(forgotten_at=clock.now())
        record("person.forget", by=by, subject=locked)


def _open_account(user: User) -> User:
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.is_active:
        raise NotNow("This account is closed. Open it again first.")
    return locked


def _somebody_else(by: User, user: User, to_do: str) -> User:
    """The locked row of another person who has not been forgotten: nobody shuts themselves out."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.pk == by.pk:
        raise NotNow(f"You can’t {to_do} your own account. Ask another administrator.")
    if locked.forgotten_at is not None:
        raise NotNow("This person has been forgotten. Invite them again if they come back.")
    return locked
