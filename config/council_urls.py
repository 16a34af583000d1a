"""Addresses under /register/: the area's own, and the council page that joins several areas."""

from django.urls import path

from config import council
from missions.register import urls

app_name = "register"
urlpatterns = [*urls.urlpatterns, path("<ref:code>/", council.organisation, name="organisation")]
