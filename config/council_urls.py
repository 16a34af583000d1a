"""Addresses under /register/: the area's own, and the council page that joins several areas."""

from django.urls import path

from config import council, reorganisation
from missions.register import urls

app_name = "register"
urlpatterns = [
    *urls.urlpatterns,
    path("reorganisations/", reorganisation.reorganisations, name="reorganisations"),
    path("reorganisations/<int:pk>/", reorganisation.reorganisation, name="reorganisation"),
    path("<ref:code>/", council.organisation, name="organisation"),
]
