"""Stakes of organisations in a mission, how far each is engaged since when, and every contact with them."""

import datetime as dt

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from missions.core.facts import Fact, correction_has_reason, is_not_itself
from missions.core.history import tracked
from missions.people.models import User
from missions.register.models import Organisation
from missions.stakeholders.lifecycle import ENGAGEMENT, SAID_NO
from missions.stakeholders.querysets import ContactQuerySet, StakeQuerySet
from missions.stewardship.models import Mission

LONGEST_NOTE = 1_000
MOST = 5


class StakeRole(models.TextChoices):
    """What an organisation has to do with the service."""

    DELIVERS = "delivers", "Delivers the service"
    SUPPLIES = "supplies", "Supplies software or services"
    POLICY = "policy", "Makes policy or law"
    REGULATES = "regulates", "Inspects or regulates"
    REPRESENTS = "represents", "Speaks for others"
    PAYS = "pays", "Pays for it"
    USES = "uses", "Uses the service"
    OTHER = "other", "Something else"


@tracked()
class Stake(models.Model):
    """An organisation's stake in a mission. Interest and influence are the team's judgement: 1 is the least, 5 the most."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="stakes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stakes")
    role = models.CharField(max_length=12, choices=StakeRole.choices)
    interest = models.PositiveSmallIntegerField()
    influence = models.PositiveSmallIntegerField()
    why = models.CharField("why it matters", max_length=400, blank=True)
    engagement = models.CharField(max_length=12, choices=ENGAGEMENT.choices(), default="not-asked")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="stakes_owned")
    next_contact_on = models.DateField("next contact", null=True, blank=True)
    added_on = models.DateField()
    is_illustrative = models.BooleanField("made up to show the product", default=False)

    objects = StakeQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("mission", "organisation"), name="stake_once"),
            models.CheckConstraint(condition=Q(interest__gte=1, interest__lte=MOST), name="stake_interest_1_to_5"),
            models.CheckConstraint(condition=Q(influence__gte=1, influence__lte=MOST), name="stake_influence_1_to_5"),
            models.CheckConstraint(condition=Q(engagement__in=list(ENGAGEMENT.states)), name="stake_engagement_known"),
            models.CheckConstraint(condition=Q(role__in=StakeRole.values), name="stake_role_known"),
        )
        indexes = (models.Index(fields=("next_contact_on",), name="stake_by_next_contact"),)

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.mission_id}"

    def get_absolute_url(self) -> str:
        """Its page, for the people on the mission."""
        return reverse("stakeholders:stake", args=[self.mission.slug, self.pk])

    @property
    def needs_owner(self) -> bool:
        """Whoever said no is left alone."""
        return self.engagement not in SAID_NO

    def is_late_on(self, day: dt.date) -> bool:
        """Whether the day agreed for the next contact has passed."""
        return self.next_contact_on is not None and self.next_contact_on < day


@pgtrigger.register(pgtrigger.Protect(name="engagement_never_changes", operation=pgtrigger.Update | pgtrigger.Delete))
class Engagement(models.Model):
    """From this day a stakeholder was engaged so far. Never changed: coverage can be asked as at any day."""

    stake = models.ForeignKey(Stake, on_delete=models.PROTECT, related_name="engagements")
    state = models.CharField(max_length=12, choices=ENGAGEMENT.choices())
    since = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("since", "recorded_at", "pk")
        constraints = (models.CheckConstraint(condition=Q(state__in=list(ENGAGEMENT.states)), name="engagement_state_known"),)
        indexes = (models.Index(fields=("stake", "-since", "-recorded_at"), name="engagement_latest"),)

    def __str__(self) -> str:
        return f"{self.stake_id} {self.state} since {self.since}"


class ContactKind(models.TextChoices):
    """How people met."""

    MEETING = "meeting", "Meeting"
    CALL = "call", "Call"
    EMAIL = "email", "E-mail"
    EVENT = "event", "Event"
    VISIT = "visit", "Visit"
    LETTER = "letter", "Letter"


class ContactOutcome(models.TextChoices):
    """What came of it."""

    AGREED = "agreed", "Agreed to take part"
    INTERESTED = "interested", "Interested, wants to know more"
    INFORMED = "informed", "Exchanged information"
    CONCERN = "concern", "Raised a concern"
    DECLINED = "declined", "Declined"
    NO_ANSWER = "no-answer", "No answer"


@pgtrigger.register(pgtrigger.Protect(name="contact_never_changes", operation=pgtrigger.Update | pgtrigger.Delete))
class Contact(Fact):
    """Somebody on the team was in touch with a stakeholder. Never changed; a correction is a new entry."""

    stake = models.ForeignKey(Stake, on_delete=models.PROTECT, related_name="contacts")
    happened_on = models.DateField("day")
    kind = models.CharField(max_length=8, choices=ContactKind.choices)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="contacts_made", verbose_name="who for the team")
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    outcome = models.CharField(max_length=10, choices=ContactOutcome.choices)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_on", "-recorded_at", "-pk")
        constraints = (
            correction_has_reason("contact_correction_says_why"),
            is_not_itself("contact_not_its_own_correction"),
            models.CheckConstraint(condition=Q(kind__in=ContactKind.values), name="contact_kind_known"),
            models.CheckConstraint(condition=Q(outcome__in=ContactOutcome.values), name="contact_outcome_known"),
        )
        indexes = (models.Index(fields=("stake", "-happened_on"), name="contact_latest"),)

    def __str__(self) -> str:
        return f"{self.kind} with {self.stake_id} on {self.happened_on}"
