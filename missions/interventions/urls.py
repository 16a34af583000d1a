"""Addresses of what is changed in interventions; the pages themselves join several areas."""

from django.urls import path

from missions.core.soon import soon

app_name = "interventions"
urlpatterns = [
    path("interventions/<ref:slug>/status/", soon, name="move"),
    path("interventions/<ref:slug>/own/", soon, name="own"),
    path("iterations/<ref:slug>/own/", soon, name="own_iteration"),
]
