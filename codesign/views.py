"""Pages of rounds for the mission team."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from codesign.access import round_of, why_not_run
from codesign.actions import answering, running
from codesign.burden import warning_of
from codesign.forms import InviteForm, RoundForm
from codesign.invitations import with_how_far
from codesign.models import Contribution, Invitation, Purpose, Round
from codesign.patterns import start_from
from codesign.results import results_of
from codesign.reviews import review_in
from codesign.team_forms import AnswerForm, LinkForm
from codesign.terms import frozen
from missions.core import clock
from missions.core.access import require
from missions.people.access import signed_in
from missions.problems.actions import link_evidence
from missions.problems.models import PainPoint
from missions.problems.querysets import PainPointQuerySet
from missions.stewardship.access import Standing, stand_on

PER_PAGE = 50


@login_required
def rounds(request: HttpRequest, mission: str) -> HttpResponse:
    """All rounds of a mission, the latest first."""
    standing = _standing(request, mission)
    found = (
        Round.objects.filter(mission=standing.mission)
        .select_related("mission", "owner")
        .with_counts()
        .order_by("-opens_at", "pk")
    )
    context = {
        "standing": standing,
        "section": "rounds",
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "now": clock.now(),
        "why_not_run": why_not_run(standing),
    }
    return render(request, "codesign/list.html", context)


@login_required
def create(request: HttpRequest, mission: str) -> HttpResponse:
    """Set a round up."""
    standing = _standing(request, mission)
    require(why_not_run(standing))
    form = RoundForm(request.POST or None, initial=start_from(request.GET.get("from", "")))
    if request.method == "POST" and form.is_valid():
        made = running.create(by=signed_in(request), standing=standing, plan=form.plan())
        messages.success(request, "The draft is saved. Next: invite people, then launch it.")
        return redirect(made)
    context = {"standing": standing, "section": "rounds", "form": form, "patterns": Purpose.choices}
    return render(request, "codesign/form.html", context)


@login_required
def edit(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Change a draft."""
    standing = _standing(request, mission)
    round_ = round_of(standing, slug)
    require(why_not_run(standing))
    form = RoundForm(request.POST or None, initial=RoundForm.of(round_))
    if request.method == "POST" and form.is_valid():
        running.edit(by=signed_in(request), standing=standing, round_=round_, plan=form.plan())
        messages.success(request, "The draft is saved.")
        return redirect(round_)
    return render(request, "codesign/form.html", {"standing": standing, "section": "rounds", "round": round_, "form": form})


