"""Day rates: agreed from a day on; what was agreed before stays readable."""

import datetime as dt
from decimal import Decimal

from django.db import IntegrityError, transaction

from funding.claim_access import why_not_set_rates
from funding.models import DayRate, Fund, PaidRole
from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.stewardship.access import Standing
from missions.stewardship.models import Mission


def agree(
    *, by: User, standing: Standing, role: str, amount: Decimal, starts_on: dt.date, source: str, fund: Fund | None = None
) -> DayRate:
    """A rate from this day on; the one before ends. Claims keep the rate at which they were written."""
    require(why_not_set_rates(standing))
    try:
        with transaction.atomic():
            Mission.objects.select_for_update().get(pk=standing.mission.pk)
            paid = PaidRole.objects.filter(mission=standing.mission, name__iexact=role.strip()).first()
            paid = paid or PaidRole.objects.create(mission=standing.mission, name=role.strip())
            DayRate.objects.filter(role=paid, fund=fund, ends_on__isnull=True, starts_on__lt=starts_on).update(ends_on=starts_on)
            rate = DayRate.objects.create(role=paid, fund=fund, amount=amount, starts_on=starts_on, source=source.strip())
            record("day-rate.agree", by=by, subject=rate, mission=standing.mission, amount=str(amount))
    except IntegrityError as error:
        raise NotNow("There is a rate for this role from this day or a later one already.") from error
    return rate
