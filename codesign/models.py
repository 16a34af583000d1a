"""Co-design rounds: invitations, contributions, statements, votes and responses."""

import datetime as dt
import secrets

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from codesign import draft_models, setup_models  # noqa: F401 - part of this area's tables
from codesign.lifecycle import ROUND
from codesign.querysets import (
    ContributionQuerySet,
    InvitationQuerySet,
    ParticipantQuerySet,
    RoundQuerySet,
    StatementQuerySet,
)
from missions.core.history import tracked
from missions.people.models import User
from missions.problems.models import Evidence, PainPoint
from missions.register.models import Organisation
from missions.stewardship.models import SLUG, Mission


def new_nonce() -> str:
    """What makes the link of an invitation impossible to guess, beside the product's secret key."""
    return secrets.token_hex(16)


class Purpose(models.TextChoices):
    """What a round is for."""

    FIND = "find", "Find pain points"
    PRIORITISE = "prioritise", "Prioritise"
    REVIEW = "review", "Review a draft standard"
    TEST = "test", "Test a tool"


class Weighing(models.TextChoices):
    """How people say what matters most, apart from what they agree with."""

    NONE = "", "Not asked"
    RANK = "rank", "They put things in order"
    POINTS = "points", "They spend 100 points"


POINTS = 100
REASONS = """It isn’t about this round’s question.
It names or accuses a person.
It is offensive or unlawful.
It is advertising.
It was sent twice by mistake."""


class Segment(models.TextChoices):
    """Who somebody speaks as. Only councils count in a council's position."""

    COUNCIL = "council", "Council"
    SUPPLIER = "supplier", "Supplier"
    PRACTITIONER = "practitioner", "Practitioner"


# The database holds it, whoever writes: what people answer is what they were asked.
LAUNCHED_STAYS = pgtrigger.Protect(
    name="launched_round_stays_as_asked",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.status <> 'draft' AND (OLD.question, OLD.purpose, OLD.weighing, OLD.rejection_reasons, OLD.asks_what_hurts)"
        " IS DISTINCT FROM (NEW.question, NEW.purpose, NEW.weighing, NEW.rejection_reasons, NEW.asks_what_hurts)"
    ),
)


@pgtrigger.register(LAUNCHED_STAYS)
@tracked()
class Round(models.Model):
    """A time-boxed invitation with a purpose."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="rounds")
    slug = models.CharField(max_length=80, validators=[SLUG])
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    question = models.TextField("the question asked")
    minutes = models.PositiveSmallIntegerField("minutes that it takes")
    rejection_reasons = models.TextField("why a submission may be rejected, one reason in each line", default=REASONS)
    asks_what_hurts = models.BooleanField("whether it asks what hurts", default=True)
    weighing = models.CharField("how it asks what matters most", max_length=6, choices=Weighing.choices, blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=ROUND.choices(), default="draft")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds_owned")
    is_illustrative = models.BooleanField("made up to show the product", default=False)
    imported_from = models.CharField("published conversation that it was read from", max_length=300, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ("-opens_at",)
        constraints = (
            models.UniqueConstraint(fields=("mission", "slug"), name="round_slug_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_it_opens"),
            models.UniqueConstraint(
                fields=("mission", "imported_from"), condition=~Q(imported_from=""), name="conversation_imported_once"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page for the team."""
        return reverse("codesign:round", args=[self.mission.slug, self.slug])

    @property
    def reasons(self) -> list[str]:
        """Why a submission may be rejected, as agreed at the launch."""
        return [line.strip() for line in self.rejection_reasons.splitlines() if line.strip()]

    def is_open_at(self, now: dt.datetime) -> bool:
        """Launched, and the clock is between opening and closing: exact, whether or not the closing job has run."""
        return self.status == "open" and self.opens_at <= now < self.closes_at

    def is_over_at(self, now: dt.datetime) -> bool:
        """Past its closing time, or closed by the job."""
        return self.status in ("closed", "responded") or (self.status == "open" and self.closes_at <= now)


class Moderation(models.TextChoices):
    """Whether a statement counts in results: one that was rejected doesn't."""

    ACCEPTED = "accepted", "Accepted"
    WAITING = "waiting", "Not moderated"
    REJECTED = "rejected", "Rejected"


class Statement(models.Model):
    """Something to agree with, disagree with or pass on. `number`: what a published conversation calls it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="statements")
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=1_000)
    moderation = models.CharField(max_length=8, choices=Moderation.choices, default=Moderation.ACCEPTED)
    number = models.PositiveIntegerField(null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("round", "position"), name="statement_position_once"),
            models.UniqueConstraint(fields=("round", "number"), name="statement_number_once"),
        )

    def __str__(self) -> str:
        return self.text


class Item(models.Model):
    """Something whose importance is weighed. One that is about a pain point can be compared across rounds."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    pain_point = models.ForeignKey(PainPoint, on_delete=models.PROTECT, null=True, blank=True, related_name="weighed_items")

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("round", "position"), name="item_position_once"),)

    def __str__(self) -> str:
        return self.text


class CameBy(models.TextChoices):
    """How an invitation came about."""

    TEAM = "team", "Invited by the team"
    DOMAIN = "domain", "Came by themselves, with an address of their council"
    COLLEAGUE = "colleague", "Handed on by a colleague"
    WORKSHOP = "workshop", "Asked to confirm notes of a workshop"


