"""Reports: anyone reads those signed off; the people on the mission read all, the lead writes, a director answers. Portfolios alike."""

from missions.core.models import Job
from missions.reports.models import LatestFigures, Portfolio, Report
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


def at_work(report: Report) -> None:
    LatestFigures.objects.update_or_create(report=report, defaults={"job": Job.objects.create(kind="reports.collect")})


def working(world: World) -> dict[str, object]:
    at_work(world.draft_report)
    return draft(world)


def portfolio(world: World) -> dict[str, str]:
    people = {"director": world.person("director"), "writer": world.person("lead")}
    made, _ = Portfolio.objects.get_or_create(slug="all", defaults={"name": "All", **people})
    made.missions.add(world.mission)
    return {"portfolio": made.slug}


def its_report(world: World, **values: object) -> dict[str, object]:
    where = portfolio(world)
    mine = Portfolio.objects.get(slug=where["portfolio"])
    made = Report.objects.create(
        portfolio=mine, author=world.person("lead"), title="All", as_at="2026-09-01", issue=mine.reports.count() + 1, **values
    )
    return {**where, "issue": made.issue, "version": made.version}


def its_draft(world: World) -> dict[str, object]:
    return its_report(world, confidence="green", confidence_reason="It goes well.", next_review_on="2099-01-01")


def its_submitted(world: World) -> dict[str, object]:
    return its_report(world, **FROZEN, status="submitted")


def its_signed_off(world: World) -> dict[str, object]:
    return its_report(world, **FROZEN, status="signed-off", answered_by=world.person("director"))


def its_working(world: World) -> dict[str, object]:
    where = its_draft(world)
    at_work(Report.objects.get(portfolio__slug="all", issue=str(where["issue"])))
    return where


def settings(world: World) -> dict[str, object]:
    people = {"director": world.person("director").email, "writer": world.person("lead").email}
    return {"name": "Everything", **people, "missions": [world.mission.pk]}


FROZEN = {
    "sha256": "0" * 64, "confidence": "amber", "confidence_reason": "Slow.", "submitted_at": "2026-09-01T09:00:00Z",
    "known_at": "2026-09-01T09:00:00Z", "next_review_on": "2026-12-01",
}  # fmt: skip
# Who directs a portfolio and who writes about it are people of their own: other roles are strangers to it.
ON_PORTFOLIO = ("director", "lead")
FILES = ("sheet", "json", "corrected")


ROWS = [
    Row("portfolio_reports:portfolios", EVERYBODY),
    Row("portfolio_reports:portfolio", EVERYBODY, portfolio),
    Row("portfolio_reports:new", ("administrator",), otherwise=403),
    Row("portfolio_reports:new", ("administrator",), ok=302, otherwise=403, method="post", data=settings),
    Row("portfolio_reports:change", ("administrator",), portfolio, otherwise=403),
    Row("portfolio_reports:change", ("administrator",), portfolio, ok=302, otherwise=403, method="post", data=settings),
    Row("portfolio_reports:reports", EVERYBODY, portfolio),
    Row("portfolio_reports:compare", EVERYBODY, portfolio),
    Row("portfolio_reports:report", EVERYBODY, its_signed_off),
    Row("portfolio_reports:report", ON_PORTFOLIO, its_submitted, anonymous=404),
    Row("portfolio_reports:report", ON_PORTFOLIO, its_draft, anonymous=404),
    *(Row(f"portfolio_reports:{name}", EVERYBODY, its_signed_off) for name in FILES),
    *(Row(f"portfolio_reports:{name}", ON_PORTFOLIO, its_submitted, anonymous=404) for name in FILES),
    Row("portfolio_reports:pdf", SIGNED_IN, its_signed_off, ok=302, method="post"),
    Row("portfolio_reports:pdf", ON_PORTFOLIO, its_submitted, ok=302, method="post"),
    Row("portfolio_reports:compose", ("lead",), portfolio, others={"director": 403}),
    Row("portfolio_reports:compose", ("lead",), portfolio, ok=302, others={"director": 403}, method="post", data=text),
    Row("portfolio_reports:edit", ("lead",), its_draft, others={"director": 403}),
    Row("portfolio_reports:edit", ("lead",), its_draft, ok=302, others={"director": 403}, method="post", data=text),
    Row("portfolio_reports:submit", ("lead",), its_draft, others={"director": 403}),
    Row("portfolio_reports:submit", ("lead",), its_draft, ok=302, others={"director": 403}, method="post"),
    Row("portfolio_reports:collect", ON_PORTFOLIO, its_draft, ok=302, method="post"),
    Row("portfolio_reports:progress", ON_PORTFOLIO, its_working),
    Row("portfolio_reports:answer", ("director",), its_submitted, others={"lead": 403}),
    Row(
        "portfolio_reports:answer",
        ("director",),
        its_submitted,
        ok=302,
        others={"lead": 403},
        method="post",
        data=lambda world: {"answer": "sign-off"},
    ),
    Row("reports:collect", ON_MISSION, draft, ok=302, method="post"),
    Row("reports:progress", ON_MISSION, working),
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
