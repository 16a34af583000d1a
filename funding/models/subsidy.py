"""What the subsidy rules ask of an award to an enterprise: who belongs together, what was notified and declared, other routes, publication."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from funding.models.awards import Award
from funding.models.rules import days
from missions.core.history import tracked
from missions.core.models import StoredFile
from missions.core.money import MoneyField
from missions.core.spans import Span, SpanQuerySet, span_in_order
from missions.people.models import User
from missions.register.models import Organisation


class EconomicActor(models.Model):
    """Enterprises under common control, which share one limit. An organisation in no group is an actor by itself."""

    name = models.CharField("name of the group", max_length=200, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


@tracked()
class ActorMember(Span):
    """An organisation belongs to a group from a day to a day; to one at a time."""

    actor = models.ForeignKey(EconomicActor, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="actor_memberships")
    source = models.CharField("how we know", max_length=300)

    objects = SpanQuerySet["ActorMember"].as_manager()

    class Meta:
        ordering = ("actor__name", "organisation__name")
        constraints = (
            span_in_order("actor_member_span"),
            ExclusionConstraint(
                name="actor_member_of_one_group",
                expressions=[("organisation", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                violation_error_message="This organisation belongs to a group on some of these days already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.actor_id} from {self.starts_on}"


@tracked()
class SubsidyNotice(models.Model):
    """The enterprise was told the amount in writing; then it confirms in writing that it stays within the limit. Both are kept."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="subsidy_notices")
    amount = MoneyField("amount of which the enterprise was told")
    limit = MoneyField("limit of which the enterprise was told")
    notified_at = models.DateTimeField(default=timezone.now)
    notified_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="subsidy_notices_sent")
    confirmed_at = models.DateTimeField("confirmed in writing at", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="subsidy_notices_confirmed"
    )
    confirmation = models.TextField("the words that were confirmed", blank=True)
    document = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="subsidy_notices")

    class Meta:
        ordering = ("-notified_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="subsidy_notice_amount_positive"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True, confirmation="")
                | (Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(confirmation="")),
                name="subsidy_notice_confirmed_in_full",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_at__gte=F("notified_at")),
                name="subsidy_notice_before_confirmation",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("notified_by")),
                name="subsidy_notice_confirmed_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"Notice {self.pk} of {self.amount}"


class DeclaredSubsidy(models.Model):
    """Assistance from any authority that the enterprise named when it confirmed a notice."""

    notice = models.ForeignKey(SubsidyNotice, on_delete=models.CASCADE, related_name="declared")
    authority = models.CharField("who gave it", max_length=200)
    amount = MoneyField("amount")
    given_on = models.DateField("day on which it was given")

    class Meta:
        ordering = ("given_on", "pk")
        constraints = (models.CheckConstraint(condition=Q(amount__gt=0), name="declared_subsidy_positive"),)

    def __str__(self) -> str:
        return f"{self.amount} from {self.authority}"


class RouteKind(models.TextChoices):
    """Why an award to an enterprise is lawful without minimal financial assistance."""

    ASSESSED = "assessed", "Assessed against the subsidy control principles"
    STREAMLINED = "streamlined", "Under a streamlined route"
    SCHEME = "scheme", "Under a published subsidy scheme"
    SPEI = "spei", "Assistance for a service of public economic interest"
    NOT_A_SUBSIDY = "not-a-subsidy", "Not a subsidy: on market terms"


@tracked()
class SubsidyRoute(models.Model):
    """Another route by which an award is lawful, so that the limit doesn’t count it."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="subsidy_route")
    kind = models.CharField(max_length=14, choices=RouteKind.choices)
    reference = models.CharField("reference of the assessment, scheme or contract", max_length=200)
    reason = models.TextField("why this route applies")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="subsidy_routes_recorded")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(reference="") & ~Q(reason=""), name="subsidy_route_says_which_and_why"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.reference})"


@tracked()
class SubsidyPublication(models.Model):
    """The entry of an award in the public subsidy database."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="subsidy_publication")
    reference = models.CharField("number of the entry", max_length=60)
    published_on = models.DateField("day on which it was published")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="subsidy_publications_recorded")

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reference=""), name="subsidy_publication_has_reference"),)

    def __str__(self) -> str:
        return f"Entry {self.reference}"
