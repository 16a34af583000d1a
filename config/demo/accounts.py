"""The people of the demo. They are made up; so is everything that they say."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """Somebody to sign in as: what they are, and where their day begins."""

    email: str
    name: str
    what: str
    start: str = "/home/"


LEAD = Account("lead@demo.example", "Asha Rahman", "Mission lead: runs the Digital Planning mission")
MEMBER = Account("member@demo.example", "Tom Ellery", "Team member: curates what councils say")
DIRECTOR = Account("director@demo.example", "Margaret Osei", "Director: reads reports, decides, signs off", "/portfolio/")
COUNCIL = Account("council@demo.example", "Jo Bartlett", "Planning officer at Dorset Council: takes part in rounds")
SUPPLIER = Account("supplier@demo.example", "Priya Nair", "Product contact at a supplier")
ADMINISTRATOR = Account(
    "administrator@demo.example", "Sam Whitlock", "Administrator: looks after people and settings", "/people/"
)
OFFICE = Account(
    "office@demo.example", "Ruth Adeyemi", "Director’s office: writes the reports about the portfolio", "/portfolios/"
)
PAYER = Account("payments@demo.example", "Grace Whitfield", "Payments officer: releases what others asked for and approved")
SIGNATORY = Account("signatory@dorset.demo.example", "Helen Croft", "Dorset Council’s signatory: accepts awards")
CERTIFIER = Account("finance@dorset.demo.example", "Daniel Marsh", "Dorset Council’s finance certifier (section 151)")

ACCOUNTS = (LEAD, COUNCIL, DIRECTOR, SUPPLIER, ADMINISTRATOR, MEMBER, OFFICE, PAYER, SIGNATORY, CERTIFIER)
