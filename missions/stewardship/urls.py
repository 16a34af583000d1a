"""Addresses of missions. Where a mission's own page is, the composition root says."""

from django.urls import path

from missions.stewardship import people_views, views

app_name = "stewardship"
urlpatterns = [
    path("propose/", views.propose, name="propose"),
    path("give-role/<int:pk>/", people_views.give_person_role, name="give_person_role"),
    path("<slug:mission>/edit/", views.edit, name="edit"),
    path("<slug:mission>/mandate/", views.mandate, name="mandate"),
    path("<slug:mission>/status/", views.status, name="status"),
    path("<slug:mission>/people/", people_views.people, name="people"),
    path("<slug:mission>/people/<int:role>/end/", people_views.end_role, name="end_role"),
    path("<slug:mission>/people/hand-over/", people_views.hand_over, name="hand_over"),
]
