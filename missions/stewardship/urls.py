"""Addresses of missions. Where a mission's own page is, the composition root says."""

from django.urls import path

from missions.core.soon import soon

app_name = "stewardship"
urlpatterns = [
    path("propose/", soon, name="propose"),
    path("<slug:mission>/edit/", soon, name="edit"),
    path("<slug:mission>/mandate/", soon, name="mandate"),
    path("<slug:mission>/status/", soon, name="status"),
    path("<slug:mission>/people/", soon, name="people"),
    path("<slug:mission>/people/<int:role>/end/", soon, name="end_role"),
    path("<slug:mission>/people/hand-over/", soon, name="hand_over"),
]
