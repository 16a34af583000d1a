"""Pages of councils’ time: what it is paid, claims on one page, and each step of theirs."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from funding import evidence_files
from funding.actions import claims as actions
from funding.actions import day_rates as rate_actions
from funding.actions.documents import SentFile
from funding.claim_access import CLAIM_MOVES, Claimant, Place, claim_for, claimable_awards, readable_claims, why_not_set_rates
from funding.claim_forms import EMPTY_LINES, BeginForm, ClaimForm, CommentForm, RateForm, initial_of
from funding.claim_lifecycle import CLAIM
from funding.claims import beside, waiting, work_of
from funding.day_rates import rates_on
from funding.models import DayRate, Fund
from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.people.access import person, signed_in
from missions.register.models import Organisation
from missions.stewardship.access import Standing, stand

PER_PAGE = 50
SAID = {
    "submit": "Sent. Your council’s finance certifier is asked next.",
    "certify": "Certified. The mission team checks it next.",
    "check": "Checked. The lead or the director approves it for payment next.",
    "approve": "Approved for payment. The payments officer releases it next.",
    "pay": "Released. The claim is paid as soon as the payment run is through, within minutes.",
    "return": "Returned to the council with your comments.",
    "withdraw": "Withdrawn. The work can be claimed for again.",
}
BUTTONS = {
    "submit": "Send to our finance certifier",
    "certify": "Certify this claim",
    "check": "Confirm that it is checked",
    "approve": "Approve for payment",
    "pay": "Release the payment",
}


def your_time(request: HttpRequest, mission: str) -> HttpResponse:
    """What co-design asks of councils, what the mission pays for it, and how to claim."""
    standing = stand(person(request), mission, on=clock.today())
    claimant = Claimant.of(standing)
    councils = list(Organisation.objects.filter(pk__in=list(claimant.roles)).order_by("name"))
    asked = [(council, list(work_of(standing.mission.pk, council.pk).values())) for council in councils[:MOST_COUNCILS]]
    context = {
        "standing": standing,
        "section": "your-time",
        "asked": asked,
        "councils": councils,
        "rates": _rates(standing),
        "can_claim": bool(claimable_awards(standing, claimant)) if councils else False,
        "may_see_claims": bool(councils) or standing.is_on_it,
    }
    return render(request, "funding/claims/your_time.html", context)


# Somebody who works for more councils than this sees the others on their claims.
MOST_COUNCILS = 3


def _rates(standing: Standing) -> list[DayRate]:
    rates = DayRate.objects.as_at(standing.on).filter(role__mission=standing.mission).select_related("role", "fund")
    return list(rates.order_by("role__name", "fund__name"))


@login_required
def claims(request: HttpRequest, mission: str) -> HttpResponse:
    """Claims that this person may see, the longest-waiting first; those whose turn it is stand above."""
    standing = stand(signed_in(request), mission, on=clock.today())
    claimant = _claimant(standing)
    found = readable_claims(standing, claimant).with_totals().select_related("award__fund__mission", "council")
    status = request.GET.get("status", "")
    shown = found.filter(status=status) if status in CLAIM.states else found
    page = Paginator(shown.waiting_first(), PER_PAGE).get_page(request.GET.get("page"))
    times = waiting(page, on=standing.on)
    context = {
        "standing": standing,
        "section": "your-time",
        "page": page,
        "rows": [(item, item.is_open, times.get(item.pk)) for item in page],
        "status": status,
        "statuses": CLAIM.choices(),
        "can_claim": bool(claimable_awards(standing, claimant)) if claimant.roles else False,
    }
    return render(request, "funding/claims/list.html", context)


@login_required
def begin(request: HttpRequest, mission: str) -> HttpResponse:
    """Start a claim: from which award, and for which days."""
    standing = stand(signed_in(request), mission, on=clock.today())
    claimant = _claimant(standing)
    pairs = claimable_awards(standing, claimant)
    councils = Organisation.objects.in_bulk({pk for _, pk in pairs})
    form = BeginForm(request.POST or None, pairs=[(award, councils[pk]) for award, pk in pairs])
    if form.is_bound and form.is_valid():
        award, council = form.chosen
        days = {"starts_on": form.cleaned_data["starts_on"], "ends_on": form.ends_on}
        claim = actions.begin(by=signed_in(request), standing=standing, award=award, council=council, **days)
        return redirect("funding:claim_edit", mission, claim.pk)
    return render(
        request, "funding/claims/begin.html", {"standing": standing, "section": "your-time", "form": form, "pairs": pairs}
    )


@login_required
def claim(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """One claim: what is claimed beside what the product knows, its files, its steps, and what this person may do."""
    place = claim_for(stand(signed_in(request), mission, on=clock.today()), pk)
    return _page(request, place, CommentForm())


def _page(request: HttpRequest, place: Place, form: CommentForm, status: int = 200) -> HttpResponse:
    item, standing = place.claim, place.standing
    work = work_of(standing.mission.pk, item.council_id)
    move = place.next_move
    context = {
        "standing": standing,
        "section": "your-time",
        "claim": item,
        "place": place,
        "lines": beside(item.lines.select_related("role"), work),
        "files": item.files.all(),
        "steps": _steps(place),
        "waiting": waiting([item], on=standing.on).get(item.pk),
        "move": move,
        "button": BUTTONS.get(move or ""),
        "why_not": place.why_not(move) if move else None,
        "may_return": "returned" in CLAIM.states[item.status].moves and place.why_not("return") is None,
        "may_withdraw": "withdrawn" in CLAIM.states[item.status].moves and place.why_not("withdraw") is None,
        "may_write": item.is_open and place.why_not_write() is None,
        "missing": actions.why_not_complete(item, standing.on) if item.is_open else None,
        "form": form,
    }
    return render(request, "funding/claims/page.html", context, status=status)


def _steps(place: Place) -> list[tuple[str, Any]]:
    item = place.claim
    steps = [
        ("Sent by the council", item.submitted_by),
        ("Certified by its finance certifier", item.certified_by),
        ("Checked by the mission team", item.checked_by),
        ("Approved for payment", item.approved_by),
        ("Paid", item.paid_by),
    ]
    return [(label, who) for label, who in steps]


@login_required
def edit(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """The claim on one page, saved as often as wanted."""
    place = _writable(request, mission, pk)
    item = place.claim
    work = work_of(place.standing.mission.pk, item.council_id)
    held = item.lines.count()
    wants_line = request.POST.get("then") == "line"
    shown = _number(request.POST.get("count", "") or request.GET.get("lines", ""))
    count = max(held + EMPTY_LINES, shown + 1 if wants_line else shown)
    rates = rates_on(item.award.fund, item.starts_on or place.standing.on).values()
    about: dict[str, Any] = {"claim": item, "work": work, "rates": rates, "count": count}
    if request.method != "POST":
        form = ClaimForm(initial=initial_of(item), **about)
    else:
        form = ClaimForm(request.POST, request.FILES, **about)
        answer = _saved(request, place, form) if form.is_valid() else None
        if answer is not None:
            return answer
    context = {
        "standing": place.standing,
        "section": "your-time",
        "claim": item,
        "form": form,
        "files": item.files.all(),
        "rates": rates,
        "work": work.values(),
    }
    return render(request, "funding/claims/edit.html", context)


def _saved(request: HttpRequest, place: Place, form: ClaimForm) -> HttpResponse | None:
    """Where the person goes on; None when it can’t be saved as it is: the form then says why, with all that was typed."""
    user = signed_in(request)
    sent = form.cleaned_data["evidence"]
    file = SentFile(evidence_files.safe_name(sent.name), sent.read()) if sent is not None else None
    try:
        actions.write(by=user, place=place, written=form.written, file=file)
    except NotNow as refusal:
        form.add_error(None, refusal.sentence)
        return None
    match request.POST.get("then"):
        case "check":
            return redirect(place.claim)
        case "line":
            messages.success(request, "Saved. There is another line below.")
            address = reverse("funding:claim_edit", args=[place.standing.mission.slug, place.claim.pk])
            return redirect(f"{address}?lines={form.count}#line-{form.count}")
        case "more":
            messages.success(request, "Saved. Go on below.")
            return redirect("funding:claim_edit", place.standing.mission.slug, place.claim.pk)
    messages.success(
        request, f"Claim {place.claim.pk} is saved as a draft. Nobody outside your council sees it until you send it."
    )
    return redirect("funding:claims", place.standing.mission.slug)


@login_required
@require_POST
def move(request: HttpRequest, mission: str, pk: int, step: str) -> HttpResponse:
    """Take one step of a claim."""
    user = signed_in(request)
    place = claim_for(stand(user, mission, on=clock.today()), pk)
    if step not in CLAIM_MOVES:
        raise Http404("No such step.")
    now = clock.now()
    if step == "return":
        form = CommentForm(request.POST)
        require(place.why_not(step))
        if not form.is_valid():
            return _page(request, place, form)
        actions.send_back(by=user, place=place, comment=form.cleaned_data["comment"], now=now)
    else:
        STEPS[step](by=user, place=place, now=now)
    messages.success(request, SAID[step])
    return redirect(place.claim)


STEPS: dict[str, Callable[..., None]] = {
    "submit": actions.submit,
    "certify": actions.certify,
    "check": actions.check,
    "approve": actions.approve,
    "pay": actions.pay,
    "withdraw": actions.withdraw,
}


@login_required
def file(request: HttpRequest, mission: str, pk: int, file: int) -> HttpResponse:
    """A file of evidence, always as a download: nothing that was sent is run or shown by the product."""
    place = claim_for(stand(signed_in(request), mission, on=clock.today()), pk)
    found = get_object_or_404(place.claim.files.select_related("file"), pk=file)
    response = HttpResponse(bytes(found.file.content), content_type=evidence_files.content_type(found.name))
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def remove_file(request: HttpRequest, mission: str, pk: int, file: int) -> HttpResponse:
    """Take a file away from a draft."""
    place = _writable(request, mission, pk)
    found = get_object_or_404(place.claim.files.all(), pk=file)
    actions.remove_file(by=signed_in(request), place=place, file=found)
    messages.success(request, f"{found.name} is taken away.")
    return redirect("funding:claim_edit", mission, pk)


def day_rates(request: HttpRequest, mission: str) -> HttpResponse:
    """What is paid for a day by role, now and before; the lead agrees new rates here."""
    standing = stand(person(request), mission, on=clock.today())
    why_not = why_not_set_rates(standing)
    form = None
    if why_not is None:
        form = RateForm(request.POST or None, funds=Fund.objects.filter(mission=standing.mission).order_by("name"))
    elif request.method == "POST":
        require(why_not)
    if form is not None and form.is_bound and form.is_valid():
        rate = rate_actions.agree(by=signed_in(request), standing=standing, **form.cleaned_data)
        messages.success(request, f"The rate for {rate.role.name} is agreed.")
        return redirect("funding:day_rates", mission)
    rates = DayRate.objects.filter(role__mission=standing.mission).select_related("role", "fund")
    context = {"standing": standing, "section": "your-time", "rates": rates, "form": form, "why_not": why_not}
    return render(request, "funding/claims/day_rates.html", context)


def _claimant(standing: Standing) -> Claimant:
    """The door to claims: council staff and those on the mission; 404 to everybody else."""
    claimant = Claimant.of(standing)
    if not claimant.roles and not standing.is_on_it:
        raise Http404("No such page.")
    return claimant


def _writable(request: HttpRequest, mission: str, pk: int) -> Place:
    place = claim_for(stand(signed_in(request), mission, on=clock.today()), pk)
    require(place.why_not_write())
    return place


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
