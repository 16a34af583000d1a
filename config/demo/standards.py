"""The demo's standards, made up by us: their versions, a test that didn't pass and two that did."""

import datetime as dt
import json
from collections.abc import Mapping

from config.demo.accounts import COUNCIL, LEAD, MEMBER, SUPPLIER
from config.demo.people import SUPPLIER_NAME
from missions.core import clock, jobs
from missions.interventions.models import Intervention
from missions.market.models import Product
from missions.people.models import User
from missions.register.models import Organisation
from missions.standards import actions, testing
from missions.standards.access import Subject
from missions.standards.models import Standard, StandardVersion
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission

REFERENCE = {
    "name": "reference",
    "description": "A reference that never changes, like A4-12",
    "constraints": {"required": True, "unique": True, "pattern": "A4-[0-9]+"},
}
NAME = {"name": "name", "description": "What people call it", "constraints": {"required": True, "maxLength": 200}}
MADE = {"name": "made-on", "type": "date", "description": "The day on which it was made", "constraints": {"required": True}}
ENDED = {"name": "ended-on", "type": "date", "description": "The day from which it no longer applies; empty while it does"}
EXACT = {
    "name": "boundary-from",
    "description": "Where the boundary comes from",
    "constraints": {"required": True, "enum": ["survey", "map", "text"]},
}
PAGE = {"name": "page", "format": "uri", "description": "Where the council tells about it"}
ARTICLE_4 = (
    ("1.0", 300, "The first version: which directions there are and since when.", [REFERENCE, NAME, MADE, PAGE]),
    (
        "1.1",
        90,
        (
            "Says where a boundary comes from, as councils asked for, and when a direction ended. Files of version 1.0 need two more columns; "
            "the last may stay empty."
        ),
        [REFERENCE, NAME, MADE, ENDED, EXACT, PAGE],
    ),
)
TREES = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Tree preservation orders",
    "type": "array",
    "items": {
        "type": "object",
        "required": ["reference", "made-on", "species"],
        "additionalProperties": False,
        "properties": {
            "reference": {
                "type": "string",
                "pattern": "^TPO-[0-9]+$",
                "description": "A reference that never changes, like TPO-7",
            },
            "made-on": {"type": "string", "format": "date", "description": "The day on which the order was made"},
            "species": {"type": "array", "minItems": 1, "items": {"type": "string"}, "description": "Botanical names"},
            "point": {
                "type": "object",
                "description": "A single tree, as longitude and latitude",
                "required": ["longitude", "latitude"],
                "properties": {
                    "longitude": {"type": "number", "minimum": -9, "maximum": 2},
                    "latitude": {"type": "number", "minimum": 49, "maximum": 61},
                },
            },
        },
    },
}
HEADINGS = "reference,name,made-on,ended-on,boundary-from,page"
FAILS = f"""{HEADINGS}
A4-1,High Street shop fronts,1978-05-02,,map,https://www.example.gov.uk/a4-1
A4-2,Castle Quarter,about 1983,,map,https://www.example.gov.uk/a4-2
7,Harbour cottages,1991-10-14,,paper,
A4-2,Mill Lane,2004-02-30,,text,
"""
PASSES = f"""{HEADINGS}
A4-1,Old Town,1996-07-01,,map,https://www.example.gov.uk/a4-1
A4-2,Station Road,2011-03-15,2020-01-01,survey,
"""


def publish_and_test(mission: Mission, people: Mapping[str, User], *, now: dt.datetime) -> None:
    """Two versions for article 4 directions with three tests, and one version for tree preservation orders."""
    lead = people[LEAD.email]
    for number, days, changed, fields in ARTICLE_4:
        schema = {"fields": fields, "primaryKey": "reference"}
        current = _publish(
            lead, mission, "article-4-direction", number, "table-schema", schema, changed, now - dt.timedelta(days=days)
        )
    first = "The first version: each order with the species that it protects."
    _publish(lead, mission, "tree-preservation-order", "1.0", "json-schema", TREES, first, now - dt.timedelta(days=40))
    Standard.objects.filter(intervention__mission=mission).update(is_illustrative=True)
    unboxed = Organisation.objects.get(kind="supplier", name=SUPPLIER_NAME)
    own = Product.objects.create(supplier=unboxed, name="BOPS", slug="bops", service=mission.service)
    other = Product.objects.get(service=mission.service, slug="smartadmin")
    dorset = Organisation.objects.get(code="DST")
    _test(people[COUNCIL.email], mission, current, Subject(dorset), "article-4-2026.csv", FAILS, now)
    _test(people[SUPPLIER.email], mission, current, Subject(unboxed, own), "bops-export.csv", PASSES, now)
    _test(people[MEMBER.email], mission, current, Subject(other.supplier, other, by_team=True), "export.csv", PASSES, now)


def _publish(
    lead: User, mission: Mission, slug: str, number: str, kind: str, schema: object, changed: str, at: dt.datetime
) -> StandardVersion:
    team = _stand(lead, mission, at)
    item = Intervention.objects.get(mission=mission, slug=slug)
    text = json.dumps(schema, indent=2)
    version = actions.write_version(
        by=lead, standing=team, intervention=item, number=number, kind=kind, schema=text, change_log=changed, now=at
    )
    actions.publish_version(by=lead, standing=team, version=version, starts_on=team.on, now=at)
    version.refresh_from_db()
    return version


def _test(
    by: User, mission: Mission, version: StandardVersion, subject: Subject, name: str, content: str, now: dt.datetime
) -> None:
    """Done at once: whoever opens the demo sees the report, whether or not a worker has started."""
    standing = _stand(by, mission, now)
    test = testing.ask(by=by, standing=standing, version=version, subject=subject, name=name, chunks=[content.encode()], now=now)
    jobs.run(test.job_id, now=clock.now())


def _stand(user: User, mission: Mission, at: dt.datetime) -> Standing:
    return stand(user, mission.slug, on=clock.london_day(at))
