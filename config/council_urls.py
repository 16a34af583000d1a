"""Addresses under /register/: the area's own, adding a body, and the council page that joins several areas."""

from django.urls import path

from config import council, reorganisation
from missions.register import urls
from missions.stakeholders import body_views

app_name = "register"
urlpatterns = [
    *urls.urlpatterns,
    path("add/", body_views.add, name="add"),
    path("reorganisations/", reorganisation.reorganisations, name="reorganisations"),
    path("reorganisations/<int:pk>/", reorganisation.reorganisation, name="reorganisation"),
    path("<ref:code>/", council.organisation, name="organisation"),
]
