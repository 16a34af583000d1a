"""Addresses for those who take part in rounds."""

from django.urls import URLPattern

app_name = "rounds"
urlpatterns: list[URLPattern] = []
