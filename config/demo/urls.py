"""Addresses that exist in the demo only."""

from django.urls import URLPattern

app_name = "demo"
urlpatterns: list[URLPattern] = []
