"""Awards in the 360Giving data standard, as JSON and as a table; each grant is read and written one after the other.

A joint award is one grant: its recipient is the lead, and its partners are named in the description with their identifiers.
The standard: https://standard.threesixtygiving.org/en/latest/
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from funding.identifiers import OWN, Identity, identities
from funding.models import Award, AwardPurpose
from funding.querysets import AwardQuerySet
from missions.core.exporting import csv_lines
from missions.core.workbooks import Sheet, workbook
from missions.register.models import Organisation
from missions.stewardship.models import Mission

VERSION = "1.4"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
# What was only approved or offered may still be declined: it is no grant yet.
PUBLISHED = ("recorded", "accepted", "active", "completed")
LONGEST_TITLE = 140
# An amount as it passes through the JSON encoder, which knows no decimals: a text that no stored text can be.
AMOUNT = re.compile(r'"\\u0000(\d+(?:\.\d+)?)\\u0000"')

# The headings of the standard’s spreadsheet, with the path of each in a grant.
COLUMNS = {
    "Identifier": ("id",),
    "Title": ("title",),
    "Description": ("description",),
    "Currency": ("currency",),
    "Amount Awarded": ("amountAwarded",),
    "Award Date": ("awardDate",),
    "URL": ("url",),
    "Recipient Org:Identifier": ("recipientOrganization", 0, "id"),
    "Recipient Org:Name": ("recipientOrganization", 0, "name"),
    "Recipient Org:Company Number": ("recipientOrganization", 0, "companyNumber"),
    "Recipient Org:Location:Country Code": ("recipientOrganization", 0, "location", 0, "countryCode"),
    "Recipient Org:Location:Geographic Code": ("recipientOrganization", 0, "location", 0, "geoCode"),
    "Recipient Org:Location:Geographic Code Type": ("recipientOrganization", 0, "location", 0, "geoCodeType"),
    "Funding Org:Identifier": ("fundingOrganization", 0, "id"),
    "Funding Org:Name": ("fundingOrganization", 0, "name"),
    "Grant Programme:Code": ("grantProgramme", 0, "code"),
    "Grant Programme:Title": ("grantProgramme", 0, "title"),
    "Grant Programme:URL": ("grantProgramme", 0, "url"),
}  # fmt: skip
# The standard’s names for kinds of areas, by the first letters of a GSS code.
AREAS = {
    "E06": "UA", "E07": "NMD", "E08": "MD", "E09": "LONB", "E10": "CTY", "E47": "CAUTH", "S12": "CA", "W06": "UA", "N09": "LGD",
}  # fmt: skip


def published_awards(mission: Mission, *, fund: str = "") -> AwardQuerySet:
    """What is published: awards that were made, of one fund or of all; never those that were made up to show the product."""
    awards = Award.objects.filter(fund__mission=mission, fund__is_illustrative=False, status__in=PUBLISHED)
    return awards.filter(fund__slug=fund) if fund else awards


def grants(mission: Mission, awards: AwardQuerySet) -> Iterator[dict[str, Any]]:
    """Each award as a grant of the standard, the earliest first; amounts are decimals. Four queries whatever the number."""
    through = Award.partners.through._default_manager
    shared = through.filter(award=OuterRef("pk")).order_by("organisation__name")
    partners = ArraySubquery(shared.values(found=JSONObject(pk="organisation", name="organisation__name")))
    named = {*awards.order_by().values_list("recipient", flat=True)}
    named |= {*through.filter(award__in=awards.order_by().values("pk")).values_list("organisation", flat=True)}
    who = identities({*named, mission.lead_department_id})
    rows = awards.select_related("recipient", "fund", "intervention").annotate(shared_with=partners)
    for award in rows.order_by("awarded_on", "reference").iterator(chunk_size=2_000):
        yield _grant(award, mission, who)


def json_parts(mission: Mission, found: Iterable[dict[str, Any]], *, issued: dt.date) -> Iterator[str]:
    """The package as text, grant by grant."""
    head = json.dumps(_about(mission, issued), ensure_ascii=False, indent=1)
    yield head.removesuffix("\n}") + ',\n "grants": ['
    for count, grant in enumerate(found):
        yield ("," if count else "") + "\n  " + _as_json(grant)
    yield "\n ]\n}\n"


def table_lines(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The standard’s table as CSV, line by line."""
    return csv_lines(chain([COLUMNS], ([_at(grant, path) for path in COLUMNS.values()] for grant in found)))


