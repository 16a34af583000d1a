"""What everybody may read of rounds: the responses that were published, as pages, tables and PDFs."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from codesign.draft_access import document_of, readable_versions
from codesign.draft_models import Review
from codesign.models import Round
from codesign.publication import DRAFT, ROUND, published_rounds, round_published
from codesign.response_document import lines
from codesign.round_response import answered_in, decisions_in, log_lines, response_lines, row_of, totals
from missions.core import clock, prints
from missions.core.exporting import csv_lines
from missions.people.access import person, signed_in
from missions.stewardship.access import Standing, stand

PER_PAGE = 50


@require_GET
def responses(request: HttpRequest, mission: str) -> HttpResponse:
    """Every round that is finished, and every draft whose comments were answered, the latest first."""
    standing = stand(person(request), mission, on=clock.today())
    versions = readable_versions(standing).answered().select_related("response_document", "draft__mission")
    context = {
        "standing": standing,
        "section": "responses",
        "page": Paginator(published_rounds(standing), PER_PAGE).get_page(request.GET.get("page")),
        "versions": versions.order_by("-response_document__published_at", "pk")[:PER_PAGE],
    }
    return render(request, "codesign/responses.html", context)


@require_GET
def response(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """What was made of each submission of a finished round."""
    standing, round_ = _door(request, mission, slug)
    page = Paginator(answered_in(round_), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "standing": standing,
        "section": "responses",
        "round": round_,
        "totals": totals(round_),
        # Comments on a draft have a response of their own.
        "draft_review": Review.objects.filter(round=round_, version__response_document__isnull=False)
        .select_related("version__draft")
        .first(),
        "page": page,
        "rows": [row_of(said) for said in page.object_list],
        "decided": dict(decisions_in(round_).order_by().values_list("reason").annotate(Count("pk"))),
    }
    return render(request, "codesign/round_response.html", context)


@require_GET
def table(request: HttpRequest, mission: str, slug: str) -> StreamingHttpResponse:
    """The same as CSV."""
    _, round_ = _door(request, mission, slug)
    return _csv(response_lines(round_), f"response-{round_.slug}")


@require_GET
def log(request: HttpRequest, mission: str, slug: str) -> StreamingHttpResponse:
    """The log of moderation as CSV."""
    _, round_ = _door(request, mission, slug)
    return _csv(log_lines(decisions_in(round_).iterator()), f"moderation-{round_.slug}")


@login_required
@require_POST
def pdf(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Have a worker make the PDF."""
    standing, round_ = _door(request, mission, slug)
    about = {"mission": standing.mission.slug, "round": round_.slug}
    back = reverse("codesign:response", args=[standing.mission.slug, round_.slug])
    job = prints.ask(by=signed_in(request), what=ROUND, title=f"Response: {round_.title}", back=back, about=about)
    return redirect("core:print_job", job.public_id)


@require_GET
def draft_table(request: HttpRequest, mission: str, slug: str, number: int) -> StreamingHttpResponse:
    """The response to the comments on a draft as CSV."""
    document = document_of(stand(person(request), mission, on=clock.today()), slug, number)
    return _csv(lines(document.content), f"response-{slug}-{number}")


@login_required
@require_POST
def draft_pdf(request: HttpRequest, mission: str, slug: str, number: int) -> HttpResponse:
    """Have a worker make the PDF of the response to the comments on a draft."""
    standing = stand(person(request), mission, on=clock.today())
    document = document_of(standing, slug, number)
    about = {"mission": standing.mission.slug, "draft": slug, "number": number}
    title = f"Response: {document.version.draft.title}, version {number}"
    back = reverse("codesign:draft_response", args=[standing.mission.slug, slug, number])
    job = prints.ask(by=signed_in(request), what=DRAFT, title=title, back=back, about=about)
    return redirect("core:print_job", job.public_id)


def _door(request: HttpRequest, mission: str, slug: str) -> tuple[Standing, Round]:
    standing = stand(person(request), mission, on=clock.today())
    return standing, round_published(standing, slug)


def _csv(rows: Iterable[Iterable[Any]], name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
