"""How organisations are named to the world: a prefix that says which list, and the code in that list."""

from collections.abc import Collection
from dataclasses import dataclass

from missions.register.models import Identifier, Organisation, Scheme

# Lists of org-id.guide for companies and for Wikidata; a GSS code resolves at the Office for National Statistics.
GSS, COMPANY, WIKIDATA = "GB-GSS", "GB-COH", "XI-WIKIDATA"
OWN = "360G"


@dataclass(frozen=True)
class Identity:
    """What an organisation goes by: its identifier in the world, the codes that it is made of, and its reference in published lists."""

    identifier: str
    reference: str = ""
    gss: str = ""
    company: str = ""


def identities(ids: Collection[int]) -> dict[int, Identity]:
    """Each organisation’s identity by primary key. Two queries whatever their number."""
    codes = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "code"))
    values: dict[int, dict[str, list[str]]] = {pk: {} for pk in codes}
    found = Identifier.objects.filter(organisation__in=ids).order_by("scheme", "value")
    for pk, scheme, value in found.values_list("organisation_id", "scheme", "value"):
        values[pk].setdefault(scheme, []).append(value)
    return {pk: _identity(code, values[pk]) for pk, code in codes.items()}


def _identity(code: str, values: dict[str, list[str]]) -> Identity:
    gss = (values.get(Scheme.GSS) or values.get(Scheme.FORMER_GSS) or [""])[0]
    company = values.get(Scheme.COMPANY, [""])[0]
    reference = values.get(Scheme.PLANNING_DATA, [""])[0]
    wikidata = reference.partition(":Q")[2]
    if gss:
        identifier = f"{GSS}-{gss}"
    elif company:
        identifier = f"{COMPANY}-{company}"
    else:
        identifier = f"{WIKIDATA}-Q{wikidata}" if wikidata else f"{OWN}-{code}"
    return Identity(identifier, reference, gss, company)
