"""The demo's page of e-mails sent: nothing leaves this machine, so they are read here, sign-in codes included."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from config.demo.accounts import ACCOUNTS
from missions.core.models import OutboxMessage

PER_PAGE = 20


def emails(request: HttpRequest) -> HttpResponse:
    """The newest messages first, and whom one can sign in as."""
    page = Paginator(OutboxMessage.objects.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "demo/emails.html", {"page": page, "accounts": ACCOUNTS})


def email(request: HttpRequest, pk: int) -> HttpResponse:
    """One message as its reader sees it."""
    return render(request, "demo/email.html", {"email": get_object_or_404(OutboxMessage, pk=pk)})