class Invitation(models.Model):
    """An address that was asked to join. Its link is signed from `nonce`: a new nonce, or withdrawing it, ends the link."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    segment = models.CharField(max_length=12, choices=Segment.choices, default=Segment.COUNCIL)
    nonce = models.CharField(max_length=64, default=new_nonce)
    came_by = models.CharField(max_length=10, choices=CameBy.choices, default=CameBy.TEAM)
    handed_on_by = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="handed_to")
    invited_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__name", "email")
        constraints = (
            models.UniqueConstraint(fields=("round", "email"), name="nobody_invited_twice"),
            models.CheckConstraint(
                condition=~Q(segment="council") | Q(organisation__isnull=False), name="council_invitation_names_council"
            ),
        )

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


class Participant(models.Model):
    """A person who pressed the button behind an invitation. The first press starts an identity bound to the invited address."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="participants")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="participant")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="participations")
    segment = models.CharField(max_length=12, choices=Segment.choices)
    joined_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField("first answered at", null=True, blank=True)
    # Empty: they don’t want to hear of it.
    follows_from = models.DateTimeField("hears of each step that happens from", null=True, blank=True, default=timezone.now)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("round", "user"), name="participant_once"),)

    def __str__(self) -> str:
        return f"Participant {self.pk}"


class Contribution(models.Model):
    """A participant's submission: it points at the raw evidence and adds the round."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="contributions")
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="contribution")
    submitted_at = models.DateTimeField(default=timezone.now)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ("submitted_at", "pk")

    def __str__(self) -> str:
        return f"Contribution {self.pk}"


class Vote(models.Model):
    """One participant's answer to one statement; the last one wins. No history, no admin page, no audit of the value.

    In a published conversation nobody is a participant: `voter` is the number that stands for a person there.
    """

    class Value(models.IntegerChoices):
        """+1 agrees."""

        AGREE = 1, "Agree"
        PASS = 0, "Pass"
        DISAGREE = -1, "Disagree"

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, blank=True, related_name="votes")
    voter = models.PositiveIntegerField(null=True, blank=True)
    value = models.SmallIntegerField(choices=Value.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("statement", "participant"), name="vote_once"),
            models.UniqueConstraint(fields=("statement", "voter"), name="imported_vote_once"),
            models.CheckConstraint(condition=Q(participant__isnull=True) ^ Q(voter__isnull=True), name="vote_of_one_person"),
            models.CheckConstraint(condition=Q(value__in=(-1, 0, 1)), name="vote_value_known"),
        )

    def __str__(self) -> str:
        return f"Vote {self.pk}"


class Weight(models.Model):
    """The place (1 is first) or the points that one participant gave to one item; the last wins. As secret as a vote: no history."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="weights")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="weights")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("item", "participant"), name="weight_once"),
            models.CheckConstraint(condition=Q(value__lte=POINTS), name="weight_at_most_all_points"),
        )

    def __str__(self) -> str:
        return f"Weight {self.pk}"


class RoundResults(models.Model):
    """What came out of a round's votes, kept when it closes as it may be shown: counts that reveal nobody, and no votes.

    So a figure never changes afterwards, not even when a person is forgotten and their votes are deleted.
    """

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="results")
    content = models.JSONField()
    kept_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Results of round {self.round_id}"


class WhatHappened(models.TextChoices):
    """What the team did with a submission."""

    DONE = "done", "We have done it"
    WILL = "will", "We will do it"
    PARTLY = "partly", "We will do part of it"
    WONT = "wont", "We won’t do it"


class Response(models.Model):
    """What the team did, will do or won't do about one contribution, and why."""

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="response")
    what = models.CharField(max_length=6, choices=WhatHappened.choices)
    text = models.TextField("the answer")
    pain_point = models.ForeignKey(PainPoint, on_delete=models.PROTECT, null=True, blank=True, related_name="responses")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="responses_written")
    answered_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Response {self.pk}"


class Moderated(models.Model):
    """Whether a submission was accepted, or rejected for one of the reasons agreed at the launch. Decided once."""

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="moderated")
    reason = models.CharField("why it was rejected; empty: accepted", max_length=400, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="moderated")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("decided_at", "pk")

    def __str__(self) -> str:
        return f"Moderation of contribution {self.contribution_id}"


class Merge(models.Model):
    """Submissions that say the same were brought under one pain point. What was said stays as it is; undoing takes the links away."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="merges")
    pain_point = models.ForeignKey(PainPoint, on_delete=models.PROTECT, related_name="merges")
    merged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="merges")
    merged_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-merged_at", "-pk")

    def __str__(self) -> str:
        return f"Merge {self.pk}"


class MergedPart(models.Model):
    """One submission of a merge. `is_new`: it wasn’t under the pain point before. Its author may object."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="parts")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="merged_parts")
    is_new = models.BooleanField()
    objection = models.TextField(blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("contribution__submitted_at", "pk")
        constraints = (models.UniqueConstraint(fields=("merge", "contribution"), name="merged_once"),)

    def __str__(self) -> str:
        return f"Part {self.pk} of merge {self.merge_id}"
