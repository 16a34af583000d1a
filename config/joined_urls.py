"""Addresses of the pages that join several areas."""

from django.urls import path

from config import gaps, home, portfolio, public, search, thread

urlpatterns = [
    path("", public.public_home, name="public_home"),
    path("home/", home.home, name="home"),
    path("portfolio/", portfolio.page, name="portfolio"),
    path("search/", search.page, name="search"),
    path("missions/<slug:mission>/gaps/", gaps.page, name="gaps"),
    path("missions/<slug:mission>/pain-points/<ref:reference>/thread/", thread.thread, name="thread"),
]
