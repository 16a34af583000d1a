"""Addresses of outcome reports."""

from django.urls import path

from missions.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/compose/", views.compose, name="compose"),
    path("reports/<int:issue>/<int:version>/", views.report, name="report"),
    path("reports/<int:issue>/<int:version>/edit/", views.edit, name="edit"),
    path("reports/<int:issue>/<int:version>/submit/", views.submit, name="submit"),
    path("reports/<int:issue>/<int:version>/answer/", views.answer, name="answer"),
]
