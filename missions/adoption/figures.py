"""The adoption curve as a figure."""

from missions.adoption.summary import Summary
from missions.core import formats
from missions.core.figures import Figure, line_chart

ADOPTED, EXIST = "Councils that adopted it", "Councils that existed"


def curve_figure(summary: Summary) -> Figure:
    """Councils that had adopted at the end of each month, beside the councils that existed."""
    points = summary.curve
    lines = [(point.day.isoformat(), ADOPTED, point.adopted) for point in points]
    lines += [(point.day.isoformat(), EXIST, point.exist) for point in points]
    share = formats.percent(summary.adopted, summary.councils_exist)
    return Figure(
        title="Councils that have adopted it, month by month",
        summary=f"{summary.adopted} of {summary.councils_exist} councils ({share}) had adopted it on {formats.day(summary.as_at)}.",
        headers=("Day", ADOPTED, EXIST, "Share"),
        rows=tuple(
            (formats.day(p.day), formats.thousands(p.adopted), formats.thousands(p.exist), formats.percent(p.adopted, p.exist))
            for p in reversed(points)
        ),
        spec=line_chart(lines, x_title="", y_title="Councils", stepped=True),
    )
