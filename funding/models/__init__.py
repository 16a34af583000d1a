"""Funds, awards, the ledger and payments."""

from funding.models.awards import (
    COMMITTED,
    Award,
    AwardAuthor,
    AwardPurpose,
    AwardYear,
    Determination,
    Document,
    Milestone,
    MilestoneKind,
    Route,
    SpendKind,
    StandardCheck,
    StandardItem,
    Variation,
)
from funding.models.claims import Claim, ClaimFile, ClaimLine, DayRate, PaidRole
from funding.models.conformance import ConformancePass
from funding.models.funds import Fund, FundYear
from funding.models.ledger import EntryKind, LedgerEntry, Novation, NovationPart
from funding.models.payments import Payment, PaymentRun
from funding.models.rules import FundingRule, RuleName
from funding.models.subsidy import (
    ActorMember,
    DeclaredSubsidy,
    EconomicActor,
    RouteKind,
    SubsidyNotice,
    SubsidyPublication,
    SubsidyRoute,
)

__all__ = (
    "COMMITTED",
    "ActorMember",
    "Award",
    "AwardAuthor",
    "AwardPurpose",
    "AwardYear",
    "Claim",
    "ClaimFile",
    "ClaimLine",
    "ConformancePass",
    "DayRate",
    "DeclaredSubsidy",
    "Determination",
    "Document",
    "EconomicActor",
    "EntryKind",
    "Fund",
    "FundYear",
    "FundingRule",
    "LedgerEntry",
    "Milestone",
    "MilestoneKind",
    "Novation",
    "NovationPart",
    "PaidRole",
    "Payment",
    "PaymentRun",
    "Route",
    "RouteKind",
    "RuleName",
    "SpendKind",
    "StandardCheck",
    "StandardItem",
    "SubsidyNotice",
    "SubsidyPublication",
    "SubsidyRoute",
    "Variation",
)
