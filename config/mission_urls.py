"""Addresses under /missions/: the area's own, and the pages that join several areas."""

from django.urls import path

from config import mission, public
from missions.stewardship import urls

app_name = "stewardship"
urlpatterns = [
    path("", public.missions, name="missions"),
    *urls.urlpatterns,
    path("<slug:mission>/", mission.overview, name="mission"),
]
