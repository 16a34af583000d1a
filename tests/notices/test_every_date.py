"""Every day that the product keeps has a reminder rule, or asks nothing of anybody. A new field with a day fails here until it has its line."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from missions.core.registries import reminders

OURS = ("missions", "codesign", "funding")
# What people must do something by, or about, with the rule that reminds of it.
WAITED_FOR = {
    "codesign.Round.closes_at": "round closing",
    "decisions.Decision.due_on": "decision due",
    "decisions.Delegation.ends_on": "delegation ends",
    "funding.Milestone.due_on": "milestone due",
    "funding.Award.ends_on": "milestone due",
    "interventions.Iteration.ends_on": "iteration over",
    "interventions.Iteration.expected_by": "iteration over",
    "market.Deployment.contract_ends_on": "contract windows",
    "outcomes.Collection.due_on": "outcomes.soon",
    "outcomes.Level.for_day": "target day",
    "people.OrganisationRole.ends_on": "organisation role ends",
    "register.Reorganisation.vests_on": "vesting day",
    "register.Succession.vests_on": "vesting day",
    "reports.Report.next_review_on": "review comes",
    "stakeholders.Stake.next_contact_on": "stakeholder contact",
    "stewardship.Mandate.ends_on": "mandate ends",
    "stewardship.Mission.ends_on": "mission ends",
    "stewardship.MissionRole.ends_on": "role ends",
}
# When something was or begins, by the field’s name: nothing is due.
WAS = {
    "starts_on", "period_start", "observed_on", "last_seen_on", "happened_on", "added_on", "since", "reported_on", "said_on",
    "started_on", "funded_on", "agreed_on", "on_day", "held_on", "awarded_on", "consent_on", "determined_on", "on", "passed_on",
    "given_on", "published_on", "withdrawn_on", "contract_starts_on", "as_at", "retired_on", "opens_at",
}  # fmt: skip
# What ends by itself and asks nothing of anybody on that day.
ENDS_BY_ITSELF = {
    "adoption.Blocker.ends_on", "codesign.Extension.closes_at", "funding.ActorMember.ends_on", "funding.Claim.ends_on",
    "funding.ClaimLine.ends_on", "funding.DayRate.ends_on", "funding.FundingRule.ends_on", "market.Deployment.ends_on",
    "market.MarketAnswer.ends_on", "outcomes.GroupSpan.ends_on", "register.Organisation.ends_on", "standards.StandardVersion.ends_on",
    "stewardship.EligibleType.ends_on",
}  # fmt: skip


def days() -> Iterator[tuple[str, str]]:
    """Every field that holds a day or a moment that isn’t only when its row was written, with its name alone."""
    for model in apps.get_models():
        if model.__module__.partition(".")[0] not in OURS or hasattr(model, "pgh_id"):
            continue
        for field in model._meta.get_fields():
            is_moment = isinstance(field, models.DateTimeField)
            if isinstance(field, models.DateField) and (not is_moment or field.name in ("closes_at", "opens_at", "due_at")):
                yield f"{model._meta.label}.{field.name}", field.name


def test_every_day_has_its_rule_or_asks_nothing() -> None:
    unknown = [label for label, name in days() if label not in WAITED_FOR and label not in ENDS_BY_ITSELF and name not in WAS]
    assert unknown == [], "Give each a reminder rule (WAITED_FOR), or say why it needs none."


def test_the_rules_that_are_named_exist_and_so_do_the_days() -> None:
    assert set(WAITED_FOR.values()) <= set(reminders.names())
    found = {label for label, _ in days()}
    assert WAITED_FOR.keys() <= found, WAITED_FOR.keys() - found
