"""Addresses of the pages about the product, and of its health."""

from django.urls import path

from config import health, pages

urlpatterns = [
    path("ready/", health.ready, name="ready"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    path("retention/", pages.retention, name="retention"),
]
