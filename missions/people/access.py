"""Who is asking, and what they are for an organisation."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from missions.people.models import OrganisationRole, User
from missions.people.roles import OrganisationRoleName
from missions.register.models import Organisation


def person(request: HttpRequest) -> User | None:
    """The person who is signed in, or None for an anonymous visitor."""
    user: User | AnonymousUser = request.user
    return user if isinstance(user, User) else None


def signed_in(request: HttpRequest) -> User:
    """The person who is signed in, in a view behind `login_required`."""
    user = person(request)
    if user is None:
        raise RuntimeError("This view must be behind login_required.")
    return user


def roles_for(user: User | None, organisation: Organisation, *, on: dt.date) -> frozenset[str]:
    """What a person is for an organisation on a day."""
    if user is None:
        return frozenset()
    held = OrganisationRole.objects.as_at(on).filter(user=user, organisation=organisation)
    return frozenset(held.values_list("role", flat=True))


def why_not_look_after_people(user: User | None) -> str | None:
    """Inviting people and ending their roles is the administrator's work."""
    if user is not None and user.is_administrator:
        return None
    return "Only an administrator can look after people and settings."


def person_for(user: User, pk: int) -> User:
    """The one door to a person's page: 404 to everybody but administrators."""
    if why_not_look_after_people(user) is not None:
        raise Http404("No such person.")
    return get_object_or_404(User.objects.everyone().with_roles(), pk=pk)


DIFFERENT_PEOPLE = {OrganisationRoleName.DATA_PROVIDER, OrganisationRoleName.FINANCE_CERTIFIER}


def why_not_same_person(role: str, held: Iterable[str]) -> str | None:
    """Who provides a council's figures and who certifies them are different people."""
    if role in DIFFERENT_PEOPLE and not (DIFFERENT_PEOPLE - {role}).isdisjoint(held):
        return "A council’s data provider and its finance certifier must be different people. End the other role first."
    return None
