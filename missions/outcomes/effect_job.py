"""The job that computes an effect: the library is heavy, so that a page never does."""

from django.contrib.auth import get_user_model

from missions.core import clock
from missions.core.jobs import Tell, Work
from missions.core.models import Job
from missions.interventions.models import Intervention
from missions.outcomes.actions.effects import make_estimate
from missions.outcomes.models import Indicator
from missions.stewardship.access import stand


def _do(job: Job, tell: Tell) -> str:
    tell("Comparing councils")
    by = get_user_model().objects.filter(pk=job.asked_by_id or 0).first()
    indicator = Indicator.objects.select_related("mission").get(pk=job.parameters["indicator"])
    intervention = Intervention.objects.get(pk=job.parameters["intervention"])
    standing = stand(by, indicator.mission.slug, on=clock.today())
    stage = job.parameters["stage"]
    made = make_estimate(by=by, standing=standing, indicator=indicator, intervention=intervention, stage=stage, now=clock.now())
    job.report = {"estimate": made.pk}
    return Job.Status.DONE


WORK = Work(_do)
