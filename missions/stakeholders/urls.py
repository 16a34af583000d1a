"""Addresses of stakeholders."""

from django.urls import path

from missions.stakeholders import field_views, views

app_name = "stakeholders"
urlpatterns = [
    path("stakeholders/", views.stakeholders, name="stakeholders"),
    path("stakeholders/new/", views.add, name="add"),
    path("stakeholders/grid/", field_views.grid, name="grid"),
    path("stakeholders/suggestions/", field_views.suggestions, name="suggestions"),
    path("stakeholders/coverage/", field_views.covered, name="coverage"),
    path("stakeholders/coverage/missing/", field_views.missing, name="missing"),
    path("stakeholders/<int:pk>/", views.stake, name="stake"),
    path("stakeholders/<int:pk>/edit/", views.edit, name="edit"),
    path("stakeholders/<int:pk>/contact/", views.contact, name="contact"),
    path("stakeholders/<int:pk>/contact/<int:contact>/correct/", views.correct, name="correct"),
    path("stakeholders/<int:pk>/engagement/", views.move, name="move"),
]
