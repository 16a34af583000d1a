"""A mission, its mandate, who it is for and who works on it."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from missions.core.history import tracked
from missions.core.money import MoneyField
from missions.core.spans import Span, SpanQuerySet, span_in_order
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.register.models import CouncilType, Nation, Organisation
from missions.stewardship.lifecycle import MISSION
from missions.stewardship.querysets import LeverQuerySet, MissionQuerySet, MissionRoleQuerySet

# Published references hold dots ("dpif-round-4.1"), so slugs here may too.
SLUG = RegexValidator(r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$", "Use lower-case letters, digits, hyphens and dots.")


class LeverStyle(models.TextChoices):
    """How a lever acts, from the softest to the hardest."""

    CONVENE = "convene", "Bring people together"
    INFORM = "inform", "Inform and guide"
    BUILD = "build", "Build or provide"
    FUND = "fund", "Fund"
    BUY = "buy", "Buy"
    REGULATE = "regulate", "Regulate"


class LeverStage(models.TextChoices):
    """How far a market, and what government does in it, has come when a lever fits."""

    EARLY = "early", "Early: find out and try"
    STRUCTURED = "structured", "Structured: agree and support"
    MATURE = "mature", "Mature: require and sustain"


@tracked()
class Lever(models.Model):
    """A way in which government can act on a market. Administrators edit the list; one that is retired stays where it is used."""

    slug = models.CharField(max_length=60, unique=True, validators=[SLUG])
    name = models.CharField(max_length=120)
    style = models.CharField(max_length=10, choices=LeverStyle.choices)
    stage = models.CharField(max_length=10, choices=LeverStage.choices, default=LeverStage.STRUCTURED)
    description = models.CharField(max_length=400, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    objects = LeverQuerySet.as_manager()

    class Meta:
        ordering = ("style", "name")
        constraints = (
            models.CheckConstraint(condition=Q(style__in=LeverStyle.values), name="lever_style_known"),
            models.CheckConstraint(condition=Q(stage__in=LeverStage.values), name="lever_stage_known"),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class Mission(Span):
    """A service whose market a team stewards."""

    slug = models.CharField(max_length=60, unique=True, validators=[SLUG])
    name = models.CharField(max_length=120)
    service = models.CharField("council service", max_length=120)
    problem = models.TextField("problem statement")
    vision = models.TextField(blank=True)
    lead_department = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="missions_led")
    status = models.CharField(max_length=10, choices=MISSION.choices(), default="proposed")
    review_every_months = models.PositiveSmallIntegerField("months between reviews", null=True, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    is_illustrative = models.BooleanField("made up to show the product", default=False)

    objects = MissionQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            span_in_order("mission_span"),
            models.CheckConstraint(condition=Q(status__in=list(MISSION.states)), name="mission_status_known"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("stewardship:mission", args=[self.slug])


class Goal(models.Model):
    """Something that a mission wants to be true."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("mission", "position"), name="goal_position_once"),)

    def __str__(self) -> str:
        return self.text


@tracked()
class Mandate(Span):
    """What a mission may do: the levers it may pull, its delegated limits, from when until when."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="mandates")
    levers = models.ManyToManyField(Lever, related_name="mandates", blank=True)
    award_limit = MoneyField("the lead decides awards up to", null=True, blank=True)
    iteration_limit = MoneyField("the lead decides iterations up to", null=True, blank=True)

    objects = SpanQuerySet["Mandate"].as_manager()

    class Meta:
        ordering = ("-starts_on",)
        constraints = (
            span_in_order("mandate_span"),
            models.CheckConstraint(
                condition=(Q(award_limit__isnull=True) | Q(award_limit__gte=0))
                & (Q(iteration_limit__isnull=True) | Q(iteration_limit__gte=0)),
                name="mandate_limits_not_negative",
            ),
        )

    def __str__(self) -> str:
        return f"Mandate of {self.mission_id} from {self.starts_on}"


class EligibleType(Span):
    """A type of council that a mission is for. All its figures use this population as their denominator, as at a day."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="eligible_types")
    nation = models.CharField(max_length=20, choices=Nation.choices)
    council_type = models.CharField(max_length=20, choices=CouncilType.choices)

    objects = SpanQuerySet["EligibleType"].as_manager()

    class Meta:
        ordering = ("nation", "council_type")
        constraints = (
            span_in_order("eligible_type_span"),
            models.UniqueConstraint(
                fields=("mission", "nation", "council_type", "starts_on"), name="eligible_type_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_council_type_display()} in {self.nation}"


@tracked()
class MissionRole(Span):
    """What a person is on a mission, from a day to a day."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mission_roles")
    role = models.CharField(max_length=20, choices=MissionRoleName.choices)

    objects = MissionRoleQuerySet.as_manager()

    class Meta:
        ordering = ("role", "user__name")
        constraints = (
            span_in_order("mission_role_span"),
            models.UniqueConstraint(
                fields=("mission", "user", "role"), condition=Q(ends_on__isnull=True), name="mission_role_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} is {self.get_role_display()} of {self.mission}"
