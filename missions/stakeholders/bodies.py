"""Bodies that no register lists: companies, associations, departments. Somebody adds them when they turn up; councils never come this way."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.market.products import free_code
from missions.people.models import User
from missions.register.models import Identifier, Kind, Nation, Organisation, Scheme
from missions.stakeholders.access import why_not_add_bodies

KINDS = (Kind.SUPPLIER, Kind.SECTOR_BODY, Kind.DEPARTMENT, Kind.REGULATOR, Kind.OTHER)
# Words that stand in the same place of an address as a code.
NO_CODES = ("add", "import", "reorganisations")
JUST_NOW = "Somebody has just added this organisation. Look it up in the list of councils and other organisations."
MOST_ALIKE = 5


@dataclass(frozen=True)
class Body:
    """What is known of a body that is new to the register; “” is not known."""

    name: str
    kind: str
    company_number: str = ""
    nation: str = ""
    website: str = ""


def add_body(*, by: User, body: Body, on: dt.date) -> Organisation:
    """Add it under its company number, or under a code made from its name. Its first day stays unknown."""
    require(why_not_add_bodies(by, on=on))
    if body.kind not in KINDS or body.nation not in ("", *Nation.values):
        raise NotNow("Councils and other authorities come from the published register, which an administrator imports.")
    if taken := already_there(body, on=on):
        raise NotNow(f"{taken.name} is in the register already, as {taken.code}.")
    try:
        with transaction.atomic():
            codes = {*Organisation.objects.values_list("code", flat=True), *NO_CODES}
            code = (
                body.company_number if body.company_number and body.company_number not in codes else free_code(body.name, codes)
            )
            made = Organisation.objects.create(
                code=code, name=body.name, kind=body.kind, nation=body.nation, website=body.website
            )
            if body.company_number:
                Identifier.objects.create(organisation=made, scheme=Scheme.COMPANY, value=body.company_number)
            record("register.add-body", by=by, subject=made, kind=body.kind)
    except IntegrityError as error:
        if "code" in str(error) or "identifier_names_one_organisation" in str(error):
            raise NotNow(JUST_NOW) from None
        raise
    return made


def already_there(body: Body, *, on: dt.date) -> Organisation | None:
    """An organisation with this company number, or one that exists that day and goes by this very name."""
    if body.company_number:
        same = Identifier.objects.filter(scheme=Scheme.COMPANY, value=body.company_number).select_related("organisation").first()
        if same is not None:
            return same.organisation
    return next((item for item in Organisation.objects.called(body.name).order_by("pk") if item.holds_on(on)), None)


def alike(name: str) -> QuerySet[Organisation]:
    """Organisations whose names look like this one, the most alike first: it may be one of them under another spelling."""
    return Organisation.objects.resembling(name)[:MOST_ALIKE]
