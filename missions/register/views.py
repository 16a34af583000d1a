"""Pages of the register: which councils and other bodies exist, or existed, on a day."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from missions.core import clock
from missions.register.days import AsAt, read_day
from missions.register.models import CouncilType, Kind, Nation, Organisation
from missions.register.querysets import OrganisationQuerySet

PER_PAGE = 50
CHOICES: dict[str, tuple[str, list[str]]] = {
    "kind": ("kind", Kind.values),
    "type": ("council_type", CouncilType.values),
    "nation": ("nation", Nation.values),
}


def organisations(request: HttpRequest) -> HttpResponse:
    """The register as at a day, by any code or name, filtered by what stands in the address."""
    as_at = read_day(request.GET.get("as_at", ""), today=clock.today())
    filters = {name: request.GET.get(name, "").strip() for name in ("q", "kind", "type", "nation", "region")}
    found = _narrowed(Organisation.objects.all(), filters)
    wants_all = request.GET.get("ended") == "yes"
    listed = found if wants_all else found.as_at(as_at.day)
    rows = listed.prefetch_related("succeeded_by__successor").order_by("name", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    others = 0 if wants_all else found.count() - page.paginator.count
    context = {
        "page": page,
        "rows": [(item, _standing_on(item, as_at)) for item in page.object_list],
        "as_at": as_at,
        "filters": filters,
        "is_filtered": any(filters.values()) or wants_all or not as_at.is_today,
        "wants_all": wants_all,
        "others": others,
        "kinds": Kind.choices,
        "types": CouncilType.choices,
        "nations": Nation.choices,
        "regions": Organisation.objects.exclude(region="").order_by("region").values_list("region", flat=True).distinct(),
    }
    return render(request, "register/list.html", context)


def _narrowed(found: OrganisationQuerySet, filters: dict[str, str]) -> OrganisationQuerySet:
    if filters["q"]:
        found = found.matching(filters["q"])
    for name, (field, known) in CHOICES.items():
        if filters[name] in known:
            found = found.filter(**{field: filters[name]})
    return found.filter(region=filters["region"]) if filters["region"] else found


def _standing_on(item: Organisation, as_at: AsAt) -> str:
    """“exists”, “ended” or “to-come” on the day."""
    if item.holds_on(as_at.day):
        return "exists"
    return "to-come" if item.starts_on and item.starts_on > as_at.day else "ended"
