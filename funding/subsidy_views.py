"""Pages of the subsidy rules: how each supplier stands, and what is asked for around one award."""

from pathlib import PurePosixPath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from funding import evidence_files, subsidy, subsidy_access
from funding.actions import subsidy as actions
from funding.models import Award, FundingRule
from funding.models.subsidy import ActorMember
from funding.subsidy_access import award_for_subsidy
from funding.subsidy_forms import ConfirmForm, GroupForm, PaperForm, PublicationForm, RouteForm
from funding.subsidy_overview import publications, suppliers_of
from missions.core import clock
from missions.core.access import require
from missions.people.access import signed_in
from missions.register.models import Kind, Organisation
from missions.stewardship.access import Standing, stand, stand_on


@login_required
def subsidies(request: HttpRequest, mission: str) -> HttpResponse:
    """How every supplier with an award stands against the limit, what must be published, and the rules with their sources."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    return _overview(request, standing, None)


def _overview(request: HttpRequest, standing: Standing, form: GroupForm | None) -> HttpResponse:
    why_not = subsidy_access.why_not_group(standing)
    suppliers = Organisation.objects.filter(kind=Kind.SUPPLIER).order_by("name")
    if form is None and why_not is None:
        form = GroupForm(suppliers=suppliers)
    context = {
        "standing": standing,
        "section": "awards",
        "suppliers": suppliers_of(standing.mission, on=standing.on),
        "publications": publications(standing.mission, on=standing.on),
        "rules": FundingRule.objects.as_at(standing.on).exclude(name="claim-working-days"),
        "members": ActorMember.objects.select_related("actor", "organisation"),
        "form": form,
        "why_not": why_not,
    }
    return render(request, "funding/subsidy/list.html", context)


@login_required
@require_POST
def join_group(request: HttpRequest, mission: str) -> HttpResponse:
    """Say which group a supplier belongs to."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    require(subsidy_access.why_not_group(standing))
    form = GroupForm(request.POST, suppliers=Organisation.objects.filter(kind=Kind.SUPPLIER).order_by("name"))
    if not form.is_valid():
        return _overview(request, standing, form)
    member = actions.join_group(by=user, standing=standing, **form.cleaned_data)
    messages.success(request, f"{member.organisation.name} shares the limit of {member.actor.name}.")
    return redirect("funding:subsidies", mission)


