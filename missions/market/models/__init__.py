"""What stands in the database about a market, one module for each kind of thing."""

from missions.market.models.deployments import CostAnswer, Deployment, MarketAnswer, MarketAnswerKind, MarketList, Product
from missions.market.models.findings import Finding, FindingEvidence, FindingKind, Strength

__all__ = (
    "CostAnswer",
    "Deployment",
    "Finding",
    "FindingEvidence",
    "FindingKind",
    "MarketAnswer",
    "MarketAnswerKind",
    "MarketList",
    "Product",
    "Strength",
)
