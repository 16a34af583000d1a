"""Rules of Table Schema and JSON Schema in plain words: what is wrong, and how to mend it."""

from collections.abc import Callable, Mapping
from typing import Any

from missions.standards.checking.findings import Wrong

TYPES = {
    "integer": ("a whole number", "Write digits only, like 1250."),
    "number": ("a number", "Write digits, with a full stop before decimals, like 1250.5."),
    "boolean": ("true or false", "Write true or false."),
    "date": ("a date", "Write it as year-month-day, like 2026-03-27."),
    "time": ("a time", "Write it as hours:minutes:seconds, like 09:30:00."),
    "datetime": ("a date with a time", "Write it like 2026-03-27T09:30:00Z."),
    "year": ("a year", "Write four digits, like 2026."),
    "yearmonth": ("a month of a year", "Write it as year-month, like 2026-03."),
    "duration": ("a duration", "Write it like P1Y2M or PT30M."),
    "geopoint": ("a point", "Write longitude and latitude with a comma between, like -0.118, 51.509."),
    "geojson": ("a GeoJSON shape", "Write a GeoJSON geometry."),
    "array": ("a list", "Write a list in square brackets."),
    "list": ("a list", "Write the values with a comma between."),
    "object": ("a record in braces", "Write a record in braces, with names and values."),
    "string": ("text", "Write text."),
    "null": ("empty", "Leave it empty: write null."),
}
FORMATS = {
    "date": ("a date", "Write it as year-month-day, like 2026-03-27."),
    "date-time": ("a date with a time", "Write it like 2026-03-27T09:30:00Z."),
    "time": ("a time", "Write it like 09:30:00Z."),
    "email": ("an e-mail address", "Write an address like name@example.gov.uk."),
    "uri": ("a web address", "Write all of it, starting with https://."),
    "uuid": ("a UUID", "Write it like 123e4567-e89b-12d3-a456-426614174000."),
    "ipv4": ("an IPv4 address", "Write it like 192.0.2.1."),
    "ipv6": ("an IPv6 address", "Write it like 2001:db8::1."),
    "wkt": ("a shape in well-known text", "Write it like POINT (-0.118 51.509)."),
    "binary": ("Base64 text", "Write it in Base64."),
}
Says = Callable[[Any], tuple[str, str]]
EMPTY = ("This is empty.", "Fill it in: the standard needs it in every record.")
LIMITS: Mapping[str, Says] = {
    "required": lambda value: EMPTY,
    "minLength": lambda value: (f"This is shorter than {value} characters.", f"Write at least {value} characters."),
    "maxLength": lambda value: (f"This is longer than {value} characters.", f"Shorten it to {value} characters."),
    "minimum": lambda value: (f"This is below {value}.", f"The least that the standard allows is {value}."),
    "maximum": lambda value: (f"This is above {value}.", f"The most that the standard allows is {value}."),
    "exclusiveMinimum": lambda value: (f"This is not above {value}.", f"It must be more than {value}."),
    "exclusiveMaximum": lambda value: (f"This is not below {value}.", f"It must be less than {value}."),
    "multipleOf": lambda value: (f"This is not a multiple of {value}.", f"Write a multiple of {value}."),
    "pattern": lambda value: ("This isn’t written as the standard asks.", f"It must fit this pattern: {value}"),
    "enum": lambda value: ("This is not one of the allowed values.", f"Write one of: {_listed(value)}."),
    "const": lambda value: ("This is not the one allowed value.", f"Write {value}."),
    "minItems": lambda value: (f"This list holds fewer than {value} things.", f"It needs at least {value}."),
    "maxItems": lambda value: (f"This list holds more than {value} things.", f"Keep at most {value}."),
    "uniqueItems": lambda value: ("This list holds the same thing twice.", "Take one of the two out."),
    "contains": lambda value: ("This list lacks something that the standard asks for.", "See what the schema says it must hold."),
    "minProperties": lambda value: (f"This record holds fewer than {value} values.", f"It needs at least {value}."),
    "maxProperties": lambda value: (f"This record holds more than {value} values.", f"Keep at most {value}."),
    "dependentRequired": lambda value: ("Something that belongs to it is missing.", "Add what the schema asks for beside it."),
    "anyOf": lambda value: ("This fits none of the forms that the standard allows.", "Compare it with the forms in the schema."),
    "oneOf": lambda value: (
        "This fits none, or several, of the forms that the standard allows.",
        "Make it fit exactly one of them.",
    ),
    "not": lambda value: ("The standard rules this out.", "Compare it with what the schema excludes."),
}


def of_a_cell(rule: str, kind: str, form: str, constraint: Any) -> Wrong:
    """A rule of Table Schema about one cell: its type (with its format) or one of its constraints."""
    if rule != "type":
        return Wrong(rule, *_says(rule, constraint))
    if kind == "string" and form in FORMATS:
        what, mend = FORMATS[form]
    else:
        what, mend = TYPES.get(kind, (kind, "See what the standard says about this column."))
        if kind in ("date", "time", "datetime") and form not in ("default", "any"):
            mend = f"Write it in the form {form}."
    return Wrong("type", f"This is not {what}.", mend)


def of_a_keyword(keyword: str, value: Any) -> Wrong:
    """A keyword of JSON Schema."""
    if keyword == "type":
        names = [value] if isinstance(value, str) else list(value)
        told = [TYPES.get(name, (name, "")) for name in names]
        return Wrong("type", f"This is not {' or '.join(what for what, _ in told)}.", " Or: ".join(mend for _, mend in told))
    if keyword == "format":
        what, mend = FORMATS.get(value, (str(value), "See what the schema says about it."))
        return Wrong("format", f"This is not {what}.", mend)
    return Wrong(keyword, *_says(keyword, value))


MISSING = Wrong("required", "This value is missing.", "Add it: the standard needs it in every record.")
EXTRA = Wrong(
    "additionalProperties", "The standard doesn’t know this name.", "Take it out, or look for a slip of the pen in the name."
)


def _says(rule: str, value: Any) -> tuple[str, str]:
    says = LIMITS.get(rule)
    return says(value) if says else (f"The rule “{rule}” of the standard doesn’t hold.", "Compare it with the schema.")


def _listed(values: Any) -> str:
    names = [str(value) for value in values]
    return ", ".join(names) if len(names) <= 12 else f"{', '.join(names[:12])} and {len(names) - 12} others"