@login_required
def page(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """One round: how far it has come, who was asked, what was said, how councils answered."""
    standing = _standing(request, mission)
    round_ = round_of(standing, slug)
    now = clock.now()
    to_moderate = (
        Contribution.objects.to_moderate().filter(participant__round=OuterRef("pk")).order_by().values("participant__round")
    )
    counted = Round.objects.with_counts().with_setup()
    counts: Any = counted.annotate(
        to_moderate=Coalesce(Subquery(to_moderate.annotate(found=Count("pk")).values("found")), 0)
    ).get(pk=round_.pk)
    said = Contribution.objects.filter(participant__round=round_).readable()
    said = said.select_related("evidence", "participant__organisation", "participant__user", "response")
    in_order = said.order_by("response__answered_at", "submitted_at", "pk")
    invited = round_.invitations.select_related("organisation", "participant", "handed_to")
    invited_page = Paginator(invited, PER_PAGE).get_page(request.GET.get("invited"))
    context = {
        "standing": standing,
        "section": "rounds",
        "round": round_,
        "counts": counts,
        "now": now,
        "is_open": round_.is_open_at(now),
        "is_over": round_.is_over_at(now),
        "page": Paginator(in_order, PER_PAGE).get_page(request.GET.get("page")),
        "invited": invited_page,
        "how_far": with_how_far(round_, invited_page),
        "terms": frozen(round_),
        "extensions": round_.extensions.all(),
        "results": results_of(round_, now=now),
        "review": review_in(round_),
        **(warning_of(round_, now=now) if round_.status == "draft" else {}),
        "to_moderate": counts.to_moderate,
        "why_not_run": why_not_run(standing),
    }
    return render(request, "codesign/round.html", context)


@login_required
def invite(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Invite people by their addresses."""
    standing = _standing(request, mission)
    round_ = round_of(standing, slug)
    require(why_not_run(standing))
    chosen = request.GET.getlist("councils")
    form = InviteForm(request.POST or None, initial={"addresses": InviteForm.starting_with(chosen)} if chosen else None)
    if request.method == "POST" and form.is_valid():
        invitees = form.cleaned_data["addresses"]
        new = running.invite(by=signed_in(request), standing=standing, round_=round_, invitees=invitees, now=clock.now())
        messages.success(request, _invited(new, len(invitees), is_draft=round_.status == "draft"))
        return redirect(round_)
    return render(
        request,
        "codesign/invite.html",
        {"standing": standing, "section": "rounds", "round": round_, "form": form, "chosen": chosen}
        | warning_of(round_, now=clock.now()),
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, mission: str, slug: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    standing = _standing(request, mission)
    round_ = round_of(standing, slug)
    invitation = get_object_or_404(Invitation, round=round_, pk=pk)
    running.withdraw(by=signed_in(request), standing=standing, invitation=invitation, now=clock.now())
    messages.success(request, "The invitation is withdrawn. Its link no longer works.")
    return redirect(round_)


@login_required
@require_POST
def launch(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Open the round and send the invitations."""
    standing = _standing(request, mission)
    round_ = round_of(standing, slug)
    running.launch(by=signed_in(request), standing=standing, round_=round_, now=clock.now())
    messages.success(request, "The round is launched, and the invitations are on their way.")
    return redirect(round_)


@login_required
@require_POST
def finish(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Say that every submission has its answer."""
    standing = _standing(request, mission)
    round_ = round_of(standing, slug)
    running.finish(by=signed_in(request), standing=standing, round_=round_, now=clock.now())
    messages.success(request, "The round is finished: everybody who said something has an answer.")
    return redirect(round_)


@login_required
def contribution(request: HttpRequest, mission: str, slug: str, pk: int) -> HttpResponse:
    """One submission: what was said, the pain point that it is about, and the answer."""
    standing, said = _said(request, mission, slug, pk)
    return _contribution_page(request, standing, said, LinkForm(points=_points(standing)), _answer_form(said))


@login_required
@require_POST
def link(request: HttpRequest, mission: str, slug: str, pk: int) -> HttpResponse:
    """Link a submission to a pain point."""
    standing, said = _said(request, mission, slug, pk)
    user = signed_in(request)
    form = LinkForm(request.POST, points=_points(standing))
    require(why_not_run(standing))
    if not form.is_valid():
        return _contribution_page(request, standing, said, form, _answer_form(said))
    point = form.cleaned_data["pain_point"]
    if point is not None:
        link_evidence(by=user, standing=standing, evidence=said.evidence, pain_point=point)
    else:
        title, barrier = form.cleaned_data["title"], form.cleaned_data["barrier"]
        point = answering.link_to_new_pain_point(by=user, standing=standing, contribution=said, title=title, barrier=barrier)
    messages.success(request, f"The submission is linked to {point.reference}.")
    return redirect("codesign:contribution", mission, slug, pk)


@login_required
@require_POST
def answer(request: HttpRequest, mission: str, slug: str, pk: int) -> HttpResponse:
    """Answer a submission."""
    standing, said = _said(request, mission, slug, pk)
    require(why_not_run(standing))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _contribution_page(request, standing, said, LinkForm(points=_points(standing)), form)
    linked = said.evidence.links.select_related("pain_point").order_by("-linked_at").first()
    answering.answer(
        by=signed_in(request),
        standing=standing,
        contribution=said,
        pain_point=linked.pain_point if linked else None,
        now=clock.now(),
        **form.cleaned_data,
    )
    messages.success(request, "The answer is saved, and its author is told.")
    return redirect(said.participant.round)


def _standing(request: HttpRequest, mission: str) -> Standing:
    return stand_on(signed_in(request), mission, on=clock.today())


def _said(request: HttpRequest, mission: str, slug: str, pk: int) -> tuple[Standing, Contribution]:
    standing = _standing(request, mission)
    round_ = round_of(standing, slug)
    said = Contribution.objects.readable().filter(participant__round=round_)
    related = said.select_related(
        "evidence", "participant__organisation", "participant__round__mission", "participant__user", "response"
    )
    return standing, get_object_or_404(related, pk=pk)


def _points(standing: Standing) -> PainPointQuerySet:
    return PainPoint.objects.filter(mission=standing.mission).only("reference", "title").order_by("reference")


def _answer_form(said: Contribution) -> AnswerForm:
    given = getattr(said, "response", None)
    return AnswerForm(initial={"what": given.what, "text": given.text} if given else None)


def _contribution_page(
    request: HttpRequest, standing: Standing, said: Contribution, link_form: LinkForm, answer_form: AnswerForm
) -> HttpResponse:
    context = {
        "standing": standing,
        "section": "rounds",
        "said": said,
        "supporters": said.evidence.supporters.aggregate(people=Count("pk"), councils=Count("organisation", distinct=True)),
        "links": said.evidence.links.select_related("pain_point__mission"),
        "link_form": link_form,
        "answer_form": answer_form,
        "form": answer_form if answer_form.is_bound else link_form,
        "why_not_run": why_not_run(standing),
    }
    return render(request, "codesign/contribution.html", context)


def _invited(new: int, asked: int, *, is_draft: bool) -> str:
    already = f" {asked - new} had been invited before." if asked > new else ""
    when = "They get their e-mail when you launch the round." if is_draft else "Their e-mails are on the way."
    return f"{new} {'person is' if new == 1 else 'people are'} invited. {when}{already}"
