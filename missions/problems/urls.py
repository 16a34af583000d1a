"""Addresses of this area."""

from django.urls import URLPattern

app_name = "problems"
urlpatterns: list[URLPattern] = []
