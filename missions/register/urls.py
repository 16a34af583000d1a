"""Addresses of the register."""

from django.urls import path

from missions.register import import_views, views

app_name = "register"
urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("import/", import_views.send, name="import"),
    path("import/<uuid:job>/", import_views.job, name="import_job"),
]
