"""People and what they are for a council or a supplier."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from missions.core.history import tracked
from missions.core.spans import Span, span_in_order
from missions.people.querysets import OrganisationRoleQuerySet, UserQuerySet
from missions.people.roles import OrganisationRoleName
from missions.register.models import Organisation


class UserManager(BaseUserManager["User"]):
    """People are invited, never signed up; nobody has a password."""

    def create_user(self, email: str, name: str = "", *, is_administrator: bool = False) -> "User":
        """Make a person who signs in by a code sent to `email`."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, is_administrator=is_administrator)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def everyone(self) -> UserQuerySet:
        """All people, for the reads that the queryset names."""
        return UserQuerySet(self.model, using=self._db)


class User(AbstractBaseUser):
    """A person. The e-mail address is their name in the product; this row is all that says who they are."""

    email = models.EmailField("email address", max_length=254, unique=True)
    name = models.CharField("full name", max_length=150, blank=True)
    is_active = models.BooleanField("may sign in", default=True)
    is_administrator = models.BooleanField("looks after people and settings", default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        ordering = ("name", "email")
        constraints = (models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower_case"),)

    def __str__(self) -> str:
        if self.forgotten_at is not None:
            return "Somebody who was forgotten"
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name that pages show."""
        return str(self)


@tracked()
class OrganisationRole(Span):
    """What a person is for an organisation, from a day to a day."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="organisation_roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people_roles")
    role = models.CharField(max_length=20, choices=OrganisationRoleName.choices)

    objects = OrganisationRoleQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__name", "role")
        constraints = (
            span_in_order("organisation_role_span"),
            models.UniqueConstraint(
                fields=("user", "organisation", "role"), condition=Q(ends_on__isnull=True), name="organisation_role_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} is {self.get_role_display()} for {self.organisation}"
