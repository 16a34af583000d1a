"""Addresses of decisions."""

from django.urls import path

from missions.core.soon import soon

app_name = "decisions"
urlpatterns = [
    path("decisions/", soon, name="decisions"),
    path("decisions/ask/", soon, name="ask"),
    path("decisions/<int:pk>/", soon, name="decision"),
    path("decisions/<int:pk>/take/", soon, name="take"),
    path("decisions/<int:pk>/ask-for-more/", soon, name="ask_for_more"),
]
