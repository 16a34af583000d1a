"""Which kind of barrier a kind of finding about the market is about."""

from collections.abc import Mapping

from missions.market.models import FindingKind
from missions.problems.models import Barrier

BARRIER_OF: Mapping[str, str] = {
    FindingKind.MARKET_POWER: Barrier.MARKET,
    FindingKind.INFORMATION: Barrier.MARKET,
    FindingKind.FRAGMENTED: Barrier.MARKET,
    FindingKind.LOCK_IN: Barrier.LOCK_IN,
    FindingKind.STANDARD: Barrier.DATA,
    FindingKind.CAPACITY: Barrier.CAPACITY,
    FindingKind.PROCUREMENT: Barrier.PROCUREMENT,
    FindingKind.REGULATORY: Barrier.REGULATION,
    FindingKind.INVESTMENT: Barrier.FUNDING,
}
