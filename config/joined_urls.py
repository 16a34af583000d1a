"""Addresses of the pages that join several areas."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
