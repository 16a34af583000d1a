"""Addresses of the core."""

from django.urls import path

from missions.core import views

app_name = "core"
urlpatterns = [path("figures/<slug:key>/", views.figure, name="figure")]
