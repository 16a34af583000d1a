"""Addresses of this area."""

from django.urls import URLPattern

app_name = "reports"
urlpatterns: list[URLPattern] = []
