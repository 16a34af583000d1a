"""Addresses of interventions and iterations: the area's own, and the pages that join several areas."""

from django.urls import path

from config import intervention
from missions.interventions import urls

app_name = "interventions"
urlpatterns = [
    *urls.urlpatterns,
    path("interventions/", intervention.listing, name="interventions"),
    path("interventions/<ref:slug>/", intervention.page, name="intervention"),
    path("iterations/<ref:slug>/", intervention.iteration, name="iteration"),
]
