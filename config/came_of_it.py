"""What came of what somebody said: the answer, and every step since, for the person who said it; and the messages about each step."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, F, OuterRef, Prefetch, Q, TextField, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from codesign.access import participation
from codesign.following import following_path
from codesign.models import Contribution, MergedPart
from codesign.results import results_of
from codesign.reviews import my_comments
from config.steps import Kind, Step, by_kind, steps_of
from missions.core import clock
from missions.core.registries import Notice, ReminderRule
from missions.people.access import signed_in
from missions.problems.models import EvidenceLink, PainPoint

FIRST_WORDS = 120


@login_required
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Each thing that the person said or stood behind with its answer, and the thread of each pain point that it became a part of."""
    participant = participation(signed_in(request), pk)
    now = clock.now()
    links = EvidenceLink.objects.select_related("pain_point__mission")
    merged = MergedPart.objects.filter(merge__undone_at__isnull=True).select_related("merge__pain_point")
    behind = Q(participant__round=participant.round_id, evidence__supporters__user=participant.user_id)
    found = Contribution.objects.filter(Q(participant=participant) | behind).readable().select_related("evidence", "response")
    said = list(found.distinct().prefetch_related(Prefetch("evidence__links", links), Prefetch("merged_parts", merged)))
    points = {link.pain_point_id: link.pain_point for item in said for link in item.evidence.links.all()}
    steps = steps_of(points.values(), on=clock.london_day(now))
    context = {
        "participant": participant,
        "round": participant.round,
        "said": said,
        "threads": [(point, by_kind(steps[pk]).items()) for pk, point in points.items()],
        "follow": following_path(participant.pk),
        "comments": my_comments(participant),
        "is_over": participant.round.is_over_at(now),
        "results": results_of(participant.round, now=now),
    }
    return render(request, "rounds/came_of_it.html", context)


def due(now: dt.datetime) -> Iterator[Notice]:
    """One notice for each person and step since they said it or stood behind it, from whichever it follows. Ten queries."""
    rows = [*_heard(now, AUTHOR), *_heard(now, SUPPORTER)]
    points = PainPoint.objects.select_related("mission").filter(pk__in={row["point"] for row in rows})
    steps = steps_of(points, on=clock.london_day(now))
    told: set[str] = set()
    for row in rows:
        since = max(row["linked_at"], row["follows_from"])
        for step in [*_taken_up(row), *steps[row["point"]]]:
            key = f"came-of-it:{row['user']}:{step.key}"
            if key not in told and step.is_news(since=since, now=now):
                told.add(key)
                yield _notice(key, row, step)


# The way from a piece of evidence to the one who said it, and to those who stand behind it, as they take part in its round.
AUTHOR, SUPPORTER = "evidence__contribution__participant", "evidence__supporters__user__participations"


def _heard(now: dt.datetime, participant: str) -> Any:
    """What was linked to a pain point, for people who want to hear of it and may sign in; `is_told`: the link itself is known to them."""
    parts = MergedPart.objects.filter(
        contribution=OuterRef("evidence__contribution"), merge__pain_point=OuterRef("pain_point"), merge__undone_at__isnull=True
    )
    answered = Q(evidence__contribution__response__pain_point=F("pain_point"))
    rows = EvidenceLink.objects.filter(
        **{
            f"{participant}__round": F(f"{AUTHOR}__round"),
            f"{participant}__follows_from__lte": now,
            f"{participant}__user__is_active": True,
            f"{participant}__user__forgotten_at__isnull": True,
            f"{participant}__invitation__withdrawn_at__isnull": True,
        }
    ).exclude(evidence__text="")
    return rows.order_by("linked_at", "pk").values(
        "linked_at",
        point=F("pain_point"),
        title=F("pain_point__title"),
        text=F("evidence__text"),
        participant=F(participant),
        follows_from=F(f"{participant}__follows_from"),
        user=F(f"{participant}__user"),
        email=F(f"{participant}__user__email"),
        round=F(f"{participant}__round"),
        round_title=F(f"{participant}__round__title"),
        mission=F(f"{participant}__round__mission"),
        mission_name=F(f"{participant}__round__mission__name"),
        did=Value("stood behind" if participant == SUPPORTER else "said", output_field=TextField()),
        is_told=Exists(parts) | Exists(EvidenceLink.objects.filter(answered, pk=OuterRef("pk"))),
    )


def _taken_up(row: dict[str, Any]) -> Iterator[Step]:
    """That it became a part of a pain point, unless the answer or the message about a merge said so."""
    if not row["is_told"]:
        day = clock.london_day(row["linked_at"])
        state = f"What you {row['did']} is now a part of this pain point"
        yield Step(f"taken:{row['point']}", Kind.POINT, row["title"], state, "", day, row["linked_at"])


def _notice(key: str, row: dict[str, Any], step: Step) -> Notice:
    text = " ".join(row["text"].split())
    return Notice(
        key=key,
        to_user_id=row["user"],
        to_address=row["email"],
        template="came_of_it",
        context={
            "step": step,
            "round": row["round_title"],
            "mission": row["mission_name"],
            "did": row["did"],
            "said": text if len(text) <= FIRST_WORDS else f"{text[: FIRST_WORDS - 1].rstrip()}…",
            "url": reverse("rounds:came_of_it", args=[row["round"]]),
            "stop": following_path(row["participant"]),
        },
        mission_id=row["mission"],
    )


STEPS = ReminderRule(
    what="Something came of what somebody said in a round",
    whom="Those who said it or stood behind it, until they stop these messages",
    when=(
        "at once: it became part of a pain point; an intervention, an iteration or the pain point moved; the first award; "
        "the 1st, 10th, 50th, 100th and 200th council live; a new figure of the headline indicator"
    ),
    due=due,
)
