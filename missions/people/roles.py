"""The roles of the product: the one table from which rights are read and the access matrix is generated."""

from dataclasses import dataclass

from django.db import models


class MissionRoleName(models.TextChoices):
    """What a person may be on a mission."""

    DIRECTOR = "director", "Director (senior responsible owner)"
    LEAD = "lead", "Mission lead"
    MEMBER = "member", "Team member"
    ANALYST = "analyst", "Analyst"
    PAYMENTS_OFFICER = "payments-officer", "Payments officer"
    OBSERVER = "observer", "Observer"


class OrganisationRoleName(models.TextChoices):
    """What a person may be for a council or a supplier."""

    COORDINATOR = "coordinator", "Council coordinator"
    CONTRIBUTOR = "contributor", "Council contributor"
    DATA_PROVIDER = "data-provider", "Data provider"
    FINANCE_CERTIFIER = "finance-certifier", "Finance certifier (section 151)"
    SIGNATORY = "signatory", "Council signatory"
    PRODUCT_CONTACT = "product-contact", "Supplier product contact"
    SUPPLIER_SIGNATORY = "supplier-signatory", "Supplier signatory"


COUNCIL_ROLES = (
    OrganisationRoleName.COORDINATOR,
    OrganisationRoleName.CONTRIBUTOR,
    OrganisationRoleName.DATA_PROVIDER,
    OrganisationRoleName.FINANCE_CERTIFIER,
    OrganisationRoleName.SIGNATORY,
)
SUPPLIER_ROLES = (OrganisationRoleName.PRODUCT_CONTACT, OrganisationRoleName.SUPPLIER_SIGNATORY)
TEAM_ROLES = (
    MissionRoleName.LEAD,
    MissionRoleName.MEMBER,
    MissionRoleName.ANALYST,
    MissionRoleName.PAYMENTS_OFFICER,
)


@dataclass(frozen=True)
class Role:
    """One row of the table: where the role is held and what it is called in the access matrix."""

    where: str
    name: str
    label: str


ROLES = (
    *(Role("mission", name.value, name.label) for name in MissionRoleName),
    *(Role("council", name.value, name.label) for name in COUNCIL_ROLES),
    *(Role("supplier", name.value, name.label) for name in SUPPLIER_ROLES),
    Role("round", "participant", "Round participant"),
    Role("round", "facilitator", "Round facilitator"),
    Role("product", "administrator", "Administrator"),
    Role("product", "stranger", "Signed in, without a role"),
    Role("product", "anonymous", "Anonymous visitor"),
)
