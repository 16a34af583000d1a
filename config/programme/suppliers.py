"""Suppliers and other bodies of a programme as organisations of the register."""

from django.utils.text import slugify

from missions.core.importing import Column, read_table
from missions.register.rows import OrganisationRow

RECIPIENTS = (Column("organisation"), Column("organisations"))
SUPPLIERS = (Column("supplier"), Column("supplier_ref"))


def read_companies(awards: bytes, suppliers: bytes) -> list[OrganisationRow]:
    """Companies that awards know by number only, and suppliers that are known by name. A name is never guessed from a number."""
    listed = [(row["supplier"], row["supplier_ref"].removeprefix("company:")) for row in read_table(suppliers, SUPPLIERS).rows]
    names = {number: name for name, number in listed if number and name}
    numbers = {number for row in read_table(awards, RECIPIENTS).rows for number in _companies(row["organisation"])}
    numbers |= {number for row in read_table(awards, RECIPIENTS).rows for number in _companies(row["organisations"])}
    numbers |= {number for _, number in listed if number}
    rows = [
        OrganisationRow(
            code=number,
            name=names.get(number, f"Company {number}"),
            type="COMPANY",
            company=number,
            planning_data=f"company:{number}",
        )
        for number in sorted(numbers)
    ]
    named = {slugify(name)[:30].strip("-"): name for name, number in listed if name and not number}
    return [*rows, *(OrganisationRow(code=code, name=name, type="COMPANY") for code, name in sorted(named.items()))]


def _companies(cell: str) -> list[str]:
    return [part.removeprefix("company:") for part in cell.split(";") if part.startswith("company:")]