@login_required
@require_POST
def leave_group(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """A supplier leaves its group today."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    member = get_object_or_404(ActorMember.objects.select_related("organisation", "actor"), pk=pk)
    actions.leave_group(by=user, standing=standing, member=member, ends_on=standing.on)
    messages.success(request, f"{member.organisation.name} doesn’t share the limit of {member.actor.name} any more.")
    return redirect("funding:subsidies", mission)


@login_required
def award_subsidy(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Where one award stands: told, confirmed, within the limit, published; and what to do next."""
    standing, award = _door(request, mission, reference)
    return _page(request, standing, award)


def _page(request: HttpRequest, standing: Standing, award: Award, **forms: Any) -> HttpResponse:
    actor = subsidy.actor_of(award.recipient, on=standing.on)
    asked = subsidy.asked(award)
    is_raise = asked is not None and award.status not in subsidy.UNDECIDED
    is_decided = asked is None
    decided_on = award.awarded_on if is_decided else standing.on
    notice = subsidy.notice_of(award)
    context = {
        "standing": standing,
        "section": "awards",
        "award": award,
        "actor": actor,
        "is_team": standing.is_on_it,
        "is_decided": is_decided,
        "asked": asked,
        "is_raise": is_raise,
        "position": subsidy.position(actor, on=decided_on, but=None if is_raise else award),
        "route": getattr(award, "subsidy_route", None),
        "notice": notice,
        "declared": notice.declared.all() if notice else (),
        "why_not": None if is_decided else subsidy.why_not(award, on=standing.on, amount=asked),
        "may_notify": not is_decided and subsidy_access.why_not_notify(standing) is None,
        "may_confirm": not is_decided and subsidy_access.why_not_confirm(standing, award) is None,
        "may_route": subsidy_access.why_not_route(standing) is None,
        "may_publish": award.status not in subsidy.UNDECIDED and subsidy_access.why_not_publish(standing) is None,
        "publication": getattr(award, "subsidy_publication", None),
        "duty": next(iter(subsidy.duties([award])), None) if award.status not in subsidy.UNDECIDED else None,
        "publication_form": PublicationForm(),
        **forms,
    }
    return render(request, "funding/subsidy/page.html", context)


@login_required
@require_POST
def notify(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Tell the supplier the amount."""
    standing, award = _door(request, mission, reference)
    actions.notify(by=signed_in(request), standing=standing, award=award, now=clock.now())
    messages.success(request, "The supplier is told the amount and asked to confirm.")
    return redirect("funding:award_subsidy", mission, reference)


@login_required
def confirm(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """The supplier confirms; or the team keeps a confirmation that came on paper."""
    user = signed_in(request)
    standing, award = _door(request, mission, reference)
    on_paper = standing.is_on_it
    require(subsidy_access.why_not_notify(standing) if on_paper else subsidy_access.why_not_confirm(standing, award))
    notice = subsidy.notice_of(award)
    kind = PaperForm if on_paper else ConfirmForm
    form = kind(request.POST, request.FILES) if request.method == "POST" else kind()
    if form.is_bound and form.is_valid():
        about: dict[str, Any] = {"by": user, "standing": standing, "award": award, "declared": form.declared, "now": clock.now()}
        if on_paper:
            document = form.cleaned_data["document"]
            actions.record_confirmation(name=evidence_files.safe_name(document.name), content=document.read(), **about)
        else:
            actions.confirm(**about)
        messages.success(request, "The confirmation is kept.")
        return redirect("funding:award_subsidy", mission, reference)
    actor = subsidy.actor_of(award.recipient, on=standing.on)
    context = {
        "standing": standing,
        "section": "awards",
        "award": award,
        "notice": notice,
        "form": form,
        "on_paper": on_paper,
        "position": subsidy.position(actor, on=standing.on, but=award),
        "words": actions.words_to_confirm(notice, on=standing.on) if notice else "",
    }
    return render(request, "funding/subsidy/confirm.html", context)


@login_required
def route(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Record another route."""
    standing, award = _door(request, mission, reference)
    require(subsidy_access.why_not_route(standing))
    form = RouteForm(request.POST or None)
    if form.is_bound and form.is_valid():
        actions.record_route(by=signed_in(request), standing=standing, award=award, now=clock.now(), **form.cleaned_data)
        messages.success(request, "The route is recorded. The limit doesn’t count this award.")
        return redirect("funding:award_subsidy", mission, reference)
    return render(
        request, "funding/subsidy/route.html", {"standing": standing, "section": "awards", "award": award, "form": form}
    )


@login_required
@require_POST
def publish(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Record the entry in the public database."""
    standing, award = _door(request, mission, reference)
    require(subsidy_access.why_not_publish(standing))
    form = PublicationForm(request.POST)
    if not form.is_valid():
        return _page(request, standing, award, publication_form=form)
    actions.record_publication(by=signed_in(request), standing=standing, award=award, now=clock.now(), **form.cleaned_data)
    messages.success(request, "The entry is recorded.")
    return redirect("funding:award_subsidy", mission, reference)


@login_required
def confirmation(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """The document with which the supplier confirmed, as a download."""
    _, award = _door(request, mission, reference)
    notice = get_object_or_404(award.subsidy_notices.filter(document__isnull=False).select_related("document")[:1])
    assert notice.document is not None  # noqa: S101 - the filter says so
    # The same content may have been sent before by somebody else, under a name that is theirs.
    name = f"confirmation-{award.reference}{PurePosixPath(notice.document.name).suffix}"
    response = HttpResponse(bytes(notice.document.content), content_type=evidence_files.content_type(name))
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _door(request: HttpRequest, mission: str, reference: str) -> tuple[Standing, Award]:
    standing = stand(signed_in(request), mission, on=clock.today())
    return standing, award_for_subsidy(standing, reference)
