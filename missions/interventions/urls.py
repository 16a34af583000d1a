"""Addresses of what is changed in interventions; the pages themselves join several areas."""

from django.urls import path

from missions.interventions import iteration_views, plan_views, precedent_views, views

app_name = "interventions"
urlpatterns = [
    path("interventions/<ref:slug>/status/", views.move, name="move"),
    path("interventions/<ref:slug>/own/", views.own, name="own"),
    path("interventions/add/", plan_views.add, name="add"),
    path("interventions/<ref:slug>/edit/", plan_views.edit, name="edit"),
    path("interventions/<ref:slug>/judge/", plan_views.judge, name="judge"),
    path("interventions/<ref:slug>/theory/", plan_views.theory, name="theory"),
    path("interventions/<ref:slug>/dependencies/", plan_views.dependencies, name="dependencies"),
    path("interventions/<ref:slug>/dependencies/<int:pk>/remove/", plan_views.remove_dependency, name="remove_dependency"),
    path("interventions/<ref:slug>/copy/", precedent_views.copy_intervention, name="copy"),
    path("iterations/new/", iteration_views.new, name="new_iteration"),
    path("iterations/<ref:slug>/edit/", iteration_views.edit, name="edit_iteration"),
    path("iterations/<ref:slug>/move/", iteration_views.move, name="move_iteration"),
    path("iterations/<ref:slug>/own/", views.own_iteration, name="own_iteration"),
]
