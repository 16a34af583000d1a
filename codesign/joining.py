"""Pages for those who take part: join, and answer statements."""

from collections.abc import Container, Sequence
from urllib.parse import quote

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from codesign.access import participation, require_open
from codesign.actions import taking_part
from codesign.forms import VotesForm
from codesign.links import invitation_of, token_of
from codesign.models import Contribution, Invitation, Participant, Segment, Statement, Vote
from codesign.ordering import in_turn
from codesign.progress import progress
from codesign.reviews import my_review
from codesign.terms import frozen
from codesign.workshops import waiting_notes
from missions.core import clock
from missions.people.access import person, signed_in
from missions.problems.models import Supporter

JOINS = {"join": "30/m/ip"}
VOTES_PER_PAGE = 10
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def join(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation's link. Opening it does nothing, since mail scanners open links; the button joins."""
    if too_often(request):
        return render(request, "429.html", status=429)
    invitation = invitation_of(token)
    if invitation is None:
        raise Http404("No such invitation.")
    user, now = person(request), clock.now()
    joined = getattr(invitation, "participant", None)
    if joined is not None and user is not None and joined.user_id == user.pk:
        return redirect("rounds:take_part", invitation.round_id)
    is_me = user is not None and user.email == invitation.email.lower()
    needs_code = not is_me and taking_part.has_account(invitation)
    if request.method == "POST" and not needs_code:
        participant = taking_part.join(invitation=invitation, as_user=user if is_me else None, now=now)
        if not is_me:
            login(request, participant.user, backend=BACKEND)
        messages.success(request, "You have joined. What you save here is kept until the round closes, and you can change it.")
        # Straight to the question: from the link to a submission it is three pages.
        return redirect("rounds:submit" if invitation.round.asks_what_hurts else "rounds:take_part", participant.round_id)
    context = {
        "round": invitation.round,
        "mission": invitation.round.mission,
        "invitation": invitation,
        "is_open": invitation.round.is_open_at(now),
        "is_over": invitation.round.is_over_at(now),
        "opens": invitation.round.opens_at if invitation.round.opens_at > now else None,
        "needs_code": needs_code,
        "sign_in": f"{reverse('account_login')}?next={quote(request.path)}",
        "other_account": user if user is not None and not is_me else None,
        "token": token,
        "notes": waiting_notes(invitation).exists(),
        "can_hand_on": invitation.segment == Segment.COUNCIL and joined is None,
    }
    status = 409 if invitation.withdrawn_at or context["is_over"] else 200
    return render(request, "rounds/join.html", context, status=status)


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The rounds of a person: what is asked of them, and what came of what they said."""
    user, now = signed_in(request), clock.now()
    taking = Participant.objects.taking_part().filter(user=user).select_related("round__mission", "organisation")
    taking = taking.annotate(
        said=Count("contributions", distinct=True),
        answers=Count("contributions", filter=Q(contributions__response__isnull=False), distinct=True),
    )
    waiting = Invitation.objects.standing().filter(email=user.email, participant__isnull=True, round__closes_at__gt=now)
    context = {
        "taking": [(item, item.round.is_open_at(now)) for item in taking.order_by("-round__closes_at", "pk")[:50]],
        "waiting": waiting.filter(round__status="open").select_related("round__mission", "organisation"),
    }
    return render(request, "rounds/mine.html", context)


@login_required
def take_part(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked, what is left, how long it takes and until when."""
    participant = participation(signed_in(request), pk)
    now = clock.now()
    round_, statements, review = participant.round, participant.round.statements.count(), my_review(participant)
    left = statements - participant.votes.count()
    weighed = bool(round_.weighing) and participant.weights.exists()
    said = list(Contribution.objects.filter(participant=participant).readable().select_related("evidence"))
    behind = Supporter.objects.filter(user=participant.user, evidence__contribution__participant__round=round_)
    supported = list(behind.exclude(evidence__text="").select_related("evidence"))
    asked = [
        (round_.asks_what_hurts, bool(said or supported)),
        (bool(statements), left <= 0),
        (bool(round_.weighing), weighed),
        (review is not None, review is not None and bool(review.answers or review.comments)),
    ]
    context = {
        "participant": participant,
        "round": round_,
        "is_open": round_.is_open_at(now),
        "progress": progress(round_.minutes, [is_done for is_asked, is_done in asked if is_asked]),
        "statements": statements,
        "left": left,
        "my_review": review,
        "weighed": weighed,
        "unsent": hasattr(participant, "unsent"),
        "supported": supported,
        "notes": waiting_notes(participant.invitation).exists(),
        "token": token_of(participant.invitation),
        "terms": frozen(round_),
        "extensions": round_.extensions.all(),
        "said": said,
    }
    return render(request, "rounds/take_part.html", context)


@login_required
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, disagree or pass on statements, ten on a page; every answer can change until the round closes.

    With a script, each answer is saved as it is given; without one, by the button.
    """
    participant = participation(signed_in(request), pk)
    now = clock.now()
    require_open(participant.round, now=now)
    statements = _my_statements(participant)
    given = dict(Vote.objects.filter(participant=participant).values_list("statement_id", "value"))
    paginator = Paginator(statements, VOTES_PER_PAGE)
    page = paginator.get_page(request.GET.get("page") or _first_left(statements, given))
    form = VotesForm(
        request.POST if request.method == "POST" else None,
        statements=page,
        initial={f"statement-{pk}": value for pk, value in given.items()},
    )
    if request.method == "POST" and form.is_valid():
        taking_part.vote(participant=participant, answers=form.answers(), now=now)
        if request.headers.get("HX-Request"):
            return HttpResponse(f"Saved at {now.astimezone(clock.LONDON):%H:%M}.")
        if page.has_next():
            return redirect(f"{request.path}?page={page.next_page_number()}")
        messages.success(request, "Your answers are saved. You can change them until the round closes.")
        return redirect("rounds:take_part", pk)
    left = sum(statement.pk not in given for statement in statements)
    context = {
        "participant": participant,
        "round": participant.round,
        "form": form,
        "page": page,
        "count": len(statements),
        "left": left,
    }
    return render(request, "rounds/vote.html", context)


def _my_statements(participant: Participant) -> list[Statement]:
    """In the participant's own order, see `in_turn`."""
    turn = Participant.objects.filter(round=participant.round_id, pk__lt=participant.pk).count()
    return in_turn(list(participant.round.statements.order_by("position")), turn)


def _first_left(statements: Sequence[Statement], given: Container[int]) -> int:
    """The page on which the person stopped."""
    left = (place for place, statement in enumerate(statements) if statement.pk not in given)
    return 1 + next(left, 0) // VOTES_PER_PAGE


def too_often(request: HttpRequest) -> bool:
    """More than 30 openings of join links in a minute by one visitor, told apart as sign-in does."""
    return not ratelimit.consume(request, app="codesign", action="join", config=JOINS, limit_get=True)
