"""The pages of an effect and of costs and benefits as PDFs: what they are about, who may read them, and what is printed."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from missions.core import clock
from missions.core.prints import Page, Print
from missions.outcomes.appraisal import schedule_of
from missions.outcomes.benefit_pages import case_page
from missions.outcomes.effect_figures import event_study
from missions.outcomes.models import Estimate
from missions.people.models import User
from missions.stewardship.access import Standing, stand, stand_on

EFFECT, BENEFITS = "effect", "benefits"


def _reads_effect(user: User, about: Mapping[str, Any]) -> Standing:
    return stand(user, about["mission"], on=clock.today())


def _effect(user: User, about: Mapping[str, Any]) -> Page:
    """The estimate that the page showed when somebody asked."""
    standing = _reads_effect(user, about)
    found = Estimate.objects.select_related("indicator", "intervention")
    estimate = found.filter(pk=about["estimate"], indicator__mission=standing.mission).first()
    if estimate is None:
        raise Http404("No such estimate.")
    figure = event_study(estimate.result, estimate.indicator.unit)
    context = {"mission": standing.mission, "estimate": estimate, "indicator": estimate.indicator, "figure": figure}
    name = f"{standing.mission.slug}-effect-{estimate.indicator.slug}.pdf"
    return Page(name, "outcomes/effect_print.html", context, (figure,) if figure else ())


def _reads_benefits(user: User, about: Mapping[str, Any]) -> Standing:
    return stand_on(user, about["mission"], on=clock.today())


def _benefits(user: User, about: Mapping[str, Any]) -> Page:
    """The lines as they stand now."""
    standing = _reads_benefits(user, about)
    context = case_page(standing.mission.pk, schedule_of(about["schedule"], standing.on))
    figure = context["figure"]
    context |= {"mission": standing.mission, "on": standing.on}
    return Page(f"{standing.mission.slug}-benefits.pdf", "outcomes/benefits_print.html", context, (figure,) if figure else ())


PRINTS = {EFFECT: Print(_reads_effect, _effect), BENEFITS: Print(_reads_benefits, _benefits)}