def as_workbook(mission: Mission, found: Iterable[dict[str, Any]]) -> bytes:
    """The standard’s table as a spreadsheet with one sheet, “grants”."""
    rows = [[_at(grant, path) for path in COLUMNS.values()] for grant in found]
    return workbook([Sheet("grants", tuple(COLUMNS), rows)], title=f"Awards of {mission.name} in the 360Giving data standard")


def _about(mission: Mission, issued: dt.date) -> dict[str, Any]:
    department = mission.lead_department
    return {
        "version": VERSION,
        "identifier": f"{_publisher(mission)}-{mission.slug}",
        "title": f"Awards of {mission.name}",
        "description": "Awards to councils, companies and other bodies. A joint award is one grant to its lead; its partners are named.",
        "issued": issued.isoformat(),
        "publisher": {"name": department.name, "identifier": identities({department.pk})[department.pk].identifier},
        "license": LICENCE,
    }


def _grant(award: Any, mission: Mission, who: dict[int, Identity]) -> dict[str, Any]:
    department = mission.lead_department
    programme = {"code": award.fund.slug, "title": award.fund.name, "url": award.fund.documentation_url}
    grant: dict[str, Any] = {
        "id": f"{_publisher(mission)}-{mission.slug}-{award.reference}",
        "title": f"{award.fund.name}: award to {award.recipient.name}"[:LONGEST_TITLE],
        "description": _description(award, who),
        "currency": "GBP",
        "amountAwarded": award.amount,
        "awardDate": award.awarded_on.isoformat(),
        "recipientOrganization": [_organisation(award.recipient, who[award.recipient_id])],
        "fundingOrganization": [{"id": who[department.pk].identifier, "name": department.name}],
        "grantProgramme": [{key: value for key, value in programme.items() if value}],
    }
    source = award.documentation_url or award.fund.documentation_url
    return {**grant, "url": source} if source else grant


def _description(award: Any, who: dict[int, Identity]) -> str:
    sentences = [f"{award.intervention.name}." if award.intervention else ""]
    if award.purpose != AwardPurpose.NOT_STATED:
        sentences.append(f"For: {award.get_purpose_display().lower()}.")
    if award.shared_with:
        partners = ", ".join(f"{partner['name']} ({who[partner['pk']].identifier})" for partner in award.shared_with)
        sentences.append(f"One amount shared by {award.recipient.name}, the lead, and its partners: {partners}.")
    sentences.append(award.notes)
    return " ".join(sentence for sentence in sentences if sentence) or f"Award from {award.fund.name}."


def _organisation(organisation: Organisation, identity: Identity) -> dict[str, Any]:
    found: dict[str, Any] = {"id": identity.identifier, "name": organisation.name}
    if identity.company:
        found["companyNumber"] = identity.company
    if identity.gss:
        place = {"countryCode": "GB", "geoCode": identity.gss, "geoCodeType": AREAS.get(identity.gss[:3], "")}
        found["location"] = [{key: value for key, value in place.items() if value}]
    return found


def _publisher(mission: Mission) -> str:
    """The publisher’s prefix of 360Giving."""
    return f"{OWN}-{mission.lead_department.code}"


def _as_json(grant: dict[str, Any]) -> str:
    text = json.dumps(grant, ensure_ascii=False, default=lambda amount: f"\x00{_plain(amount)}\x00")
    return AMOUNT.sub(r"\1", text)


def _plain(amount: Decimal) -> str:
    """Pounds, with pence where there are any."""
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def _at(grant: Any, path: tuple[str | int, ...]) -> Any:
    """What stands at a path of a grant; nothing where the path ends early."""
    for step in path:
        try:
            grant = grant[step]
        except (KeyError, IndexError):
            return ""
    return grant
