"""Addresses of awards."""

from django.urls import path

from missions.core.soon import soon

app_name = "funding"
urlpatterns = [
    path("awards/", soon, name="awards"),
    path("awards.csv", soon, name="download"),
    path("awards/<ref:reference>/", soon, name="award"),
]
