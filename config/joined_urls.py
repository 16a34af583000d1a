"""Addresses of the pages that join several areas."""

from django.urls import path

from config import public
from missions.core.soon import soon

urlpatterns = [
    path("", public.public_home, name="public_home"),
    path("home/", soon, name="home"),
    path("portfolio/", soon, name="portfolio"),
    path("search/", soon, name="search"),
    path("missions/<slug:mission>/gaps/", soon, name="gaps"),
    path("missions/<slug:mission>/pain-points/<ref:reference>/thread/", soon, name="thread"),
]
