"""Addresses that exist in the demo only."""

from django.urls import path

from config.demo import views

app_name = "demo"
urlpatterns = [path("emails/", views.emails, name="emails"), path("emails/<int:pk>/", views.email, name="email")]
