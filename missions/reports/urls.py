"""Addresses of outcome reports."""

from django.urls import path

from missions.reports import export_views, views

app_name = "reports"
urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/compose/", views.compose, name="compose"),
    path("reports/<int:issue>/<int:version>/", views.report, name="report"),
    path("reports/compare/", export_views.comparison, name="compare"),
    path("reports/<int:issue>/<int:version>/report.xlsx", export_views.sheet, name="sheet"),
    path("reports/<int:issue>/<int:version>/report.json", export_views.as_json, name="json"),
    path("reports/<int:issue>/<int:version>/pdf/", export_views.pdf, name="pdf"),
    path("reports/<int:issue>/<int:version>/corrected/", export_views.corrected, name="corrected"),
    path("reports/<int:issue>/<int:version>/edit/", views.edit, name="edit"),
    path("reports/<int:issue>/<int:version>/submit/", views.submit, name="submit"),
    path("reports/<int:issue>/<int:version>/answer/", views.answer, name="answer"),
]
