"""Reports: anyone reads those signed off; the people on the mission read all, the lead writes, a director answers."""

from tests.access.rows import EVERYBODY, ON_MISSION, SIGNED_IN, Row
from tests.access.world import World

BUT_LEAD = {role: 403 for role in ON_MISSION if role != "lead"}
BUT_DIRECTOR = {role: 403 for role in ON_MISSION if role != "director"}


def mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def submitted(world: World) -> dict[str, object]:
    return {**mission(world), "issue": world.report.issue, "version": world.report.version}


def signed_off(world: World) -> dict[str, object]:
    world.report.status, world.report.answered_by = "signed-off", world.person("director")
    world.report.save()
    return submitted(world)


def draft(world: World) -> dict[str, object]:
    return {**mission(world), "issue": world.draft_report.issue, "version": world.draft_report.version}


def ready(world: World) -> dict[str, object]:
    report = world.draft_report
    report.confidence, report.confidence_reason, report.next_review_on = "green", "It goes well.", "2099-01-01"
    report.save()
    return draft(world)


def text(world: World) -> dict[str, str]:
    return {"title": "A report", "as_at_day": "1", "as_at_month": "9", "as_at_year": "2026"}


ROWS = [
    Row("reports:reports", EVERYBODY, mission),
    Row("reports:report", EVERYBODY, signed_off),
    Row("reports:report", ON_MISSION, submitted, anonymous=404),
    Row("reports:report", ON_MISSION, draft, anonymous=404),
    Row("reports:compare", EVERYBODY, mission),
    *(Row(f"reports:{name}", EVERYBODY, signed_off) for name in ("sheet", "json", "corrected")),
    *(Row(f"reports:{name}", ON_MISSION, submitted, anonymous=404) for name in ("sheet", "json", "corrected")),
    *(Row(f"reports:{name}", (), draft, anonymous=404) for name in ("sheet", "json", "corrected")),
    Row("reports:pdf", SIGNED_IN, signed_off, ok=302, method="post"),
    Row("reports:pdf", ON_MISSION, submitted, ok=302, method="post"),
    Row("reports:compose", ("lead",), mission, others=BUT_LEAD),
    Row("reports:compose", ("lead",), mission, ok=302, others=BUT_LEAD, method="post", data=text),
    Row("reports:edit", ("lead",), draft, others=BUT_LEAD),
    Row("reports:edit", ("lead",), draft, ok=302, others=BUT_LEAD, method="post", data=text),
    Row("reports:submit", ("lead",), draft, others=BUT_LEAD),
    Row("reports:submit", ("lead",), ready, ok=302, others=BUT_LEAD, method="post"),
    Row("reports:answer", ("director",), submitted, others=BUT_DIRECTOR),
    Row(
        "reports:answer",
        ("director",),
        submitted,
        ok=302,
        others=BUT_DIRECTOR,
        method="post",
        data=lambda world: {"answer": "sign-off"},
    ),
]
