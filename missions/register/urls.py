"""Addresses of the register."""

from django.urls import path

from missions.core.soon import soon

app_name = "register"
urlpatterns = [
    path("", soon, name="organisations"),
    path("import/", soon, name="import"),
    path("import/<uuid:job>/", soon, name="import_job"),
]
