"""Estimates of effects: asked for by the team, made by a job, kept as they came out."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from missions.core import jobs
from missions.core.access import require
from missions.core.audit import record
from missions.core.models import Job
from missions.core.refusals import NotNow
from missions.interventions.models import Intervention
from missions.outcomes.effects import METHOD, estimate
from missions.outcomes.effects.wording import sentence
from missions.outcomes.models import Estimate, Indicator
from missions.outcomes.panels import build, funded_among
from missions.people.models import User
from missions.stewardship.access import CURATORS, Standing

JOB = "effect.estimate"


def why_not_estimate(standing: Standing) -> str | None:
    """Computing an effect is the team's work; whoever sees the outcomes may read it."""
    return standing.why_not(CURATORS, "compute an effect")


def ask_for_estimate(*, by: User, standing: Standing, indicator: Indicator, intervention: Intervention, stage: str) -> Job:
    """Ask a worker for an estimate of one question, once at a time."""
    require(why_not_estimate(standing))
    about: dict[str, Any] = {"indicator": indicator.pk, "intervention": intervention.pk, "stage": stage}
    with transaction.atomic():
        Indicator.objects.select_for_update().get(pk=indicator.pk)
        if running(about).exists():
            raise NotNow("This effect is being computed already. Reload the page in a moment.")
        job = jobs.ask(by=by, kind=JOB, **about)
        record("effect.ask", by=by, subject=job, mission=standing.mission, **about)
    return job


def running(about: dict[str, Any]) -> QuerySet[Job]:
    """Jobs for one question that wait or run."""
    return Job.objects.filter(kind=JOB, status__in=(Job.Status.WAITING, Job.Status.RUNNING), parameters__contains=about)


def make_estimate(
    *, by: User | None, standing: Standing, indicator: Indicator, intervention: Intervention, stage: str, now: dt.datetime
) -> Estimate:
    """Compute from what is stored now, and keep what came out with what it rests on."""
    require(why_not_estimate(standing))
    with transaction.atomic():
        panel = build(indicator, intervention, stage)
        found = estimate(panel)
        adopters = [int(unit) for unit in found.adopters]
        told = {"sentence": sentence(found, indicator.unit_suffix.strip())}
        result = {**found.as_json(), **told, "adopters": len(adopters), "funded": funded_among(intervention, adopters)}
        made = Estimate.objects.create(
            indicator=indicator,
            intervention=intervention,
            stage=stage,
            made_at=now,
            made_by=by,
            method=METHOD,
            inputs_sha256=panel.fingerprint,
            result=result,
        )
        record("effect.estimate", by=by, subject=made, mission=standing.mission, refused=bool(found.refused))
    return made
