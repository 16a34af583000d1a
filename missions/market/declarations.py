"""What this area declares in the registries of the core."""

from missions.core import import_jobs
from missions.core.registries import Erasure, Treatment, erasure, gaps, reminders, succession
from missions.maps.measures import map_measures
from missions.market.finding_gaps import FINDINGS_RULE
from missions.market.gaps import RULE
from missions.market.import_kind import LISTS
from missions.market.map_measure import SUPPLIER
from missions.market.reminders import WINDOW
from missions.market.succession import systems


def declare() -> None:
    """Called once, when the product starts."""
    import_jobs.declare(LISTS)
    gaps.declare("market", RULE)
    gaps.declare("market findings", FINDINGS_RULE)
    reminders.declare("contract windows", WINDOW)
    map_measures.declare("supplier", SUPPLIER)
    succession.declare(
        "market.Product.supplier",
        Treatment("Products stay with their supplier: a reorganisation of councils doesn’t touch them."),
    )
    succession.declare(
        "market.Deployment.council",
        Treatment(
            "Systems stay recorded under the council that ran them. Its successor is shown with all of them side by side.",
            title="Systems and their contracts",
            touches=systems,
        ),
    )
    succession.declare(
        "market.MarketAnswer.council",
        Treatment("Answers stay with the council that gave them. Its successor is shown with them until it gives its own."),
    )
    for field in ("written_by", "judged_by", "withdrawn_by"):
        erasure.declare(
            f"market.Finding.{field}", Erasure("Findings stay. Who wrote, judged or withdrew them is shown without a name.")
        )
