"""What adoption has to know about awards: which organisations took part in which iteration with money from it."""

from funding.models import Award
from missions.adoption.changes import tell
from missions.adoption.models import FundedPlace
from missions.core.importing import upsert
from missions.stewardship.models import Mission


def push_funded_places(mission: Mission) -> None:
    """Adoption may ask who was funded but never reaches up to awards, so the fact is written there."""
    awards = Award.objects.given().filter(fund__mission=mission, iteration__isnull=False)
    first: dict[tuple[int | None, int], FundedPlace] = {}
    paid = awards.values_list("iteration_id", "recipient_id", "awarded_on")
    shared = awards.filter(partners__isnull=False).values_list("iteration_id", "partners", "awarded_on")
    for iteration_id, organisation_id, day in sorted([*paid, *shared], key=lambda place: place[2]):
        place = FundedPlace(iteration_id=iteration_id, organisation_id=organisation_id, funded_on=day)
        first.setdefault((iteration_id, organisation_id), place)
    upsert(first.values(), key=("iteration_id", "organisation_id"), fields=("funded_on",))
    known = FundedPlace.objects.filter(iteration__mission=mission).values_list("iteration_id", "organisation_id", "pk")
    gone = [pk for iteration_id, organisation_id, pk in known if (iteration_id, organisation_id) not in first]
    FundedPlace.objects.filter(pk__in=gone).delete()
    tell([mission.pk])
