"""Addresses that exist in the demo only."""

from django.urls import path

from missions.core.soon import soon

app_name = "demo"
urlpatterns = [path("emails/", soon, name="emails"), path("emails/<int:pk>/", soon, name="email")]
