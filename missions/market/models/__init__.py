"""What stands in the database about a market, one module for each kind of thing."""

from missions.market.models.deployments import CostAnswer, Deployment, MarketAnswer, MarketAnswerKind, MarketList, Product

__all__ = ("CostAnswer", "Deployment", "MarketAnswer", "MarketAnswerKind", "MarketList", "Product")
