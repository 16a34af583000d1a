"""Addresses of rounds for the mission team."""

from django.urls import path

from missions.core.soon import soon

app_name = "codesign"
urlpatterns = [
    path("rounds/", soon, name="rounds"),
    path("rounds/new/", soon, name="create"),
    path("rounds/<ref:slug>/", soon, name="round"),
    path("rounds/<ref:slug>/edit/", soon, name="edit"),
    path("rounds/<ref:slug>/launch/", soon, name="launch"),
    path("rounds/<ref:slug>/invite/", soon, name="invite"),
    path("rounds/<ref:slug>/finish/", soon, name="finish"),
    path("rounds/<ref:slug>/submissions/<int:pk>/", soon, name="contribution"),
]
