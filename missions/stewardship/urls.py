"""Addresses of missions. Where a mission's own page is, the composition root says."""

from django.urls import path

from missions.stewardship import lever_views, people_views, views

app_name = "stewardship"
urlpatterns = [
    path("propose/", views.propose, name="propose"),
    path("give-role/<int:pk>/", people_views.give_person_role, name="give_person_role"),
    path("levers/", lever_views.levers, name="levers"),
    path("levers/add/", lever_views.add, name="add_lever"),
    path("levers/<ref:lever>/", lever_views.change, name="lever"),
    path("levers/<ref:lever>/retire/", lever_views.retire, name="retire_lever"),
    path("levers/<ref:lever>/bring-back/", lever_views.bring_back, name="bring_back_lever"),
    path("levers/<ref:lever>/delete/", lever_views.delete, name="delete_lever"),
    path("<slug:mission>/edit/", views.edit, name="edit"),
    path("<slug:mission>/mandate/", views.mandate, name="mandate"),
    path("<slug:mission>/status/", views.status, name="status"),
    path("<slug:mission>/people/", people_views.people, name="people"),
    path("<slug:mission>/people/<int:role>/end/", people_views.end_role, name="end_role"),
    path("<slug:mission>/people/hand-over/", people_views.hand_over, name="hand_over"),
]
