"""Addresses of the market: suppliers, products, deployments, findings."""

from django.urls import URLPattern

app_name = "market"
urlpatterns: list[URLPattern] = []
