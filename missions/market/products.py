"""Products and suppliers by the names that lists give them; new ones are made when a list brings them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.text import slugify

from missions.core.models import StoredFile
from missions.market.models import MarketAnswerKind, Product
from missions.market.words import Named
from missions.register.actions import import_organisations
from missions.register.models import Kind, Organisation
from missions.register.rows import OrganisationRow


@dataclass
class Products:
    """The products of a service and the suppliers by name; new ones are made at once, all together."""

    service: str
    by_key: dict[tuple[int | None, str], Product] = field(default_factory=dict)
    suppliers: dict[str, int] = field(default_factory=dict)

    def provide(self, meanings: Iterable[Named | MarketAnswerKind], *, by: Model | None, source: StoredFile) -> None:
        """Make the suppliers and products that are named and aren't there."""
        named = [meaning for meaning in dict.fromkeys(meanings) if isinstance(meaning, Named)]
        self.suppliers = suppliers_by_name()
        missing = [item.suppliers[0] for item in named if item.suppliers and self._supplier(item) is None]
        if missing:
            taken = set(Organisation.objects.values_list("code", flat=True))
            rows = [OrganisationRow(code=free_code(name, taken), name=name, type="COMPANY") for name in dict.fromkeys(missing)]
            import_organisations(by=by, rows=rows, source=source)
            self.suppliers = suppliers_by_name()
        stored = list(Product.objects.filter(service=self.service))
        self.by_key = {(product.supplier_id, product.name.lower()): product for product in stored}
        slugs = {product.slug for product in stored}
        for item in named:
            key = self._supplier(item), item.product.lower()
            if key not in self.by_key:
                slug = free_code(item.product, slugs)
                self.by_key[key] = Product.objects.create(supplier_id=key[0], name=item.product, slug=slug, service=self.service)

    def of(self, meaning: Named) -> Product:
        """The product that a word names."""
        return self.by_key[self._supplier(meaning), meaning.product.lower()]

    def _supplier(self, meaning: Named) -> int | None:
        return next((self.suppliers[name.lower()] for name in meaning.suppliers if name.lower() in self.suppliers), None)


def suppliers_by_name() -> dict[str, int]:
    """Every supplier by each of its names, in lower case."""
    found: dict[str, int] = {}
    rows = Organisation.objects.filter(kind=Kind.SUPPLIER).order_by("-pk")
    for pk, name, other in rows.values_list("pk", "name", "alternative_names__name"):
        found |= {known.lower(): pk for known in (name, other) if known}
    return found


def free_code(name: str, taken: set[str]) -> str:
    """A code made from a name that nobody has yet."""
    base = slugify(name)[:26].strip("-") or "supplier"
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    taken.add(code)
    return code
