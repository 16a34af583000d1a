"""Pages of an award on its way: the draft, its milestones and documents, each step, the letter, and what must hold before it starts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from funding import doors, evidence_files
from funding.access import Place, fund_for, own_awards, sees_awards_in_progress, why_not_draft
from funding.actions import awards as actions
from funding.actions import documents as document_actions
from funding.award_forms import AwardForm, DeterminationForm, DocumentForm, MilestoneForm, StandardForm, StepForm
from funding.award_steps import STEPS, turn_of
from funding.letters import TITLE, ask_for_letter, letter
from funding.lifecycle import AWARD
from funding.models import Award, FundYear
from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.people.access import signed_in
from missions.stewardship.access import Standing, stand

PER_PAGE = 50
FROM_APPROVAL_ON = ("approved", "offered", "accepted", "active", "completed", "declined", "recovered")


@login_required
def in_progress(request: HttpRequest, mission: str) -> HttpResponse:
    """Awards that this person sees the whole of: all for those on the mission, their own for a recipient’s people."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    if standing.is_on_it:
        found = Award.objects.filter(fund__mission=standing.mission).exclude(status="recorded")
    elif sees_awards_in_progress(standing):
        found = own_awards(user, standing.mission.pk, on=standing.on)
    else:
        raise Http404("No such page.")
    status = request.GET.get("status", "")
    if status in AWARD.states:
        found = found.filter(status=status)
    rows = found.select_related("recipient", "fund__mission").order_by("status_at", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "standing": standing,
        "section": "awards",
        "page": page,
        "rows": [(award, turn_of(award)) for award in page],
        "status": status,
        "statuses": [choice for choice in AWARD.choices() if choice[0] != "recorded"],
        "why_not_draft": why_not_draft(standing),
    }
    return render(request, "funding/awards/in_progress.html", context)


