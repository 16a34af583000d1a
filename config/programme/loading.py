"""Stores a bundle: every area in the order in which they stand on one another, in one transaction, with an audit row."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import Model

from config.programme.bundle import Bundle
from funding.imports import store_awards, store_funds
from missions.adoption.imports import store_events
from missions.core import clock
from missions.core.audit import record
from missions.core.importing import Problem, Tally
from missions.core.models import StoredFile
from missions.interventions.imports import store_interventions, store_iterations
from missions.outcomes.imports import store_indicators, store_outcomes
from missions.outcomes.storing import store_measurements
from missions.problems.imports import store_justifications, store_needs, store_pain_points
from missions.register.actions import add_references, import_organisations
from missions.register.finding import Finder
from missions.stewardship.imports import store_mission

Say = Callable[[str], None]


def import_programme(
    *, by: Model | None, bundle: Bundle, source: StoredFile, now: dt.datetime, say: Say = lambda _: None
) -> dict[str, Tally]:
    """Create and update everything in a bundle. Returns what happened to each kind; a second run creates nothing."""
    with transaction.atomic():
        add_references(by=by, pairs=bundle.references, source=source)
        tallies = {"organisations": import_organisations(by=by, rows=bundle.organisations, source=source)}
        mission, tallies["missions"] = store_mission(bundle.mission, bundle.levers, bundle.eligible)
        finder = Finder()
        steps: list[tuple[str, Callable[[], Tally]]] = [
            ("pain_points", lambda: store_pain_points(mission, bundle.pain_points, finder)),
            ("needs", lambda: store_needs(mission, bundle.needs)),
            ("justifications", lambda: store_justifications(mission, bundle.justifications)),
            ("interventions", lambda: store_interventions(mission, bundle.interventions)),
            ("iterations", lambda: store_iterations(mission, bundle.iterations)),
            ("funds", lambda: store_funds(mission, bundle.funds)),
            ("awards", lambda: store_awards(mission, bundle.awards, by=by, source=source, on=clock.london_day(now))),
            ("adoption_events", lambda: store_events(mission, bundle.adoption_events, finder, now=now)),
            ("indicators", lambda: store_indicators(mission, bundle.indicators)),
            ("measurements", lambda: store_measurements(mission, bundle.measurements, finder, now=now)),
            ("outcomes", lambda: store_outcomes(mission, bundle.outcomes)),
        ]
        for kind, store in steps:
            tallies[kind] = store()
            say(f"{kind.replace('_', ' ')}: {tallies[kind].created} new")
        created = {kind: tally.created for kind, tally in tallies.items() if tally.created or tally.updated}
        if created:
            record("programme.import", by=by, subject=source, mission=mission, created=created)
    return tallies


def unread(bundle: Bundle) -> list[Problem]:
    """Problems of reading, each with its file."""
    return [Problem(item.line, f"{name}: {item.column}", item.value, item.what) for name, item in bundle.problems]
