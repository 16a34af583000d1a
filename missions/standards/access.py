"""Who writes and publishes versions of a standard, who tests files, and who reads a report."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from missions.adoption.access import REPORTERS, councils_reported_by
from missions.market.models import Product
from missions.people.models import OrganisationRole
from missions.people.querysets import OrganisationRoleQuerySet
from missions.people.roles import SUPPLIER_ROLES
from missions.register.models import Organisation
from missions.standards.models import ConformanceTest
from missions.stewardship.access import CURATORS, LEAD, Standing

NOBODY = (
    "You can test files if you work for a council as its coordinator, contributor or data provider, or for a supplier with a product "
    "for this service. Ask an administrator for the role."
)


def why_not_write(standing: Standing) -> str | None:
    """The team writes drafts."""
    return standing.why_not(CURATORS, "write versions of a standard")


def why_not_publish(standing: Standing) -> str | None:
    """The lead publishes and withdraws: councils and suppliers build on it."""
    return standing.why_not(LEAD, "publish or withdraw a version of a standard")


@dataclass(frozen=True)
class Subject:
    """Whose file it is: a council’s, or a product’s output, sent by its supplier or by the mission team."""

    organisation: Organisation | None
    product: Product | None = None
    by_team: bool = False

    @property
    def key(self) -> str:
        """How a form names it."""
        return (
            f"product:{self.product.pk}" if self.product else f"organisation:{self.organisation.pk if self.organisation else ''}"
        )

    @property
    def label(self) -> str:
        """In words."""
        if self.product is not None:
            return f"{self.product.name} ({self.product.supplier.name if self.product.supplier else 'supplier not known'})"
        return str(self.organisation)


def subjects_of(standing: Standing) -> list[Subject]:
    """For whom a person may test files: three queries at most."""
    user = standing.user
    if user is None:
        return []
    councils = [Subject(council) for council in councils_reported_by(user, on=standing.on)]
    is_team = standing.holds(*CURATORS)
    products = Product.objects.filter(service=standing.mission.service).select_related("supplier")
    if not is_team:
        held = OrganisationRole.objects.as_at(standing.on).filter(user=user, role__in=SUPPLIER_ROLES)
        products = products.filter(supplier__in=held.values("organisation"))
    return [*councils, *(Subject(item.supplier, item, is_team) for item in products.order_by("name", "pk"))]


def why_not_test(subjects: Sequence[Subject]) -> str | None:
    """Whoever has something to test."""
    return None if subjects else NOBODY


def may_read(standing: Standing, test: ConformanceTest) -> bool:
    """Who asked for it and their colleagues; the people on the mission read what passed and what the team tested."""
    user = standing.user
    if user is None:
        return False
    if test.asked_by_id == user.pk or (standing.is_on_it and (test.by_team or test.verdict == "passed")):
        return True
    return _colleagues(standing).filter(organisation=test.organisation_id).exists()


def tests_read_by(standing: Standing) -> Q:
    """The tests that somebody may read, as a condition."""
    if standing.user is None:
        return Q(pk__in=())
    theirs = Q(asked_by=standing.user) | Q(organisation__in=_colleagues(standing).values("organisation"))
    return theirs | Q(by_team=True) | Q(verdict="passed") if standing.is_on_it else theirs


def _colleagues(standing: Standing) -> OrganisationRoleQuerySet:
    held = OrganisationRole.objects.as_at(standing.on).filter(user=standing.user)
    return held.filter(role__in=(*REPORTERS, *SUPPLIER_ROLES))
