"""Addresses of outcome reports, of a mission here and of a portfolio in `portfolio_urls`."""

from django.urls import path

from missions.reports import export_views, views, work_views

app_name = "reports"
ONE = "reports/<int:issue>/<int:version>/"
urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/compose/", views.compose, name="compose"),
    path("reports/compare/", export_views.comparison, name="compare"),
    path(ONE, views.report, name="report"),
    path(f"{ONE}report.xlsx", export_views.sheet, name="sheet"),
    path(f"{ONE}report.json", export_views.as_json, name="json"),
    path(f"{ONE}pdf/", export_views.pdf, name="pdf"),
    path(f"{ONE}corrected/", export_views.corrected, name="corrected"),
    path(f"{ONE}edit/", views.edit, name="edit"),
    path(f"{ONE}submit/", views.submit, name="submit"),
    path(f"{ONE}figures/", work_views.collect, name="collect"),
    path(f"{ONE}progress/", work_views.progress, name="progress"),
    path(f"{ONE}answer/", views.answer, name="answer"),
]
