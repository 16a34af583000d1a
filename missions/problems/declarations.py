"""What this area declares in the registries of the core."""

from missions.core.registries import Erasure, Treatment, erasure, evidence, gaps, search, succession
from missions.market.pieces import piece_sources
from missions.problems.erasure import empty_words
from missions.problems.evidence import SOURCE as EVIDENCE
from missions.problems.gaps import RULE
from missions.problems.market_pieces import PAIN_POINTS, SAID
from missions.problems.search import SOURCE
from missions.problems.succession import evidence_given


def declare() -> None:
    """Called once, when the product starts."""
    gaps.declare("pain points", RULE)
    search.declare("pain points", SOURCE)
    evidence.declare("problems", EVIDENCE)
    piece_sources.declare("pain-point", PAIN_POINTS)
    piece_sources.declare("said", SAID)
    succession.declare(
        "problems.Evidence.organisation",
        Treatment(
            "What was said for a council stays said for it. Counts as at a later day show it under the successor.",
            title="What was said in evidence",
            touches=evidence_given,
        ),
    )
    erasure.declare(
        "problems.PainPointJudgement.judged_by", Erasure("What they judged of pain points stays, without their name.")
    )
    erasure.declare("problems.PainPoint.owner", Erasure("Pain points that they owned stay, and are shown as having no owner."))
    succession.declare(
        "problems.Supporter.organisation", Treatment("Who stood behind what was said did so for the council of that day.")
    )
    erasure.declare("problems.Supporter.user", Erasure("That one more person stood behind what another said stays, by a number."))
    erasure.declare(
        "problems.Evidence.said_by",
        Erasure("What they said is emptied. That something was said, for which council, and its figures stay.", empty_words),
    )
