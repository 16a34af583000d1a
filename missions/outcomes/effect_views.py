"""The page of an effect: is it because of us."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from missions.adoption.models import AdoptionEvent
from missions.adoption.stages import Stage
from missions.core import clock, prints
from missions.core.models import Job
from missions.interventions.models import Intervention
from missions.outcomes.actions import effects as actions
from missions.outcomes.effect_figures import event_study
from missions.outcomes.models import Estimate, Indicator, Measurement
from missions.outcomes.panels import ORDER
from missions.outcomes.printing import EFFECT
from missions.people.access import person, signed_in
from missions.stewardship.access import Standing, stand


def effect(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """The stored estimate of one question: this indicator, an intervention, and what counts as adopted."""
    standing, indicator = _door(request, mission, slug)
    interventions = list(Intervention.objects.filter(mission=standing.mission).order_by("-is_headline", "name"))
    wanted = request.GET.get("intervention", "")
    chosen = next((item for item in interventions if item.slug == wanted), interventions[0] if interventions else None)
    if wanted and (chosen is None or chosen.slug != wanted):
        raise Http404("No such intervention.")
    stage = _stage(request.GET.get("stage", ""))
    context = {
        "standing": standing,
        "section": "outcomes",
        "indicator": indicator,
        "interventions": interventions,
        "chosen": chosen,
        "stage": stage,
        "stages": [(item.value, item.label) for item in ORDER],
        "why_not_estimate": actions.why_not_estimate(standing),
    }
    if chosen:
        context |= _found(indicator, chosen, stage)
    return render(request, "outcomes/effect.html", context)


@login_required
@require_POST
def compute(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Ask a worker to compute it again."""
    user = signed_in(request)
    standing, indicator = _door(request, mission, slug)
    chosen = get_object_or_404(Intervention, mission=standing.mission, slug=request.POST.get("intervention", ""))
    stage = _stage(request.POST.get("stage", ""))
    actions.ask_for_estimate(by=user, standing=standing, indicator=indicator, intervention=chosen, stage=stage)
    messages.success(request, "The effect is being computed. That takes a few seconds.")
    return redirect(_address(indicator, chosen, stage))


@login_required
@require_POST
def effect_pdf(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Have a worker make the PDF of the estimate that the page shows."""
    user = signed_in(request)
    standing, indicator = _door(request, mission, slug)
    chosen = get_object_or_404(Intervention, mission=standing.mission, slug=request.POST.get("intervention", ""))
    stage = _stage(request.POST.get("stage", ""))
    estimate = Estimate.objects.about(indicator.pk, chosen.pk, stage).first()
    if estimate is None:
        raise Http404("No effect has been computed yet.")
    about = {"mission": standing.mission.slug, "estimate": estimate.pk}
    title = f"Effect of {chosen.name} on {indicator.name}"
    job = prints.ask(by=user, what=EFFECT, title=title, back=_address(indicator, chosen, stage), about=about)
    return redirect("core:print_job", job.public_id)


def _address(indicator: Indicator, chosen: Intervention, stage: str) -> str:
    query = urlencode({"intervention": chosen.slug, "stage": stage})
    return f"{reverse('outcomes:effect', args=[indicator.mission.slug, indicator.slug])}?{query}"


def _found(indicator: Indicator, chosen: Intervention, stage: str) -> dict[str, object]:
    """The latest estimate, how many were made, whether what it rests on has changed, and the job that makes the next."""
    about: dict[str, int | str] = {"indicator": indicator.pk, "intervention": chosen.pk, "stage": stage}
    estimates = Estimate.objects.about(indicator.pk, chosen.pk, stage).select_related("made_by")
    latest = estimates.first()
    job = Job.objects.filter(kind=actions.JOB, parameters__contains=about).order_by("-created_at").first()
    is_running = job is not None and job.status in {Job.Status.WAITING, Job.Status.RUNNING}
    return {
        "estimate": latest,
        "figure": event_study(latest.result, indicator.unit) if latest else None,
        "is_running": is_running,
        "failed": job.error
        if job and job.status == Job.Status.FAILED and (latest is None or latest.made_at < job.created_at)
        else "",
        "is_stale": latest is not None and _changed_since(latest),
    }


def _changed_since(estimate: Estimate) -> bool:
    """Whether a figure or an adoption was recorded after it was made."""
    figures = Measurement.objects.filter(indicator=estimate.indicator_id, recorded_at__gt=estimate.made_at)
    events = AdoptionEvent.objects.filter(intervention=estimate.intervention_id, recorded_at__gt=estimate.made_at)
    return figures.exists() or events.exists()


def _stage(wanted: str) -> str:
    return wanted if wanted in ORDER else Stage.LIVE.value


def _door(request: HttpRequest, mission: str, slug: str) -> tuple[Standing, Indicator]:
    standing = stand(person(request), mission, on=clock.today())
    return standing, get_object_or_404(Indicator.objects.select_related("mission"), mission=standing.mission, slug=slug)
