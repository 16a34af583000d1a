"""Addresses of outcome reports."""

from django.urls import path

from missions.core.soon import soon

app_name = "reports"
urlpatterns = [
    path("reports/", soon, name="reports"),
    path("reports/compose/", soon, name="compose"),
    path("reports/<int:issue>/<int:version>/", soon, name="report"),
    path("reports/<int:issue>/<int:version>/edit/", soon, name="edit"),
    path("reports/<int:issue>/<int:version>/submit/", soon, name="submit"),
    path("reports/<int:issue>/<int:version>/answer/", soon, name="answer"),
]
