"""Addresses of adoption."""

from django.urls import path

from missions.adoption import aiming_views, blocker_views, import_views, pace_views, report_views, timeline_views, views

app_name = "adoption"
urlpatterns = [
    path("adoption/reports/", report_views.reports, name="reports"),
    path("adoption/reports/<int:pk>/", report_views.review, name="review"),
    path("adoption/blockers/", blocker_views.of_the_mission, name="mission_blockers"),
    path("adoption/blockers.csv", blocker_views.download, name="blockers_download"),
    path("iterations/", timeline_views.iterations, name="iterations"),
    path("iterations/<ref:slug>/councils/", aiming_views.aim, name="aim"),
    path("interventions/<ref:slug>/adoption/blockers/", blocker_views.of_one, name="blockers"),
    path("interventions/<ref:slug>/adoption/<ref:code>/blockers/", blocker_views.of_council, name="council_blockers"),
    path("interventions/<ref:slug>/adoption/", views.adoption, name="adoption"),
    path("interventions/<ref:slug>/adoption.csv", views.download, name="download"),
    path("interventions/<ref:slug>/adoption/pace/", pace_views.how_fast, name="pace"),
    path("interventions/<ref:slug>/adoption/import/", import_views.send, name="import"),
    path("interventions/<ref:slug>/adoption/import/<uuid:job>/", import_views.job, name="import_job"),
    path("interventions/<ref:slug>/adoption/<ref:code>/record/", views.record, name="record"),
    path("interventions/<ref:slug>/adoption/<ref:code>/record/<int:pk>/correct/", views.correct, name="correct"),
]
