"""Reads over versions of draft standards and the comments on them."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

if TYPE_CHECKING:
    from codesign.draft_models import Comment, DraftVersion


class DraftVersionQuerySet(models.QuerySet["DraftVersion"]):
    """Versions by whether they are the latest, reviewed, answered."""

    def newest(self) -> Self:
        """The last version of each draft."""
        later = self.model._default_manager.filter(draft=OuterRef("draft"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def answered(self) -> Self:
        """Whose response document is published."""
        return self.filter(response_document__isnull=False)

    def with_counts(self) -> Self:
        """Adds `element_count`, `comment_count` and `waiting`, the comments without a disposition."""
        readable = Q(elements__comments__isnull=False) & ~Q(elements__comments__text="")
        return self.annotate(
            element_count=Count("elements", distinct=True),
            comment_count=Count("elements__comments", filter=readable, distinct=True),
            waiting=Count("elements__comments", filter=readable & Q(elements__comments__disposition__isnull=True), distinct=True),
        )


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments by whether they have words and a disposition. Those of people who were forgotten have no words."""

    def readable(self) -> Self:
        """With words."""
        return self.exclude(text="")

    def waiting(self) -> Self:
        """With words, and nothing was made of them yet."""
        return self.readable().filter(disposition__isnull=True)

    def on_version(self, version: "DraftVersion") -> Self:
        """About the elements of this version."""
        return self.filter(element__version=version)

    def carried_to(self, version: "DraftVersion") -> Self:
        """About elements of earlier versions of the same draft."""
        return self.filter(element__version__draft=version.draft_id, element__version__number__lt=version.number)
