"""Addresses of outcomes."""

from django.urls import path

from missions.outcomes import views

app_name = "outcomes"
urlpatterns = [
    path("outcomes/", views.outcomes, name="outcomes"),
    path("outcomes/<ref:slug>/", views.indicator, name="indicator"),
    path("outcomes/<ref:slug>.csv", views.download, name="download"),
    path("outcomes/<ref:slug>/own/", views.own, name="own"),
    path("published-results/", views.results, name="results"),
]
