"""Addresses of this area."""

from django.urls import URLPattern

app_name = "interventions"
urlpatterns: list[URLPattern] = []
