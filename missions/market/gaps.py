"""What nobody has decided or asked about a market: systems that the latest list leaves out, councils about which nothing is recorded."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from missions.core.registries import Gap, GapRule, counted_as
from missions.core.spans import true_on
from missions.market.models import Deployment, MarketAnswer, MarketList
from missions.register.models import Organisation
from missions.register.querysets import OrganisationQuerySet
from missions.stewardship.models import EligibleType, Mission

NOT_SEEN = "Systems not seen since an earlier list"
NOTHING = "Councils about whose system nothing is recorded"


def with_counts(mission_ids: Iterable[int], day: dt.date) -> Any:
    """Missions with a list of their market, with how many systems it leaves out and councils about which nothing is recorded.

    One gap for each mission, not for each of some hundred councils: the pages of the market name them.
    """
    lists = MarketList.objects.filter(service=OuterRef("service"), observed_on__lte=day).order_by("-observed_on", "-pk")
    missions: Any = Mission.objects.filter(pk__in=list(mission_ids)).exclude(status="closed")
    return (
        missions.annotate(latest=Subquery(lists.values("observed_on")[:1]))
        .filter(latest__isnull=False)
        .annotate(not_seen=_counted(_not_seen(day)), nothing=_counted(_nothing(day)))
    )


def _not_seen(day: dt.date) -> Any:
    types = EligibleType.objects.filter(
        true_on(day),
        mission=OuterRef(OuterRef("pk")),
        nation=OuterRef("council__nation"),
        council_type=OuterRef("council__council_type"),
    )
    found = Deployment.objects.as_at(day).filter(true_on(day, "council__"), product__service=OuterRef("service"))
    return found.filter(Exists(types), last_seen_on__lt=OuterRef("latest"))


def _nothing(day: dt.date) -> Any:
    types = EligibleType.objects.filter(
        true_on(day), mission=OuterRef(OuterRef("pk")), nation=OuterRef("nation"), council_type=OuterRef("council_type")
    )
    councils: OrganisationQuerySet = Organisation.objects.as_at(day).councils()
    service = OuterRef(OuterRef("service"))
    whose = Q(council=OuterRef("pk")) | Q(council__succeeded_by__successor=OuterRef("pk"))
    systems = Deployment.objects.as_at(day).filter(whose, product__service=service)
    answers = MarketAnswer.objects.as_at(day).filter(whose, service=service)
    return councils.filter(Exists(types), ~Exists(systems), ~Exists(answers))


def _counted(rows: Any) -> Any:
    one = rows.order_by().annotate(all_of_them=Value(1)).values("all_of_them")
    return Coalesce(Subquery(one.annotate(found=Count("pk")).values("found")), 0)


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Two gaps at most for each mission, in one query."""
    for mission in with_counts(mission_ids, day).filter(Q(not_seen__gt=0) | Q(nothing__gt=0)):
        if mission.not_seen:
            many = "system is" if mission.not_seen == 1 else "systems are"
            sentence = f"{mission.not_seen:,} {many} left out by the latest list of the market: still in use, or ended?"
            yield Gap(NOT_SEEN, sentence, reverse("market:not_seen", args=[mission.slug]), mission.pk, mission.latest)
        if mission.nothing:
            many = "council" if mission.nothing == 1 else "councils"
            sentence = f"Nothing is recorded about the system of {mission.nothing:,} {many}."
            yield Gap(
                NOTHING, sentence, f"{reverse('market:councils', args=[mission.slug])}?state=nothing", mission.pk, mission.latest
            )


RULE = GapRule(
    "Systems that the latest list of a market leaves out, and councils about whose system nothing is recorded",
    find,
    lambda ids, day: [
        counted_as(NOT_SEEN, with_counts(ids, day).filter(not_seen__gt=0), "pk"),
        counted_as(NOTHING, with_counts(ids, day).filter(nothing__gt=0), "pk"),
    ],
)
