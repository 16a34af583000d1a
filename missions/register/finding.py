"""Finds organisations by any of the references that published tables use."""

from missions.register.models import AlternativeName, Identifier, Organisation


class Finder:
    """Every organisation's primary key by its identifiers, its code and its names; three queries, then none."""

    def __init__(self) -> None:
        organisations = list(Organisation.objects.values_list("pk", "code", "name", "official_name"))
        self.by_code = {code: pk for pk, code, _, _ in organisations}
        self.by_identifier: dict[str, int] = {}
        for scheme, value, pk in Identifier.objects.values_list("scheme", "value", "organisation_id"):
            self.by_identifier[value if scheme == "planning-data" else f"{scheme}:{value}"] = pk
        self.by_name: dict[str, set[int]] = {}
        names = [(pk, name) for pk, _, *both in organisations for name in both if name]
        for pk, name in [*names, *AlternativeName.objects.values_list("organisation_id", "name")]:
            self.by_name.setdefault(_plain(name), set()).add(pk)

    def reference(self, value: str) -> int | None:
        """By a reference of planning data, “local-authority:XXX” or “company:NUMBER”, or by our own code."""
        return self.by_identifier.get(value) or self.by_code.get(value)

    def gss(self, value: str) -> int | None:
        """By a GSS code, a former one included."""
        return self.by_identifier.get(f"gss:{value}") or self.by_identifier.get(f"former-gss:{value}")

    def any(self, value: str) -> int | None:
        """By a reference, a code, “gss:CODE” or a bare GSS code, or by a name that only one organisation goes by."""
        bare = value.removeprefix("gss:")
        return self.reference(value) or self.gss(bare) or self.name(value)

    def name(self, value: str) -> int | None:
        """By a name that exactly one organisation goes by."""
        found = self.by_name.get(_plain(value), set())
        return next(iter(found)) if len(found) == 1 else None


def _plain(name: str) -> str:
    """A name without what people change by accident: capitals and spaces."""
    return " ".join(name.split()).lower()
