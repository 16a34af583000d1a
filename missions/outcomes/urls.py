"""Addresses of outcomes."""

from django.urls import path

from missions.core.soon import soon

app_name = "outcomes"
urlpatterns = [
    path("outcomes/", soon, name="outcomes"),
    path("outcomes/<ref:slug>/", soon, name="indicator"),
    path("outcomes/<ref:slug>.csv", soon, name="download"),
    path("outcomes/<ref:slug>/own/", soon, name="own"),
]
