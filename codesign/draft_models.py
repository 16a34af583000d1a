"""A draft standard: its versions and elements, what those who review it say, and what the team made of that."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from codesign.draft_querysets import CommentQuerySet, DraftVersionQuerySet
from missions.core.history import tracked
from missions.market.models import Product
from missions.people.models import User
from missions.problems.models import Disclosure
from missions.stewardship.models import SLUG, Mission


@tracked()
class DraftStandard(models.Model):
    """A standard that is being written with those who would use it."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="draft_standards")
    slug = models.CharField(max_length=80, validators=[SLUG])
    title = models.CharField(max_length=200)
    summary = models.TextField("what it is for", blank=True)
    is_illustrative = models.BooleanField("made up to show the product", default=False)

    class Meta:
        ordering = ("title", "pk")
        constraints = (models.UniqueConstraint(fields=("mission", "slug"), name="draft_slug_once"),)

    def __str__(self) -> str:
        return self.title


@tracked()
class DraftVersion(models.Model):
    """One version of a draft. Once people review it, its elements stay as they are."""

    draft = models.ForeignKey(DraftStandard, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = DraftVersionQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="draft_version_once"),)

    def __str__(self) -> str:
        return f"Version {self.number}"

    def get_absolute_url(self) -> str:
        """Its page for the team."""
        return reverse("codesign:draft_version", args=[self.draft.mission.slug, self.draft.slug, self.number])


@tracked()
class Element(models.Model):
    """One thing that the standard asks for. `ref` is the same in every version, whatever happens to the words."""

    version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="elements")
    ref = models.CharField("identifier", max_length=80, validators=[SLUG])
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    definition = models.TextField()

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("version", "ref"), name="element_once"),)

    def __str__(self) -> str:
        return self.title


class Review(models.Model):
    """An activity of a round: those who take part review one version of a draft."""

    round = models.OneToOneField("codesign.Round", on_delete=models.CASCADE, related_name="review")
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="reviews")
    minutes = models.PositiveSmallIntegerField("minutes that it takes")

    def __str__(self) -> str:
        return f"Review of {self.version}"


class Comment(models.Model):
    """What somebody says about an element, in their own words. Emptied when they are forgotten."""

    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="comments")
    participant = models.ForeignKey("codesign.Participant", on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    disclosure = models.CharField("who may read it", max_length=8, choices=Disclosure.choices)
    made_at = models.DateTimeField(default=timezone.now)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("element__position", "made_at", "pk")

    def __str__(self) -> str:
        return f"Comment {self.pk}"


class Outcome(models.TextChoices):
    """What the team made of a comment."""

    ACCEPTED = "accepted", "Accepted"
    PARTLY = "partly", "Accepted in part"
    REJECTED = "rejected", "Rejected"
    DUPLICATE = "duplicate", "Duplicate"
    EVIDENCE = "evidence", "Needs evidence"
    SCOPE = "scope", "Out of scope"


class Disposition(models.Model):
    """What the team made of one comment, and why; a duplicate says of which comment."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="disposition")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    reason = models.TextField("why")
    duplicate_of = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="dispositions")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome="duplicate") ^ Q(duplicate_of__isnull=True), name="duplicate_names_the_other"
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=F("comment")), name="not_its_own_duplicate"),
        )

    def __str__(self) -> str:
        return f"Disposition of comment {self.comment_id}"


class Ability(models.TextChoices):
    """Whether a council could deliver an element."""

    HAVE = "have", "We have it"
    DERIVE = "derive", "We can derive it"
    SUPPLIER = "supplier", "Our supplier must change"
    CANNOT = "cannot", "We cannot"


class SystemInUse(models.Model):
    """The product that a council's person says they use, where the market's record doesn't say it."""

    participant = models.OneToOneField("codesign.Participant", on_delete=models.CASCADE, related_name="system_in_use")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"System of participant {self.participant_id}"


class ElementAnswer(models.Model):
    """What one person says that their council could do about one element; the last answer wins. The council's own, not a vote."""

    element = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="answers")
    participant = models.ForeignKey("codesign.Participant", on_delete=models.CASCADE, related_name="element_answers")
    value = models.CharField(max_length=8, choices=Ability.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("element", "participant"), name="element_answer_once"),
            models.CheckConstraint(condition=Q(value__in=("have", "derive", "supplier", "cannot")), name="ability_known"),
        )

    def __str__(self) -> str:
        return f"Answer {self.pk}"


@pgtrigger.register(pgtrigger.Protect(name="response_document_never_changes", operation=pgtrigger.Update | pgtrigger.Delete))
class ResponseDocument(models.Model):
    """What was made of every comment on a version, as it was published. The words of comments are not in it, so that they can be forgotten."""

    version = models.OneToOneField(DraftVersion, on_delete=models.PROTECT, related_name="response_document")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="response_documents")
    published_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Response to the comments on {self.version}"
