"""Suppliers and other bodies of a programme as organisations of the register."""

from django.utils.text import slugify

from missions.core.importing import Column, read_table
from missions.register.rows import OrganisationRow

SUPPLIERS = (Column("supplier"), Column("supplier_ref"))


def read_companies(suppliers: bytes) -> list[OrganisationRow]:
    """Suppliers that are known by name. Those that awards know by number only come in with the awards."""
    listed = [(row["supplier"], row["supplier_ref"].removeprefix("company:")) for row in read_table(suppliers, SUPPLIERS).rows]
    names = {number: name for name, number in listed if number and name}
    rows = [
        OrganisationRow(code=number, name=name, type="COMPANY", company=number, planning_data=f"company:{number}")
        for number, name in sorted(names.items())
    ]
    named = {slugify(name)[:30].strip("-"): name for name, number in listed if name and not number}
    return [*rows, *(OrganisationRow(code=code, name=name, type="COMPANY") for code, name in sorted(named.items()))]
