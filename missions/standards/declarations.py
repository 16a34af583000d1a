"""What this area declares in the registries of the core."""

from missions.adoption.readiness import readiness
from missions.core import jobs
from missions.core.registries import Erasure, Treatment, erasure, succession
from missions.standards.conformance import ready
from missions.standards.testing import KIND, work


def declare() -> None:
    """Called once, when the product starts."""
    jobs.works.declare(KIND, jobs.Work(work))
    readiness.declare("conforming products", ready)
    succession.declare(
        "standards.ConformanceTest.organisation",
        Treatment("Tests stay with the council or supplier whose file was tested. The successor tests its own files."),
    )
    for field in ("made_by", "published_by", "withdrawn_by"):
        erasure.declare(
            f"standards.StandardVersion.{field}",
            Erasure("Versions of standards stay. Who wrote, published or withdrew them is shown without a name."),
        )
    erasure.declare("standards.ConformanceTest.asked_by", Erasure("Tests that they asked for stay, by a number."))