@login_required
def new(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Draft an award of a fund."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    fund = fund_for(standing, slug)
    require(why_not_draft(standing))
    form = AwardForm(request.POST or None, standing=standing, fund=fund, years=_years(fund.pk))
    if form.is_bound and form.is_valid():
        made = actions.draft(by=user, standing=standing, fund=fund, **form.values())
        messages.success(request, f"Draft {made.reference} is saved. Add its milestones, then submit it.")
        return redirect("funding:award", mission, made.reference)
    return _form(request, standing, form, heading="Draft an award", button="Save the draft", caption=fund.name, back=fund)


@login_required
def edit(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Change a draft."""
    user, place = doors.team(request, mission, reference)
    award = place.award
    _require_draft(award)
    shown = AwardForm.of(award)
    years = _years(award.fund_id) | {int(name[5:]) for name in shown if name.startswith("year_")}
    form = AwardForm(request.POST or None, initial=shown, standing=place.standing, fund=award.fund, years=years)
    if form.is_bound and form.is_valid():
        actions.edit(by=user, place=place, **form.values())
        messages.success(request, "The draft is changed. Whoever changed it can’t approve it.")
        return redirect(award)
    return _of_award(request, place, form, heading="Change this draft", button="Save the draft")


def _years(fund: int) -> set[int]:
    return set(FundYear.objects.filter(fund=fund).values_list("start_year", flat=True))


def _require_draft(award: Award) -> None:
    if award.status != "draft":
        raise NotNow("Only a draft can be changed here. Propose a change of the terms instead, once it is approved.")


@login_required
def add_milestone(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """One more milestone of a draft."""
    user, place = doors.team(request, mission, reference)
    _require_draft(place.award)
    form = MilestoneForm(request.POST or None)
    if form.is_bound and form.is_valid():
        item = actions.add_milestone(by=user, place=place, **form.cleaned_data)
        messages.success(request, f"Milestone {item.number} is added.")
        return redirect(place.award)
    return _of_award(request, place, form, heading="Add a milestone", button="Add it")


@login_required
@require_POST
def remove_milestone(request: HttpRequest, mission: str, reference: str, number: int) -> HttpResponse:
    """Take a milestone out of a draft."""
    user, place = doors.team(request, mission, reference)
    item = get_object_or_404(place.award.milestones, number=number)
    actions.remove_milestone(by=user, place=place, number=item.number)
    messages.success(request, f"Milestone {number} is taken out.")
    return redirect(place.award)


@login_required
def add_document(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Keep a file with the award."""
    user, place = doors.team(request, mission, reference)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            document_actions.add(by=user, place=place, now=clock.now(), **form.cleaned_data)
        except NotNow as refusal:
            form.add_error("file", refusal.sentence)
        else:
            messages.success(request, f"“{form.cleaned_data['title']}” is kept with the award.")
            return redirect(place.award)
    return _of_award(request, place, form, heading="Add a document", button="Add it")


@login_required
def document(request: HttpRequest, mission: str, reference: str, pk: int) -> HttpResponse:
    """A document, always as a download: nothing that was sent is run or shown by the product."""
    _, place = doors.whole(request, mission, reference)
    found = get_object_or_404(place.award.documents.select_related("file"), pk=pk)
    name = evidence_files.safe_name(found.file.name)
    response = HttpResponse(bytes(found.file.content), content_type=evidence_files.content_type(name))
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
def step(request: HttpRequest, mission: str, reference: str, name: str) -> HttpResponse:
    """One step of an award: what it does, what it asks, and a button that takes it."""
    user, place = doors.whole(request, mission, reference)
    found = STEPS.get(name)
    if found is None:
        raise Http404("No such step.")
    require(found.why_not(place))
    found.check(place.award)
    form = StepForm(request.POST if request.method == "POST" else None, step=found)
    if form.is_bound and form.is_valid():
        try:
            found.do(by=user, place=place, now=clock.now(), **form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, found.done)
            return redirect(place.award)
    context = {"standing": place.standing, "section": "awards", "award": place.award, "step": found, "form": form}
    return render(request, "funding/awards/step.html", context)


@login_required
def award_letter(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """The letter as a page, with the PDFs that were made of it; the team can have one made again."""
    user, place = doors.whole(request, mission, reference)
    if place.award.status not in FROM_APPROVAL_ON:
        raise Http404("No letter yet.")
    if request.method == "POST":
        require(why_not_draft(place.standing))
        ask_for_letter(place.award, by=user)
        messages.success(request, "The PDF is being made. Reload this page in a few seconds.")
        return redirect("funding:award_letter", mission, reference)
    context = {
        "standing": place.standing,
        "section": "awards",
        **letter(place.award),
        "pdfs": place.award.documents.filter(title__startswith=TITLE).select_related("file").defer("file__content"),
        "may_make": why_not_draft(place.standing) is None,
    }
    return render(request, "funding/awards/letter.html", context)


@login_required
def standard(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """The checklist of the grants standard."""
    user, place = doors.team(request, mission, reference)
    form = StandardForm(request.POST or None, initial=StandardForm.of(list(place.award.standard_checks.all())))
    if form.is_bound and form.is_valid():
        actions.check_standard(by=user, place=place, items=form.items, now=clock.now())
        messages.success(request, "The checklist is saved.")
        return redirect(place.award)
    context = {"standing": place.standing, "section": "awards", "award": place.award, "form": form}
    return render(request, "funding/awards/standard.html", context)


@login_required
def determination(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Write the determination down."""
    user, place = doors.team(request, mission, reference)
    form = DeterminationForm(request.POST or None, initial=DeterminationForm.of(getattr(place.award, "determination", None)))
    if form.is_bound and form.is_valid():
        try:
            actions.determine(by=user, place=place, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(
                request, "The determination is saved. The council’s finance certifier certifies it once it is offered."
            )
            return redirect(place.award)
    return _of_award(request, place, form, heading="Determination under section 31", button="Save it")


def _of_award(request: HttpRequest, place: Place, form: Any, *, heading: str, button: str) -> HttpResponse:
    caption = f"Award {place.award.reference} to {place.award.recipient.name}"
    return _form(request, place.standing, form, heading=heading, button=button, caption=caption, back=place.award)


def _form(request: HttpRequest, standing: Standing, form: Any, **context: Any) -> HttpResponse:
    return render(request, "funding/awards/form.html", {"standing": standing, "section": "awards", "form": form, **context})
